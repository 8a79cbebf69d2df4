"""What machines ask of a readers' host."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.db import connection
from django.db.models import Prefetch
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

from articles.models import Keyword, Picture, Placement, SectionPage
from articles.querysets import published_authors
from authors.addresses import page_url, public_url, reverse_public
from sites.models import NeighbourhoodPage

# sitemaps.org: at most 50,000 addresses a file; ours stay well below.
ADDRESSES = 5000
# Pictures are always WebP; the others came with an imported site.
SERVED = {
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".mp3": "audio/mpeg",
    ".ogg": "audio/ogg",
    ".csv": "text/csv; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".gpx": "application/gpx+xml",
    **dict.fromkeys(
        (".odt", ".ods", ".odp", ".docx", ".xlsx", ".pptx", ".epub"),
        "application/octet-stream",
    ),
}
YEAR = 365 * 24 * 60 * 60


@require_safe
def healthz(request):
    """Say that the process and its database answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    response = HttpResponse("ok\n", content_type="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


@require_safe
def robots(request):
    sitemap = public_url("/sitemap.xml", site=request.site)
    # What a search finds is on its own pages. A PDF says what its page says, and takes a processor for a moment.
    refused = ["Disallow: /recherche/?", "Disallow: /*.pdf$"]
    lines = ["User-agent: *", *refused, "", f"Sitemap: {sitemap}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request):
    """RFC 9116; the date of expiry moves with the day, so it never passes."""
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires += timedelta(days=180)
    lines = [
        f"Contact: mailto:{settings.CONTACT_EMAIL}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: fr, en",
        f"Canonical: {public_url('/.well-known/security.txt', site=request.site)}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def theme(request):
    """The hues of this site and of its neighbours: all colours derive from them."""
    return _theme(request.site.root_page.slug)


@require_safe
def theme_of(request, slug: str):
    """The same for any site, wherever one of its pages is previewed."""
    return _theme(slug)


def _theme(slug: str) -> HttpResponse:
    rules = []
    for page in NeighbourhoodPage.objects.only("slug", "hue", "accent_hue"):
        hues = f"{{ --hue: {page.hue}; --accent-hue: {page.accent_hue}; }}"
        rules.append(f".site--{page.slug} {hues}")
        if page.slug == slug:
            rules.append(f":root {hues}")
    return HttpResponse("\n".join(rules), content_type="text/css; charset=utf-8")


@require_safe
def sitemap_index(request):
    """The index of a host's sitemaps (sitemaps.org), by thousands of articles."""
    count = Placement.objects.filter(site=request.site, home=True, live=True).count()
    parts = ["pages", *range(1, -(-count // ADDRESSES) + 1)]
    names = [reverse_public("sitemap", str(part), site=request.site) for part in parts]
    return _xml(request, "sites/sitemap_index.xml", {"addresses": names})


@require_safe
def sitemap(request, part: str):
    """One sitemap: the pages that are no articles, or a slice of the articles.

    Articles come with their cover, by Google's extension for images.
    """
    if part == "pages":
        rows = [(address, None, None) for address in _addresses(request.site)]
    else:
        start = (int(part) - 1) * ADDRESSES
        feed = Placement.objects.filter(site=request.site, home=True, live=True)
        feed = feed.order_by("pk").select_related("article").defer("article__body")
        covers = Prefetch("article__cover", Picture.objects.to_show())
        articles = [
            p.article for p in feed.prefetch_related(covers)[start : start + ADDRESSES]
        ]
        rows = [
            (page_url(page), page.last_published_at, _cover(page, request.site))
            for page in articles
        ]
        if not rows:
            raise Http404(part)
    return _xml(request, "sites/sitemap.xml", {"rows": rows})


def _cover(page, site) -> str:
    """The address of an article's cover, in its widest file; nothing without one."""
    if not page.cover:
        return ""
    return public_url(page.cover.files()[-1].url, site=site)


def _addresses(site):
    yield public_url(site=site)
    yield reverse_public("archives", site=site)
    yield reverse_public("follow", site=site)
    if site.is_default_site:
        yield reverse_public("authors")
        yield from (a.get_absolute_url() for a in published_authors()[:ADDRESSES])
        pages = site.root_page.get_children().live()
    else:
        pages = SectionPage.objects.live().child_of(site.root_page)
    yield from (page_url(page) for page in pages)
    yield from (tag.url_on(site) for tag in Keyword.objects.alive_on(site)[:500])


def _xml(request, template, context):
    return render(request, template, context, content_type="application/xml")


@require_safe
def media(request, path: str):
    """Serve a picture from this machine; a proxy or a bucket does it elsewhere.

    Names are random and never used again, so a browser keeps them for a year.
    """
    try:
        file = Path(safe_join(settings.MEDIA_ROOT, path))
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404(path) from error
    kind = SERVED.get(file.suffix)
    if kind is None or not file.is_file():
        raise Http404(path)
    # A document is kept by its reader: nothing but a picture opens in a page.
    is_document = file.suffix != ".webp"
    response = FileResponse(
        file.open("rb"), content_type=kind, as_attachment=is_document
    )
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response
