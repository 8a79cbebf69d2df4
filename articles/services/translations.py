"""Texts that say the same in other languages: each translation names the original."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.models import ArticlePage
from articles.services.addresses import article_at, split
from authors.models import User


def find_original(address: str, *, by: User) -> ArticlePage | None:
    """Return the text that an address names: a published article, or one's own at
    the desk; the original where the address is that of a translation."""
    article = article_at(address) or _own_at(address, by)
    if article and article.translation_of and _may_name(article.translation_of, by):
        return article.translation_of
    return article


def check_translation(
    article: ArticlePage, *, of: ArticlePage, language: str, by: User
) -> None:
    """Raise ValidationError where `article` cannot be the translation of `of`."""
    if of.pk == article.pk:
        raise ValidationError(_("Un texte n’est pas la traduction de lui-même."))
    # What it already translates may have been withdrawn since: it may stay.
    if of.pk != article.translation_of_id and not _may_name(of, by):
        raise ValidationError(_("Nous ne trouvons pas d’article à cette adresse."))
    if of.translation_of_id:
        raise ValidationError(
            _("Cet article est lui-même une traduction : donnez l’original.")
        )
    if article.translations.exists():
        raise ValidationError(
            _("D’autres textes sont des traductions de celui-ci : il est l’original.")
        )
    if of.language == language:
        raise ValidationError(
            _("Les deux textes sont dans la même langue : vérifiez la langue du vôtre.")
        )


def _may_name(article: ArticlePage, user: User) -> bool:
    return article.live or article.is_written_by(user)


def _own_at(address: str, user: User) -> ArticlePage | None:
    host, path = split(address)
    found = re.match(r"/(?:textes|ecrire)/([0-9]{1,12})/", path)
    if host != settings.WORKSHOP_HOST or found is None:
        return None
    return ArticlePage.objects.written_by(user).filter(pk=int(found[1])).first()
