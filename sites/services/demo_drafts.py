"""What stands around the demo's drafts: hands, requests, remarks. Idempotent."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from articles.models import ArticlePage, HelpOffer, HelpRequest, Remark
from articles.services import helping, remarks
from authors.models import Author
from authors.services import say_who_helps


@transaction.atomic
def surround(
    told: dict[str, list[dict[str, Any]]],
    authors: dict[str, Author],
    draft: Callable[[str], ArticlePage],
) -> None:
    """Let people help and remark; what is there already is left as it is."""
    sites = {site.root_page.slug: site for site in Site.objects.all()}
    for hand in told["hand"]:
        user = authors[hand["author"]].user
        if user and not user.helping_hands.exists():
            where = [sites[slug] for slug in hand["sites"]]
            say_who_helps(user, kinds=hand["kinds"], sites=where)
    for given in told["request"]:
        article = draft(given["article"])
        if not article.live and not article.help_requests.exists():
            _ask(article, given, authors)
    remarked = set(Remark.objects.values_list("article", flat=True))
    for given in told["remark"]:
        article = draft(given["article"])
        if not article.live and article.pk not in remarked:
            _remark(article, given)


def _ask(
    article: ArticlePage, given: dict[str, Any], authors: dict[str, Author]
) -> None:
    owner = article.owner
    asked = helping.ask(
        article, by=owner, kind=given["kind"], sentence=given["sentence"]
    )
    HelpRequest.objects.filter(pk=asked.pk).update(
        asked_at=timezone.make_aware(given["asked"])
    )
    offer = given.get("offer")
    if offer and (helper := authors[offer["author"]].user):
        # Not by its service, which writes to people.
        made = HelpOffer.objects.create(request=asked, by=helper, words=offer["words"])
        at = timezone.make_aware(offer["at"])
        HelpOffer.objects.filter(pk=made.pk).update(offered_at=at)


def _remark(article: ArticlePage, given: dict[str, Any]) -> None:
    left = remarks.leave(
        article,
        text=given["text"],
        name=given["name"],
        position=given.get("position"),
    )
    at = timezone.make_aware(given["at"])
    Remark.objects.filter(pk=left.pk).update(at=at)
