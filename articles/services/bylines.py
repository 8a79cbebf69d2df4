"""What changes a byline wherever it is shown."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.search import index

from articles.enums import Consent
from articles.models import ArticlePage, ContentVersion, Correction
from authors.models import Author, FormerSlug, User
from authors.services import rename_author


@transaction.atomic
def change_profile(author: Author, fields: dict[str, Any]) -> Author:
    """Save an author's profile.

    Effects, in order: rename where the name changes (the old address leads to
    the new one); save the rest; make kept pages stale; file the articles anew
    for the search.
    """
    name = fields.pop("name", author.name)
    renamed = name != author.name
    if renamed:
        rename_author(author, name)
    for field, value in fields.items():
        setattr(author, field, value)
    author.save()
    ContentVersion.objects.bump()
    if renamed:
        file_anew(ArticlePage.objects.live().by(author))
    return author


@transaction.atomic
def claim(author: Author, *, by: User) -> Author:
    """Give a byline without an account to the person whose address it waits for.

    Effects, in order: check that it still waits for an address of hers; join it
    to her own byline where she has one, or give it her account; make kept pages
    stale; log. Returns the byline that is hers now.
    """
    waiting = Author.objects.select_for_update(of=("self",))
    author = waiting.get(pk=author.pk)
    if not Author.objects.claimable_by(by).filter(pk=author.pk).exists():
        raise ValidationError(_("Cette signature n’attend pas votre adresse."))
    own = Author.objects.filter(user=by).first()
    if own:
        return merge(own, author, by=by)
    author.user = by
    author.claim_key = ""
    author.save(update_fields=["user", "claim_key"])
    ContentVersion.objects.bump()
    log(author, "brestnet.claim_byline", user=by)
    return author


@transaction.atomic
def merge(keep: Author, gone: Author, *, by: User) -> Author:
    """Make one byline of two, of the same person or the same organisation.

    Effects, in order: move the signatures, one for each article and role, the
    accepted before the others; move links, mandates, sections and all else that
    names the byline; let the addresses that led to `gone` lead to `keep`; fill
    what its presentation lacks; delete `gone`; make kept pages stale; log. The
    search follows the signatures (articles.receivers). Raises ValidationError for two kinds, or for one byline.
    """
    pair = Author.objects.select_for_update(of=("self",)).in_bulk([keep.pk, gone.pk])
    if len(pair) != 2:
        raise ValidationError(_("Choisissez deux signatures différentes."))
    keep, gone = pair[keep.pk], pair[gone.pk]
    if keep.kind != gone.kind:
        raise ValidationError(
            _("Une personne et une organisation ne se réunissent pas.")
        )
    articles = gone.signatures.values("article").distinct().count()
    _move_signatures(keep, gone)
    _move_mandates(keep, gone)
    urls = keep.links.values_list("url", flat=True)
    gone.links.exclude(url__in=list(urls)).update(author=keep)
    Correction.objects.filter(author=gone).update(author=keep)
    _move_the_rest(keep, gone)
    FormerSlug.objects.create(slug=gone.slug, author=keep)
    told = {"gone": gone.name, "slug": gone.slug, "articles": articles}
    _fill_presentation(keep, gone)
    ContentVersion.objects.bump()
    log(keep, "brestnet.merge_bylines", user=by, data=told)
    return keep


def _move_signatures(keep: Author, gone: Author) -> None:
    own = {(s.article_id, s.role): s for s in keep.signatures.all()}
    for signature in gone.signatures.all():
        same = own.get((signature.article_id, signature.role))
        says_more = signature.state == Consent.ACCEPTED
        if same and (same.state == Consent.ACCEPTED or not says_more):
            signature.delete()
            continue
        if same:
            same.delete()
        signature.author = keep
        signature.save(update_fields=["author"])


def _move_mandates(keep: Author, gone: Author) -> None:
    for mandate in gone.memberships.all():
        open_already = keep.memberships.filter(user=mandate.user_id, until=None)
        if mandate.until is None and open_already.exists():
            mandate.delete()
            continue
        mandate.organisation = keep
        mandate.save(update_fields=["organisation"])
    gone.mandate_invitations.all().delete()


def _move_the_rest(keep: Author, gone: Author) -> None:
    """Move whatever else names the byline, also what is added one day: a rule
    that does not allow it stops the whole."""
    moved = {"signatures", "memberships", "mandate_invitations", "links"}
    for relation in Author._meta.related_objects:
        if relation.get_accessor_name() not in moved and not relation.hidden:
            rows = relation.related_model._default_manager
            field = relation.field.name
            rows.filter(**{field: gone}).update(**{field: keep})


def _fill_presentation(keep: Author, gone: Author) -> None:
    user = keep.user or gone.user
    for field in ("biography", "portrait", "neighbourhood_id", "claim_key"):
        if not getattr(keep, field):
            setattr(keep, field, getattr(gone, field))
    gone.delete()
    keep.user = user
    if user:
        keep.claim_key = ""
    keep.save()


def file_anew(articles: Iterable[ArticlePage]) -> None:
    """Let the search know articles as they are now, with the names they bear."""
    for article in articles:
        index.insert_or_update_object(article)
