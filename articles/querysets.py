"""The vocabulary of listings. Every public query starts with `on_site(site)`,
or with `on_network()` on the portal.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Model,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    When,
    prefetch_related_objects,
)
from django.db.models.functions import Cast, TruncMonth
from django.utils import timezone
from wagtail.images.models import ImageQuerySet
from wagtail.models import Site, TaskState, WorkflowState
from wagtail.query import PageQuerySet

from articles.enums import Consent, Role
from authors.models import Author

# Widths of the files that readers get; the browser takes the one that fits.
RENDITIONS = {f"width-{width}|format-webp": width for width in (480, 960, 1600)}


class PictureQuerySet(ImageQuerySet):
    """Pictures."""

    def to_show(self) -> "PictureQuerySet":
        """Bring the files that readers get along, in one query for all."""
        return self.prefetch_renditions(*RENDITIONS)


class KeywordQuerySet(QuerySet):
    """Tags."""

    def alive_on(self, site: Site) -> "KeywordQuerySet":
        """Return the tags of what `site` lists, the most used first, counted."""
        where = {"tagged__content_object__placements__live": True}
        if site.is_default_site:
            where["tagged__content_object__placements__home"] = True
        else:
            where["tagged__content_object__placements__site"] = site
        counted = self.filter(**where).annotate(count=Count("tagged"))
        return counted.order_by("-count", "name")


def published_authors(site: Site | None = None) -> QuerySet[Author]:
    """Return the authors with an accepted signature on something published.

    On a site where one is given, on the network otherwise.
    """
    where: dict[str, object] = {"state": Consent.ACCEPTED, "article__live": True}
    if site:
        where |= {"article__placements__site": site, "article__placements__live": True}
    signatures = Author._meta.get_field("signatures").related_model.objects
    return Author.objects.filter(
        Exists(signatures.filter(author=OuterRef("pk"), **where))
    )


def authors_of_the_week(placements: Iterable, most: int = 6) -> list[Author]:
    """Return who signed the newest articles: this week's, then the latest.

    `placements` is a list brought by `for_list`, newest first: no query more.
    """
    authors: dict[int, Author] = {}
    for placement in placements:
        for credit in placement.article.credits:
            authors.setdefault(credit.author_id, credit.author)
    return list(authors.values())[:most]


def accepted_signatures(article: type[Model], path: str = "") -> Prefetch:
    """Return the prefetch that brings articles their `credits`."""
    signature = article._meta.get_field("signatures").related_model
    signed = signature.objects.accepted().in_order().with_version()
    return Prefetch(f"{path}signatures", signed, to_attr="credits")


def bring_credits(articles: list) -> None:
    """Give articles their `credits`: one query for all."""
    prefetch_related_objects(articles, accepted_signatures(type(articles[0])))


class SignatureQuerySet(QuerySet):
    """Credits."""

    def accepted(self) -> "SignatureQuerySet":
        """Return the only signatures that may leave the server."""
        return self.filter(state=Consent.ACCEPTED)

    def invitations(self) -> "SignatureQuerySet":
        """Return what waits for an answer."""
        return self.filter(state=Consent.INVITED)

    def of_person(self, user) -> "SignatureQuerySet":
        """Return what is `user`'s: under a byline of hers, or sent to her address.

        An address counts once she has confirmed it, and until a byline is chosen.
        """
        bylines = Author.objects.for_user(user).order_by().values("pk")
        keys = user.mailbox_keys
        return self.filter(Q(author__in=bylines) | Q(author=None, email_key__in=keys))

    def with_version(self) -> "SignatureQuerySet":
        """Bring along, as `version_at`, when the signed words were written."""
        return self.annotate(version_at=F("revision__created_at"))

    def in_order(self) -> "SignatureQuerySet":
        return self.select_related("author").order_by("order", "pk")


class ArticleQuerySet(PageQuerySet):
    """Articles themselves, wherever they are listed."""

    def published(self) -> "ArticleQuerySet":
        return self.live()

    def on_site(self, site: Site) -> "ArticleQuerySet":
        """Return what stands in a site's feed: its own and what it took up."""
        return self.filter(placements__site=site, placements__live=True)

    def by(self, author) -> "ArticleQuerySet":
        """Return what `author` signed, in whatever role."""
        return self.filter(
            signatures__author=author, signatures__state=Consent.ACCEPTED
        ).distinct()

    def written_by(self, user) -> "ArticleQuerySet":
        """Return what `user` may write in: begun, or signed for its text.

        An organisation's text is open to the members with a current mandate.
        """
        today = timezone.localdate()
        signed = Q(author__user=user) | Q(
            Q(author__memberships__until=None)
            | Q(author__memberships__until__gte=today),
            author__memberships__user=user,
            author__memberships__since__lte=today,
        )
        signature = self.model._meta.get_field("signatures").related_model
        mine = signature.objects.filter(
            signed, article=OuterRef("pk"), role=Role.TEXT, state=Consent.ACCEPTED
        )
        return self.filter(Q(owner=user) | Exists(mine))

    def waiting_on(self, sites: Iterable[Site]) -> "ArticleQuerySet":
        """Return what editors have to read on these sites, with `waiting_since`."""
        under = Q(pk__in=[])
        for site in sites:
            under |= Q(path__startswith=site.root_page.path)
        # The workflow's generic relation holds the id as text.
        waiting = TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type__model="page",
            workflow_state__object_id=Cast(OuterRef("pk"), CharField()),
        )
        since = Subquery(waiting.values("started_at")[:1])
        return (
            self.filter(under).annotate(waiting_since=since).exclude(waiting_since=None)
        )

    def translations_of_the_same(self, article) -> "ArticleQuerySet":
        """Return the other versions of a text: its original first, the oldest next."""
        original = article.translation_of_id or article.pk
        versions = self.filter(Q(pk=original) | Q(translation_of=original))
        first = Case(When(pk=original, then=0), default=1)
        versions = versions.exclude(pk=article.pk).defer("body")
        return versions.order_by(first, "first_published_at", "pk")

    def prefetch_workflow_states(self) -> "ArticleQuerySet":
        """Bring along what `stage` asks, in one query.

        Wagtail's own looks under the type Page unless `.specific()` was called.
        """
        states = WorkflowState.objects.active()
        return self.prefetch_related(
            Prefetch(
                "_specific_workflow_states",
                states.select_related("current_task_state__task"),
                to_attr="_current_workflow_states",
            )
        )

    def with_credits(self) -> "ArticleQuerySet":
        """Bring the accepted signatures and the writer's account along."""
        return self.select_related("owner__author").prefetch_related(
            accepted_signatures(self.model)
        )


