"""Links that open a draft to people without an account, until a day."""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.errors import WrongState
from articles.models import ArticlePage, DraftLink
from articles.permissions import UNPUBLISHED
from authors.models import User

DAYS = (1, 7, 14, 30)
MOST_LINKS = 5


@transaction.atomic
def make_link(
    article: ArticlePage, *, by: User, days: int = 14
) -> tuple[DraftLink, str]:
    """Make a link to a draft; return its record and its token.

    The token is kept nowhere: it is shown now or never. Raises WrongState where
    the text is no draft, ValidationError where too many links are open.
    """
    article = ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if article.stage not in UNPUBLISHED:
        raise WrongState(_("Ce texte n’est plus un brouillon."))
    if article.draft_links.open().count() >= MOST_LINKS:
        raise ValidationError(
            _("Cinq liens sont déjà ouverts : fermez-en un avant d’en faire un autre.")
        )
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    link = DraftLink.objects.create(
        article=article,
        digest=digest_of(token),
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    return link, token


def open_link(token: str) -> DraftLink | None:
    """Return the open link of a token, or nothing, whatever is wrong with it.

    It is looked up by its hash: how long that takes tells nothing of the token.
    """
    links = DraftLink.objects.open().select_related("article")
    return links.filter(digest=digest_of(token)).first()


@transaction.atomic
def revoke(link: DraftLink, *, by: User) -> None:
    """Close a link, at once; closed twice, the first time counts."""
    DraftLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=timezone.now(), revoked_by=by
    )


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()
