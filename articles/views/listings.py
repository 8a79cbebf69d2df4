"""What readers list: tags, archives, authors. For everyone, at any site."""

import string
from datetime import datetime

from django.db.models.functions import Substr
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Keyword, Placement
from articles.pagination import list_page
from articles.querysets import published_authors
from authors.addresses import reverse_public
from authors.models import Author, FormerSlug


@require_safe
def tag_list(request):
    """The living tags of a site, or of the network."""
    tags = list(Keyword.objects.alive_on(request.site)[:200])
    return render(request, "articles/tags.html", {"tags": tags})


@require_safe
def tag(request, slug: str):
    """What is tagged with one word; 404 for a word that nothing here carries."""
    keyword = get_object_or_404(Keyword, slug=slug)
    feed = Placement.objects.seen_from(request.site).tagged(keyword)
    page = list_page(feed.newest_first().for_list(), request)
    if not page.items:
        raise Http404(slug)
    context = {"keyword": keyword, "page_of_list": page}
    return render(request, "articles/tag.html", context)


@require_safe
def archives(request):
    """The months in which something appeared, by year."""
    years: dict[int, list] = {}
    for month, count in Placement.objects.seen_from(request.site).months():
        years.setdefault(month.year, []).append((month, count))
    return render(request, "articles/archives.html", {"years": years})


@require_safe
def month(request, year: int, month: int):
    """What appeared in one month; 404 for a month without anything."""
    if not 1900 <= year < 9999:
        raise Http404("month")
    try:
        start = timezone.make_aware(datetime(year, month, 1))
        end = timezone.make_aware(datetime(year + month // 12, month % 12 + 1, 1))
    except ValueError as error:
        raise Http404("month") from error
    feed = Placement.objects.seen_from(request.site).between(start, end)
    page = list_page(feed.newest_first().for_list(), request)
    if not page.items:
        raise Http404("month")
    context = {"month": start, "page_of_list": page}
    return render(request, "articles/month.html", context)


@require_safe
def author_list(request):
    """The directory, on the portal: by initial, by neighbourhood."""
    if not request.site.is_default_site:
        return redirect(reverse_public("authors"), permanent=True)
    initial = request.GET.get("initiale", "").lower()
    slug = request.GET.get("quartier", "")
    sites = {site.root_page.slug: site for site in request.sites}
    if (initial and initial not in string.ascii_lowercase) or len(initial) > 1:
        raise Http404("initiale")
    if slug and (slug not in sites or sites[slug].is_default_site):
        raise Http404("quartier")
    authors = published_authors(sites.get(slug)).order_by("filed_as", "pk")
    initials = sorted(set(authors.values_list(Substr("filed_as", 1, 1), flat=True)))
    if initial:
        authors = authors.filter(filed_as__startswith=initial)
    context = {
        "page_of_list": list_page(authors.select_related("neighbourhood"), request, 60),
        "initials": initials,
        "initial": initial,
        "quarter": sites.get(slug),
    }
    return render(request, "articles/authors.html", context)


@require_safe
def author(request, slug: str):
    """The public page of an author: all published work over the eight sites.

    404 for someone with nothing published; a former address leads to the
    present one.
    """
    if not request.site.is_default_site:
        return redirect(reverse_public("author", slug), permanent=True)
    found = published_authors().filter(slug=slug)
    found = found.prefetch_related("links").select_related("neighbourhood").first()
    if found is None:
        return _moved_author(slug)
    feed = Placement.objects.on_network().by(found)
    page = list_page(feed.newest_first().for_titles(), request, 40)
    context = {
        "author": found,
        "page_of_list": page,
        "count": feed.count(),
        "places": feed.order_by().values_list("site__site_name", flat=True).distinct(),
        "first": feed.order_by("published_at").values_list("published_at").first(),
    }
    return render(request, "articles/author.html", context)


def _moved_author(slug: str):
    former = get_object_or_404(FormerSlug.objects.select_related("author"), slug=slug)
    if not published_authors().filter(pk=former.author_id).exists():
        raise Http404(slug)
    return redirect(Author.get_absolute_url(former.author), permanent=True)
