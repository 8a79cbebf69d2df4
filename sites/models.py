"""Where: the portal, the eight neighbourhoods, and the pages that inform."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, Site
from wagtail.query import PageQuerySet

from articles.enums import Consent
from articles.models import Keyword, Picture, Placement
from articles.pagination import ListPage, list_page
from articles.querysets import authors_of_the_week, published_authors
from authors.addresses import page_url
from authors.enums import AuthorKind
from authors.models import Author
from sites.enums import Emblem
from sites.legacy import HostAlias, ImportedObject, LegacyAddress, LegacySource
from sites.palette import flaws

__all__ = [
    "HostAlias",
    "ImportedObject",
    "InfoPage",
    "LegacyAddress",
    "LegacySource",
    "NeighbourhoodPage",
    "NetworkPage",
]


def _hue(label: str, default: int) -> models.PositiveSmallIntegerField:
    """A hue of the OKLCH circle; lightness is fixed by the tokens, so that any
    choice keeps its contrast."""
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MaxValueValidator(359)]
    )


@dataclass(frozen=True)
class FrontLayout:
    """How a front page sets its newest articles: edited, not dumped."""

    lead: Placement | None
    seconds: list[Placement]
    briefs: list[Placement]
    rest: list[Placement]


def front_layout(page: ListPage, pinned: Sequence[Placement] = ()) -> FrontLayout:
    """Set the first page: what the editors chose opens it; else the newest with a
    picture leads and two follow. Brèves stand apart, the rest is the feed. Later
    pages are all feed."""
    if page.number > 1 or not page.items:
        return FrontLayout(page.items[0] if page.items else None, [], [], page.items)
    items = [*pinned, *(p for p in page.items if p not in pinned)]
    briefs = [p for p in items if p.article.is_brief and p not in pinned]
    long = [p for p in items if p not in briefs]
    if not long:
        long, briefs = items, []
    pictured = (p for p in long if p.article.cover_id)
    lead = pinned[0] if pinned else next(pictured, long[0])
    rest = [p for p in items if p is not lead and p not in briefs[:3]]
    return FrontLayout(lead, rest[:2], briefs[:3], rest[2:])


def to_discover(day: date) -> Author | None:
    """Return the person of the week: each in turn, among those with a face and words."""
    people = published_authors().filter(kind=AuthorKind.PERSON)
    people = people.exclude(portrait="").exclude(biography="").order_by("pk")
    keys = list(people.values_list("pk", flat=True))
    if not keys:
        return None
    week = day.toordinal() // 7
    return people.select_related("neighbourhood").get(pk=keys[week % len(keys)])


class NeighbourhoodQuerySet(PageQuerySet):
    """The eight sites' root pages."""

    def with_newest(self) -> list["NeighbourhoodPage"]:
        """Return the living sites by name, each with `newest`, its last own article
        (or None), and `count`, how many it has published: two queries."""
        own = Placement.objects.on_network().filter(site__root_page=OuterRef("pk"))
        counted = own.order_by().values("site").annotate(n=Count("pk")).values("n")
        pages = list(
            self.live()
            .order_by("title")
            .annotate(
                newest_id=Subquery(own.newest_first().values("pk")[:1]),
                count=Coalesce(Subquery(counted), 0),
            )
        )
        rows = Placement.objects.select_related("article").defer("article__body")
        newest = rows.in_bulk([page.newest_id for page in pages if page.newest_id])
        for page in pages:
            page.newest = newest.get(page.newest_id)
        return pages


