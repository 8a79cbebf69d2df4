"""Addresses of the sites that were imported: one redirect to where things are."""

from urllib.parse import unquote, urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control

from authors.addresses import public_url
from sites.models import LegacyAddress
from sites.spip import addresses


def answer(request) -> HttpResponse | None:
    """Return the answer to an old address; None where it never was one.

    Asked where nothing else answers: one query. On an imported site's own host
    name only its addresses count; elsewhere every site's do, this site's first.
    """
    # No database holds a null byte: nothing was ever there.
    whole = f"{request.path}?{unquote(request.META.get('QUERY_STRING', ''))}"
    if request.method not in ("GET", "HEAD") or "\0" in whole:
        return None
    asked = addresses.asked(request.path, request.META.get("QUERY_STRING", ""))
    if not asked.keys:
        return _of_the_site(request, asked)
    rows = LegacyAddress.objects.with_all().filter(key__in=asked.keys)
    if request.alias:
        rows = rows.filter(source__aliases=request.alias)
    found = sorted(
        rows[:50],
        key=lambda row: (
            row.source.site_id != request.site.pk,
            asked.keys.index(row.key),
            row.pk,
        ),
    )
    for row in found:
        if url := row.what.present_url(row.source.site, feed=asked.feed):
            return _led(url)
    if any(row.what.is_gone for row in found):
        return render(request, "sites/gone.html", status=410)
    return None


def _of_the_site(request, asked: addresses.Asked) -> HttpResponse | None:
    """Answer for the pages that every SPIP site has: its feed, search and front."""
    path = ""
    if asked.feed:
        path = reverse("feed", args=["rss"])
    elif asked.search is not None:
        path = f"{reverse('search')}?{urlencode({'q': asked.search[:200]})}"
    elif asked.front or (request.alias and request.path == "/"):
        path = "/"
    if not path or (path == "/" and request.path == "/" and not request.alias):
        return None
    return _led(public_url(path, site=request.site))


def _led(url: str) -> HttpResponse:
    response = redirect(url, permanent=True)
    # Kept an hour: an article that moves afterwards is found again.
    patch_cache_control(response, public=True, max_age=3600)
    return response