class HelpRequestQuerySet(QuerySet):
    """Requests for a hand with a text."""

    def open(self) -> "HelpRequestQuerySet":
        return self.filter(closed_at=None)

    def for_helper(self, user) -> "HelpRequestQuerySet":
        """Return the open requests of the sites and kinds that `user` helps with.

        Not those that somebody already answers, nor those of one's own texts.
        """
        where = Q(pk__in=[])
        for hand in user.helping_hands.select_related("site__root_page"):
            path = hand.site.root_page.path
            where |= Q(kind=hand.kind, article__path__startswith=path)
        article = self.model._meta.get_field("article").related_model
        mine = article.objects.written_by(user).filter(pk=OuterRef("article"))
        offers = self.model._meta.get_field("offers").related_model.objects
        taken = offers.current().exclude(accepted_at=None)
        return self.open().filter(
            where,
            ~Exists(taken.filter(request=OuterRef("pk"))),
            ~Exists(mine),
            article__live=False,
        )

    def with_askers(self) -> "HelpRequestQuerySet":
        """Bring the title and the byline of who asks along, and no word more."""
        return self.select_related("article", "asked_by__author").defer(
            "article__body", "article__chapo", "article__post_scriptum"
        )


class HelpOfferQuerySet(QuerySet):
    """Offers to help with a text."""

    def current(self) -> "HelpOfferQuerySet":
        return self.filter(ended_at=None, request__closed_at=None)

    def accepted(self) -> "HelpOfferQuerySet":
        """Return the offers that open a draft now."""
        return self.current().exclude(accepted_at=None)

    def with_texts(self) -> "HelpOfferQuerySet":
        return self.select_related("request__article", "request__asked_by__author")


