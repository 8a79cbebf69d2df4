"""The article, its section, its tags."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
    URLValidator,
)
from django.db import models
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, Site
from wagtail.search import index
from wagtail.url_routing import RouteResult

from articles.display import displayed
from articles.enums import Form, Hand, Language, Licence, Stage
from articles.headings import ENOUGH, with_anchors
from articles.html import plain_text
from articles.pagination import list_page
from articles.panels import BodyPanel
from articles.querysets import ArticleQuerySet, KeywordQuerySet, bring_credits
from articles.shapes import for_readers
from articles.words import searchable
from authors.addresses import page_url, reverse_public
from authors.models import Author

UNTITLED = _("Sans titre")


class Keyword(TagBase):
    """A tag («mot»), shared by the whole network."""

    free_tagging = True
    objects = KeywordQuerySet.as_manager()

    class Meta:
        verbose_name = _("mot")
        verbose_name_plural = _("mots")
        ordering = ["name"]

    def url_on(self, site: Site | None) -> str:
        return reverse_public("tag", self.slug, site=site)


class TaggedArticle(ItemBase):
    tag = models.ForeignKey(Keyword, on_delete=models.CASCADE, related_name="tagged")
    content_object = ParentalKey(
        "articles.ArticlePage", on_delete=models.CASCADE, related_name="tagged"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_object", "tag"], name="article_tagged_once"
            )
        ]


class SectionPage(Page):
    """A section of a site; an organisation can hold one as its own pen."""

    introduction = models.TextField(_("présentation"), blank=True, max_length=600)
    holder = models.ForeignKey(
        Author,
        verbose_name=_("tenue par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="sections",
        limit_choices_to={"kind": "organisation"},
        help_text=_("L’organisation dont c’est la plume, s’il y en a une."),
    )

    subpage_types = ["articles.ArticlePage"]
    private_page_options: list[str] = []
    template = "articles/section.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        FieldPanel("holder"),
    ]

    class Meta:
        verbose_name = _("rubrique")
        verbose_name_plural = _("rubriques")

    def get_absolute_url(self) -> str:
        return page_url(self)

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        feed = self.placements.on_site(Site.find_for_request(request))
        context["section"] = self
        context["page_of_list"] = list_page(feed.newest_first().for_list(), request)
        return context


class ArticlePage(Page):
    """The one contributed page type."""

    surtitle = models.CharField(_("surtitre"), max_length=120, blank=True)
    subtitle = models.CharField(_("sous-titre"), max_length=200, blank=True)
    chapo = models.TextField(_("chapô"), blank=True, max_length=600)
    body = RichTextField(_("texte"), blank=True)
    post_scriptum = models.TextField(_("post-scriptum"), blank=True, max_length=2000)
    cover = models.ForeignKey(
        "articles.Picture",
        verbose_name=_("image principale"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    cover_caption = models.CharField(_("légende"), max_length=300, blank=True)
    language = models.CharField(
        _("langue"), max_length=2, choices=Language.choices, default=Language.FRENCH
    )
    form = models.CharField(
        _("forme"), max_length=16, choices=Form.choices, default=Form.ARTICLE
    )
    licence = models.CharField(
        _("licence"), max_length=20, choices=Licence.choices, default=Licence.BY_SA_4
    )
    tags = ClusterTaggableManager(
        through="articles.TaggedArticle", blank=True, verbose_name=_("mots")
    )
    place_label = models.CharField(_("lieu"), max_length=120, blank=True)
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    # A year, a month or a day: old archives often know no more (ISO 8601-1).
    earlier_date = models.CharField(
        _("première parution"),
        max_length=10,
        blank=True,
        validators=[
            RegexValidator(
                r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
                _("Écrivez une année, ou aaaa-mm, ou aaaa-mm-jj."),
            )
        ],
    )
    origin_name = models.CharField(_("origine"), max_length=120, blank=True)
    origin_url = models.URLField(
        _("adresse d’origine"),
        blank=True,
        validators=[URLValidator(schemes=["http", "https"])],
    )
    # Always the original, never another translation (services.translations).
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("traduction de"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
    )
    spip_id = models.PositiveIntegerField(
        _("numéro dans SPIP"), null=True, blank=True, editable=False
    )

    parent_page_types = ["articles.SectionPage"]
    subpage_types: list[str] = []
    private_page_options: list[str] = []
    template = "articles/article.html"
    objects = PageManager.from_queryset(ArticleQuerySet)()

    search_fields = [
        *Page.search_fields,
        # What articles.search asks, the weightiest first.
        index.SearchField("words_of_title", boost=10),
        index.SearchField("names_and_tags", boost=3),
        index.SearchField("words_of_chapo", boost=2),
        index.SearchField("words_of_body"),
    ]
    # A signed text is never changed silently: the admin shows it, and changes
    # only how it is filed. Its signatories write at the desk.
    content_panels = [
        FieldPanel("title", read_only=True),
        FieldPanel("surtitle", read_only=True),
        FieldPanel("subtitle", read_only=True),
        FieldPanel("chapo", read_only=True),
        BodyPanel("body", read_only=True),
        FieldPanel("post_scriptum", read_only=True),
        MultiFieldPanel(
            [FieldPanel("form"), FieldPanel("tags"), FieldPanel("language")],
            heading=_("Classement"),
        ),
    ]
    promote_panels: list = []
    settings_panels = Page.settings_panels

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.CheckConstraint(
                condition=Q(form__in=Form.values)
                & Q(language__in=Language.values)
                & Q(licence__in=Licence.values),
                name="article_words_known",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="article_place_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(translation_of=None) | ~Q(page_ptr=F("translation_of")),
                name="article_translates_another",
            ),
        ]

    def get_absolute_url(self) -> str:
        return page_url(self)

    @property
    def corrections_url(self) -> str:
        return f"{page_url(self)}corrections/"

    # Predicates

    def is_written_by(self, user) -> bool:
        return ArticlePage.objects.written_by(user).filter(pk=self.pk).exists()

    @property
    def corrected_at(self):
        """When a published text was last changed, if it ever was."""
        if not self.first_published_at or not self.last_published_at:
            return None
        seconds = (self.last_published_at - self.first_published_at).total_seconds()
        return self.last_published_at if seconds > 1 else None

    @cached_property
    def open_withdrawal(self):
        return next((w for w in self.withdrawals.all() if not w.lifted_at), None)

    @property
    def stage(self) -> Stage:
        """Where the text stands: from Wagtail's records, and our withdrawals."""
        if self.live:
            return Stage.PUBLISHED
        if self.open_withdrawal:
            return Stage.WITHDRAWN
        state = self.current_workflow_state
        if state is None:
            return Stage.DRAFT
        in_progress = state.status == state.STATUS_IN_PROGRESS
        return Stage.WAITING if in_progress else Stage.SENT_BACK

    def as_written(self) -> "ArticlePage":
        """The text as its writers left it: with the correction that was begun,
        where it was published before."""
        if self.first_published_at is None or not self.has_unpublished_changes:
            return self
        version = self.get_latest_revision_as_object()
        # Wagtail takes these from the version: they are the page's.
        version.live_revision_id = self.live_revision_id
        version.last_published_at = self.last_published_at
        return version

    @property
    def is_brief(self) -> bool:
        return self.form == Form.BRIEF

    @property
    def licence_terms(self) -> Licence:
        return Licence(self.licence)

    @property
    def earlier(self) -> tuple[date, str] | None:
        """The earlier date with the format that says no more than is known."""
        parts = [int(part) for part in re.findall(r"\d+", self.earlier_date)]
        if not parts:
            return None
        try:
            known = date(*[*parts, 1, 1][:3])
        except ValueError:
            return None
        return known, {1: "Y", 2: "F Y", 3: "j F Y"}[len(parts)]

    # What is searched: without accents already here, so that words are found with
    # or without, on any database, and «cœur» as «coeur»

    def words_of_title(self) -> str:
        return searchable(self.title)

    def names_and_tags(self) -> str:
        names = self.signatures.accepted().values_list("author__name", flat=True)
        return searchable(" ".join([*names, *self.tags.names()]))

    def words_of_chapo(self) -> str:
        return searchable(f"{self.surtitle} {self.subtitle} {self.chapo}")

    def words_of_body(self) -> str:
        return searchable(f"{plain_text(self.body)} {self.post_scriptum}")

    # What its page shows

    @cached_property
    def words(self) -> str:
        """The body without its marks, a line for each paragraph."""
        return plain_text(self.body)

    @property
    def minutes(self) -> int:
        """How long it takes to read, at the 230 words a minute of silent reading
        (Brysbaert 2019, fiction and non-fiction together)."""
        return max(1, round(len(self.words.split()) / 230))

    @cached_property
    def credits(self) -> list:
        """The accepted signatures, the only ones that may be shown."""
        return list(self.signatures.accepted().in_order().with_version())

    @property
    def version_at(self):
        """When the words that were signed were written; None in old archives."""
        dates = [getattr(credit, "version_at", None) for credit in self.credits]
        return max(filter(None, dates), default=None)

    @cached_property
    def edited(self):
        """The last change by the editors; asked only where something changed."""
        if not self.corrected_at:
            return None
        return self.corrections.filter(hand=Hand.EDITORS).first()

    @cached_property
    def documents(self) -> list:
        """What readers can download with it: no query where there is nothing."""
        if self.home and not self.home.has_documents:
            return []
        return list(self.attachments.all())

    @property
    def authors(self) -> list[Author]:
        """Who signed, each once, whatever their roles."""
        return list(
            {credit.author_id: credit.author for credit in self.credits}.values()
        )

    @cached_property
    def home(self):
        """Its placement on its home site, with the section; None before."""
        home = self.placements.filter(home=True).select_related("section", "site")
        return home.telling_documents().first()

    @cached_property
    def in_other_languages(self) -> list["ArticlePage"]:
        """The same text as published in other languages: one for each, the original
        first, then the oldest translation."""
        found = {}
        for other in ArticlePage.objects.live().translations_of_the_same(self):
            if other.language != self.language:
                found.setdefault(other.language, other)
        return list(found.values())

    def same_authors(self) -> QuerySet:
        """Return the newest other articles by any of its authors, anywhere."""
        authors = self.signatures.accepted().values("author")
        others = self.placements.model.objects.on_network().exclude(article=self)
        return others.by_any(authors).newest_first().with_places()[:4]

    def same_subject(self, tags) -> QuerySet:
        """Return other articles with the most words in common, then the newest."""
        others = self.placements.model.objects.on_network().exclude(article=self)
        shared = others.filter(article__tagged__tag__in=tags).annotate(
            shared=Count("article__tagged__tag")
        )
        return shared.order_by("-shared", "-published_at", "-pk").with_places()[:4]

    def neighbours(self) -> dict[str, "ArticlePage | None"]:
        """Return the articles before and after it in its section, in one query."""
        if not self.home or not self.home.section_id:
            return {}
        feed = self.placements.model.objects.on_site(self.home.site)
        feed = feed.in_section(self.home.section).exclude(article=self)
        when = self.home.published_at
        before = feed.filter(published_at__lte=when).newest_first()[:1]
        after = feed.filter(published_at__gt=when).order_by("published_at", "pk")[:1]
        found = feed.filter(
            Q(pk__in=before.values("pk")) | Q(pk__in=after.values("pk"))
        )
        rows = list(found.select_related("article").defer("article__body"))
        return {
            "previous": next((r.article for r in rows if r.published_at <= when), None),
            "next": next((r.article for r in rows if r.published_at > when), None),
        }

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["article"] = self
        home = self.home
        context["section"] = home.section if home else self.get_parent()
        context["neighbours"] = self.neighbours()
        context["same_authors"] = same_authors = list(self.same_authors())
        context["tags"] = tags = list(self.tags.all())
        context["same_subject"] = same_subject = list(self.same_subject(tags))
        others = [row.article for row in (*same_authors, *same_subject)]
        bring_credits([self, *others])
        body = self.body if self.live else for_readers(self.body)
        body, headings = with_anchors(body)
        context["body"] = displayed(body)
        context["contents"] = headings if len(headings) >= ENOUGH else []
        return context

    # How Wagtail serves it

    def clean(self):
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError(
                {"place_label": _("Donnez la latitude et la longitude, ou aucune.")}
            )

    def route(self, request, path_components):
        # A withdrawn article still answers, with the reason: see serve().
        if not path_components and not self.live and self.open_withdrawal:
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request, *args, **kwargs) -> HttpResponse:
        if not self.live:
            context = {"article": self, "withdrawal": self.open_withdrawal}
            return render(request, "410.html", context, status=410)
        return super().serve(request, *args, **kwargs)
