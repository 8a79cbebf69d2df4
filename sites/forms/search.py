"""What a reader asks of the search: words and filters, in a stable address."""

from datetime import datetime
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from articles.enums import Form
from articles.models import Keyword, Placement, SectionPage
from articles.querysets import PlacementQuerySet, published_authors
from articles.words import words_of

BY_DATE = "date"


def _choice(label, nothing: str, unknown: str, choices: dict) -> forms.TypedChoiceField:
    """One value among `choices`: {value in the address: (its name, what it is)}."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("", nothing), *((key, name) for key, (name, _it) in choices.items())],
        coerce=lambda key: choices[key][1],
        empty_value=None,
        error_messages={"invalid_choice": unknown},
    )


class SearchForm(forms.Form):
    """Words and filters; a filter that is not known is left out, with a sentence.

    `cleaned_data` holds what each filter names: a site, a section, a tag…
    """

    q = forms.CharField(label=_("Chercher"), max_length=100, required=False)
    mot = forms.CharField(label=_("Mot"), max_length=100, required=False)
    auteur = forms.CharField(
        label=_("Auteur ou autrice"), max_length=100, required=False
    )

    def __init__(self, data, *, site: Site, sites: list[Site]):
        super().__init__(data)
        self.site = site
        self.portal = next(s for s in sites if s.is_default_site)
        known = {
            s.root_page.slug: (s.site_name, s)
            for s in sorted(sites, key=lambda s: s.site_name)
            if not s.is_default_site
        }
        if site.is_default_site:
            self.fields["quartier"] = _choice(
                _("Quartier"),
                _("Tous les quartiers"),
                _(
                    "Nous ne connaissons pas ce quartier : nous avons laissé ce filtre de côté."
                ),
                known,
            )
            # The neighbourhood that a reader comes from, to lead back there.
            self.fields["depuis"] = _choice("", "", "", known)
        else:
            sections = SectionPage.objects.live().child_of(site.root_page)
            self.fields["rubrique"] = _choice(
                _("Rubrique"),
                _("Toutes les rubriques"),
                _(
                    "Ce site n’a pas cette rubrique : nous avons laissé ce filtre de côté."
                ),
                {s.slug: (s.title, s) for s in sections},
            )
        self.fields["annee"] = _choice(
            _("Année"),
            _("Toutes les années"),
            _("Rien n’a paru cette année-là : nous avons laissé ce filtre de côté."),
            {str(year): (str(year), year) for year in self._years()},
        )
        self.fields["forme"] = _choice(
            _("Forme"),
            _("Toutes les formes"),
            _(
                "Nous ne connaissons pas cette forme : nous avons laissé ce filtre de côté."
            ),
            {form.value: (form.label.capitalize(), form) for form in Form},
        )
        self.fields["tri"] = _choice("", "", "", {BY_DATE: ("", BY_DATE)})
        self.order_fields(["q", "quartier", "rubrique", "forme", "annee"])
        self.full_clean()

    def _years(self) -> range:
        oldest = Placement.objects.seen_from(self.site).order_by("published_at", "pk")
        first = oldest.values_list("published_at", flat=True).first()
        today = timezone.localdate().year
        return range(today, timezone.localtime(first).year - 1 if first else today, -1)

    def clean_mot(self) -> Keyword | None:
        asked = self.cleaned_data["mot"]
        if not asked:
            return None
        named = Q(slug=slugify(asked)) | Q(name__iexact=asked)
        # A word of drafts alone is nobody's to know.
        tag = Keyword.objects.alive_on(self.portal).filter(named).first()
        if tag is None:
            raise forms.ValidationError(
                _(
                    "Aucun article ne porte le mot « %s » : nous avons laissé ce filtre de côté."
                )
                % asked
            )
        return tag

    def clean_auteur(self):
        asked = self.cleaned_data["auteur"]
        if not asked:
            return None
        slug = slugify(asked)
        named = Q(slug=slug) | Q(former_slugs__slug=slug)
        author = published_authors().filter(named).first()
        if author is None:
            raise forms.ValidationError(
                _(
                    "Personne n’a signé sous le nom « %s » : nous avons laissé ce filtre de côté."
                )
                % asked
            )
        return author

    # What was asked

    @property
    def words(self) -> str:
        return self.cleaned_data.get("q", "")

    @property
    def terms(self) -> list[str]:
        """The words that are looked up."""
        return words_of(self.words)

    @property
    def by_date(self) -> bool:
        return self.cleaned_data.get("tri") == BY_DATE

    @property
    def filters(self) -> dict[str, tuple[str, str]]:
        """The chosen filters, by field: how the address and a person say each."""
        chosen = self.cleaned_data
        said = {}
        if site := chosen.get("quartier"):
            said["quartier"] = (site.root_page.slug, site.site_name)
        if section := chosen.get("rubrique"):
            said["rubrique"] = (section.slug, section.title)
        if form := chosen.get("forme"):
            said["forme"] = (form.value, form.label)
        if year := chosen.get("annee"):
            said["annee"] = (str(year), str(year))
        for name in ("mot", "auteur"):
            if it := chosen.get(name):
                said[name] = (it.slug, it.name)
        return said

    @property
    def unknown(self) -> list[str]:
        """A sentence for each filter that was left out."""
        return [
            sentence
            for name, sentences in self.errors.items()
            for sentence in sentences
            if name != "q" and sentence
        ]

    def address(self, **changes: str | None) -> str:
        """Return the query of this search, with other values: None takes one away."""
        said = {"q": self.words, **{k: v for k, (v, _n) in self.filters.items()}}
        said["tri"] = BY_DATE if self.by_date else ""
        if came_from := self.cleaned_data.get("depuis"):
            said["depuis"] = came_from.root_page.slug
        return "?" + urlencode({k: v for k, v in (said | changes).items() if v})

    def narrow(self, feed: PlacementQuerySet) -> PlacementQuerySet:
        """Return what the filters leave of a feed."""
        chosen = self.cleaned_data
        if site := chosen.get("quartier"):
            feed = feed.filter(site=site)
        if section := chosen.get("rubrique"):
            feed = feed.in_section(section)
        if form := chosen.get("forme"):
            feed = feed.filter(article__form=form)
        if year := chosen.get("annee"):
            start, end = (
                timezone.make_aware(datetime(y, 1, 1)) for y in (year, year + 1)
            )
            feed = feed.between(start, end)
        if tag := chosen.get("mot"):
            feed = feed.tagged(tag)
        if author := chosen.get("auteur"):
            feed = feed.by(author)
        return feed
