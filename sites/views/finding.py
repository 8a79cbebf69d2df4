from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles.html import plain_text
from articles.models import Keyword, Placement
from articles.pagination import list_page
from articles.search import MOST_FOUND, found, nearest
from articles.typography import french
from articles.words import extract, pattern_of
from authors.addresses import reverse_public
from sites.forms import SearchForm
from sites.forms.search import BY_DATE


@require_safe
def search(request):
    """Search one site, or the whole network on the portal. For everyone.

    Nothing is listed where nothing was asked; filters without words list.
    """
    site = request.site
    form = SearchForm(request.GET, site=site, sites=request.sites)
    context = {"form": form, "words": form.words, "page_of_list": None}
    refused = "q" in form.errors
    if (form.words or form.filters) and not refused:
        feed = form.narrow(Placement.objects.seen_from(site))
        # Signs alone are no words: nothing holds them.
        ids = []
        if form.terms or not form.words:
            ids = found(feed, form.terms, by_date=form.by_date)
        context |= {"count": _how_many(len(ids)), "too_many": len(ids) > MOST_FOUND}
        page = context["page_of_list"] = list_page(ids[:MOST_FOUND], request)
        page.items[:] = _cards(page.items, site, form.terms)
        if not page.items:
            context |= _ways_on(form.terms, site)
    context |= {"chips": _chips(form), "orders": _orders(form), **_elsewhere(form)}
    return render(request, "sites/search.html", context, status=422 if refused else 200)


def _how_many(count: int) -> str:
    if count > MOST_FOUND:
        return _("Plus de %d articles") % MOST_FOUND
    return ngettext("Un article", "%(count)d articles", count) % {"count": count}


def _cards(ids: list[int], site, terms: list[str]) -> list[Placement]:
    """Return what the cards show, in the order of `ids`, each with its extract."""
    rows = Placement.objects.seen_from(site).filter(pk__in=ids).for_list()
    by_id = {row.pk: row for row in (rows.defer(None) if terms else rows)}
    placements = [by_id[pk] for pk in ids if pk in by_id]
    if terms:
        pattern = pattern_of(terms)
        for placement in placements:
            article = placement.article
            placement.extract = extract(french(article.chapo), pattern) or extract(
                plain_text(article.body), pattern
            )
    return placements


def _ways_on(terms: list[str], site) -> dict:
    """Return what helps where nothing was found."""
    tags, authors = nearest(terms, site)
    used = Keyword.objects.alive_on(site)[:20]
    return {"near_tags": tags, "near_authors": authors, "tags": used}


def _chips(form: SearchForm) -> list[dict]:
    """Return each chosen filter in words, with the address without it."""
    return [
        {
            "label": form.fields[name].label,
            "value": french(str(said)),
            "href": form.address(**{name: None}),
        }
        for name, (_value, said) in form.filters.items()
    ]


def _orders(form: SearchForm) -> list[dict]:
    return [
        {
            "label": _("Les plus proches"),
            "href": form.address(tri=None),
            "chosen": not form.by_date,
        },
        {
            "label": _("Les plus récents"),
            "href": form.address(tri=BY_DATE),
            "chosen": form.by_date,
        },
    ]


def _elsewhere(form: SearchForm) -> dict:
    """Return the way from a site to the whole network, and back."""
    if not form.site.is_default_site:
        slug = form.site.root_page.slug
        return {
            "wider": reverse_public("search") + form.address(rubrique=None, depuis=slug)
        }
    home = form.cleaned_data.get("depuis")
    if home is None:
        return {}
    narrower = form.address(quartier=None, depuis=None)
    return {"home": home, "narrower": reverse_public("search", site=home) + narrower}