class RemarkQuerySet(QuerySet):
    """Remarks on drafts."""

    def open(self) -> "RemarkQuerySet":
        return self.filter(done_at=None)


class DraftLinkQuerySet(QuerySet):
    """Links by which a draft is read without an account."""

    def open(self) -> "DraftLinkQuerySet":
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class PlacementQuerySet(QuerySet):
    """Feeds: an index scan on placements, in the order of their own dates."""

    def on_site(self, site: Site) -> "PlacementQuerySet":
        return self.filter(site=site, live=True)

    def on_network(self) -> "PlacementQuerySet":
        """Return each article once, at its home."""
        return self.filter(home=True, live=True)

    def telling_documents(self) -> "PlacementQuerySet":
        """Say of each whether documents come with its article (`has_documents`)."""
        article = self.model._meta.get_field("article").related_model
        documents = article._meta.get_field("attachments").related_model.objects
        mine = documents.filter(article=OuterRef("article"))
        return self.annotate(has_documents=Exists(mine))

    def seen_from(self, site: Site) -> "PlacementQuerySet":
        """Return what `site` lists: its own feed, or the network's on the portal."""
        return self.on_network() if site.is_default_site else self.on_site(site)

    def at_the_front(self) -> "PlacementQuerySet":
        """Return what the editors set on the front page, in their order."""
        return self.exclude(pinned=None).order_by("pinned")

    def in_section(self, section) -> "PlacementQuerySet":
        return self.filter(section=section)

    def tagged(self, tag) -> "PlacementQuerySet":
        return self.filter(article__tagged__tag=tag)

    def by(self, author) -> "PlacementQuerySet":
        """Return what `author` signed; a person with two roles counts once."""
        return self.by_any([author.pk])

    def by_any(self, author_ids: Iterable | QuerySet) -> "PlacementQuerySet":
        """Return what any of these authors signed, each article once."""
        signature = self.model._meta.get_field("article").related_model
        signed = signature._meta.get_field("signatures").related_model.objects
        return self.filter(
            Exists(
                signed.accepted().filter(
                    article=OuterRef("article"), author__in=author_ids
                )
            )
        )

    def between(self, start: datetime, end: datetime) -> "PlacementQuerySet":
        return self.filter(published_at__gte=start, published_at__lt=end)

    def newest_first(self) -> "PlacementQuerySet":
        return self.order_by("-published_at", "-pk")

    def months(self) -> list[tuple[datetime, int]]:
        """Return each month with articles and how many, newest first."""
        months = self.order_by().annotate(month=TruncMonth("published_at"))
        counted = months.values("month").annotate(count=Count("pk")).order_by("-month")
        return [(row["month"], row["count"]) for row in counted]

    def with_places(self) -> "PlacementQuerySet":
        """Bring along the article and where it stands: one query."""
        home = self.model.objects.filter(article=OuterRef("article"), home=True)
        return (
            self.select_related("article", "section", "site")
            .defer("article__body", "article__search_description")
            .annotate(home_name=Subquery(home.values("site__site_name")[:1]))
        )

    def for_titles(self) -> "PlacementQuerySet":
        """Bring along what a card without picture shows: two queries."""
        article = self.model._meta.get_field("article").related_model
        return self.with_places().prefetch_related(
            accepted_signatures(article, "article__")
        )

    def bring_words(self, rows: Iterable) -> None:
        """Give the articles of a few rows, from a list without bodies, their words:
        one query. A brève is read where it is listed."""
        article = self.model._meta.get_field("article").related_model
        wanted = [row.article_id for row in rows]
        bodies = article.objects.filter(pk__in=wanted).values_list("pk", "body")
        words = dict(bodies) if wanted else {}
        for row in rows:
            row.article.body = words.get(row.article_id, "")

    def for_list(self) -> "PlacementQuerySet":
        """Bring along all that a card shows: four queries, whatever the length."""
        article = self.model._meta.get_field("article").related_model
        picture = article._meta.get_field("cover").related_model
        return self.for_titles().prefetch_related(
            Prefetch("article__cover", picture.objects.to_show())
        )
