from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.models import ArticlePage, Placement
from articles.pagination import list_page


class SearchForm(forms.Form):
    q = forms.CharField(label=_("Chercher"), max_length=100, required=False, strip=True)


@require_safe
def search(request):
    """Search one site, or the whole network on the portal. For everyone."""
    form = SearchForm(request.GET)
    words = form.cleaned_data["q"].replace("\x00", "") if form.is_valid() else ""
    # SQLite's index reads a quotation mark as its own.
    terms = words.replace('"', " ").strip()
    page = None
    if terms:
        articles = ArticlePage.objects.live()
        if not request.site.is_default_site:
            articles = articles.on_site(request.site)
        found = articles.search(terms, operator="and")
        page = list_page(found, request)
        _bring_cards(page, request.site)
    context = {"form": form, "words": words, "page_of_list": page}
    status = 200 if form.is_valid() else 422
    return render(request, "sites/search.html", context, status=status)


def _bring_cards(page, site) -> None:
    """Give the list what its cards show, in the order of relevance."""
    ids = [article.pk for article in page.items]
    feed = Placement.objects.seen_from(site).filter(article__in=ids).for_list()
    by_article = {placement.article_id: placement for placement in feed}
    page.items[:] = [by_article[pk] for pk in ids if pk in by_article]
