"""What stands around the demo's names: invitations, a guest, a correction."""

from collections.abc import Callable
from copy import copy
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.enums import Consent
from articles.models import ArticlePage, Correction, Signature
from articles.services.corrections import differences
from articles.services.signatures import sign
from authors.models import Author
from authors.services import create_author


@transaction.atomic
def invite_and_correct(
    told: dict[str, list[dict[str, Any]]],
    authors: dict[str, Author],
    text: Callable[[str], ArticlePage],
) -> None:
    """Let people invite, vouch and correct, as of the dates given; called once."""
    for slug in told["findable"]:
        Author.objects.filter(slug=slug["author"], findable_since=None).update(
            findable_since=timezone.make_aware(slug["since"])
        )
    for given in told["invitation"]:
        # Not by its service, which writes to people.
        made = Signature.objects.create(
            article=text(given["article"]),
            author=authors[given["author"]],
            role=given["role"],
            state=Consent.INVITED,
            message=given["message"],
            invited_by=text(given["article"]).owner,
            order=9,
        )
        at = timezone.make_aware(given["at"])
        Signature.objects.filter(pk=made.pk).update(invited_at=at)
    for given in told["guest"]:
        article = text(given["article"])
        guest = create_author(given["name"])
        revision = article.live_revision
        signed = sign(article, author=guest, revision=revision, role=given["role"])
        signed.vouched_by = article.owner
        signed.save()
    for given in told["correction"]:
        _correct(text(given["article"]), given, authors)


def _correct(
    article: ArticlePage, given: dict[str, Any], authors: dict[str, Author]
) -> None:
    """Tell what a correction changed, from the words that stood there before."""
    old = copy(article)
    old.body = article.body.replace(given["now"], given["before"])
    made = Correction.objects.create(
        article=article,
        author=authors[given["author"]],
        by=authors[given["author"]].user,
        revision=article.live_revision,
        changes=differences(old, article),
    )
    Correction.objects.filter(pk=made.pk).update(at=article.last_published_at)
