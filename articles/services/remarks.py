"""Remarks on a draft: left by whoever may read it, settled by who writes it."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import ArticlePage, DraftLink, Remark
from articles.paragraphs import blocks_of
from articles.shapes import for_readers
from authors.models import User

# What one text holds, what one link brings, and how fast.
MOST_OPEN = 200
MOST_BY_LINK = 60
BURST, WITHIN = 10, timedelta(minutes=10)


@transaction.atomic
def leave(
    article: ArticlePage,
    *,
    text: str,
    name: str,
    position: int | None = None,
    by: User | None = None,
    link: DraftLink | None = None,
) -> Remark:
    """Leave a remark about a paragraph, or about the whole text.

    The paragraph's first words are kept with it. Sent twice in a row, it is the
    same remark. Raises ValidationError where a link or a text has had enough,
    or no such paragraph is there any more.
    """
    article = ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    quote = _quote(article, position)
    given = {"text": text, "by_name": name, "quote": quote, "position": position}
    latest = article.remarks.filter(by=by, link=link).last()
    if latest and all(getattr(latest, key) == value for key, value in given.items()):
        return latest
    if article.remarks.open().count() >= MOST_OPEN:
        raise ValidationError(_("Ce texte porte déjà beaucoup de remarques : merci !"))
    if link:
        _check_pace(link)
    return Remark.objects.create(article=article, by=by, link=link, **given)


@transaction.atomic
def settle(remark: Remark, *, by: User, done: bool) -> None:
    """Mark a remark as done, or open it again; done twice, the first time counts."""
    remarks = Remark.objects.filter(pk=remark.pk)
    if done:
        remarks.filter(done_at=None).update(done_at=timezone.now(), done_by=by)
    else:
        remarks.update(done_at=None, done_by=None)


def _quote(article: ArticlePage, position: int | None) -> str:
    if position is None:
        return ""
    blocks = blocks_of(for_readers(article.body))
    if position >= len(blocks):
        raise ValidationError(
            _(
                "Ce passage n’est plus là : le texte vient d’être modifié. Votre "
                "remarque peut porter sur l’ensemble."
            )
        )
    return blocks[position].quote


def _check_pace(link: DraftLink) -> None:
    made = link.remarks.count()
    lately = link.remarks.filter(at__gt=timezone.now() - WITHIN).count()
    if made >= MOST_BY_LINK:
        raise ValidationError(
            _("Ce lien a déjà porté beaucoup de remarques : merci, c’est assez.")
        )
    if lately >= BURST:
        raise ValidationError(
            _("Beaucoup de remarques d’un coup : revenez dans dix minutes.")
        )