class NetworkPage(Page):
    """The front page of the network. It holds no articles."""

    tagline = models.CharField(_("devise"), max_length=90, blank=True)
    introduction = models.TextField(_("présentation"), blank=True, max_length=800)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["sites.InfoPage"]
    private_page_options: list[str] = []
    template = "sites/network.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("tagline"),
        FieldPanel("introduction"),
    ]

    class Meta:
        verbose_name = _("portail")

    def get_absolute_url(self) -> str:
        return page_url(self)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        feed = Placement.objects.on_network().newest_first()
        context["page_of_list"] = list_page(feed.for_list(), request, size=18)
        context["places"] = NeighbourhoodPage.objects.with_newest()
        newest = context["page_of_list"].items
        context["authors_of_the_week"] = authors_of_the_week(newest)
        week_ago = timezone.now() - timedelta(days=7)
        context["signed_this_week"] = bool(newest) and newest[0].published_at > week_ago
        context["layout"] = front_layout(context["page_of_list"])
        Placement.objects.bring_words(context["layout"].briefs)
        context["front"] = True
        month_ago = timezone.now() - timedelta(days=30)
        accepted = Q(article__signatures__state=Consent.ACCEPTED)
        context["this_month"] = (
            feed.order_by()
            .filter(published_at__gte=month_ago)
            .aggregate(
                articles=Count("pk", distinct=True),
                authors=Count(
                    "article__signatures__author", filter=accepted, distinct=True
                ),
            )
        )
        context["to_discover"] = to_discover(timezone.localdate())
        return context


class NeighbourhoodPage(Page):
    """The root page of one of the eight sites: its front page and its face."""

    tagline = models.CharField(_("devise"), max_length=90, blank=True)
    introduction = models.TextField(_("présentation"), blank=True, max_length=800)
    emblem = models.CharField(
        _("emblème"), max_length=20, blank=True, choices=Emblem.choices
    )
    hue = _hue(_("teinte"), 230)
    accent_hue = _hue(_("teinte d’accent"), 40)
    cover = models.ForeignKey(
        Picture,
        verbose_name=_("image du quartier"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    latitude = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    objects = PageManager.from_queryset(NeighbourhoodQuerySet)()

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["articles.SectionPage"]
    private_page_options: list[str] = []
    template = "sites/neighbourhood.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("tagline"),
        FieldPanel("introduction"),
        FieldPanel("cover"),
        MultiFieldPanel(
            [
                FieldPanel("emblem"),
                FieldRowPanel([FieldPanel("hue"), FieldPanel("accent_hue")]),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Visage du site"),
        ),
    ]

    class Meta:
        verbose_name = _("site de quartier")
        verbose_name_plural = _("sites de quartier")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hue__lt=360, accent_hue__lt=360),
                name="neighbourhood_hues_on_the_circle",
            )
        ]

    def get_absolute_url(self) -> str:
        return page_url(self)

    def clean(self):
        super().clean()
        if self.hue is not None and self.accent_hue is not None:
            sentences = [str(flaw) for flaw in flaws(self.hue, self.accent_hue)]
            if sentences:
                raise ValidationError({"hue": sentences})

    @property
    def emblem_file(self) -> str:
        known = self.emblem in Emblem.values
        return Emblem(self.emblem).file if known else ""

    def route(self, request, path_components):
        # A published article in one query, with its section, instead of one for
        # each step down the tree.
        if len(path_components) == 2:
            url_path = f"{self.url_path}{'/'.join(path_components)}/"
            placements = Placement.objects.on_network().filter(
                article__url_path=url_path
            )
            related = ("article__cover", "section", "site")
            home = placements.select_related(*related).telling_documents().first()
            if home:
                home.article.home = home
                return home.article.route(request, [])
        return super().route(request, path_components)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        site = Site.find_for_request(request)
        feed = Placement.objects.on_site(site)
        page = list_page(feed.newest_first().for_list(), request, size=18)
        chosen = list(feed.at_the_front().for_list()) if page.number == 1 else []
        context["page_of_list"] = page
        context["layout"] = front_layout(page, chosen)
        Placement.objects.bring_words(context["layout"].briefs)
        context["front"] = True
        newest = context["page_of_list"].items
        context["authors_of_the_week"] = authors_of_the_week(newest)
        context["tags"] = list(Keyword.objects.alive_on(site)[:24])
        return context


class InfoPage(Page):
    """A page that informs: charter, legal notice, accessibility…"""

    summary = models.CharField(_("résumé"), max_length=200, blank=True)
    body = RichTextField(
        _("texte"),
        blank=True,
        features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"],
    )

    parent_page_types = ["sites.NetworkPage"]
    subpage_types: list[str] = []
    private_page_options: list[str] = []
    template = "sites/info.html"
    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]

    class Meta:
        verbose_name = _("page d’information")
        verbose_name_plural = _("pages d’information")

    def get_absolute_url(self) -> str:
        return page_url(self)
