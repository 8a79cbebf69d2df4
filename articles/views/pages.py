from hashlib import sha256
from io import BytesIO

from django.core.cache import caches
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.models import Page

from articles import markdown as as_markdown
from articles.models import ArticlePage
from articles.pagination import list_page
from articles.pdf import article as as_pdf


@require_safe
def serve(request, path: str):
    """Serve a page of Wagtail's tree. For everyone: no page here is private."""
    page, args, kwargs = route(request, path)
    return page.serve(request, *args, **kwargs)


@require_safe
def markdown(request, section: str, article: str):
    """An article as Markdown. For everyone; 404 and 410 as the article itself."""
    path = f"{section}/{article}/"
    page, args, kwargs = route(request, path)
    if not isinstance(page, ArticlePage):
        raise Http404(path)
    if not page.live:
        return page.serve(request, *args, **kwargs)
    text = as_markdown.write(page, request.site)
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    # RFC 6596: search engines list the article's page.
    response.headers["Link"] = f'<{page.get_absolute_url()}>; rel="canonical"'
    return response


@require_safe
def pdf(request, section: str, article: str):
    """An article as a PDF. For everyone; 404 and 410 as the article itself.

    Kept on this machine's disk under the version of the content, so never
    stale; and streamed, so that the pages kept in memory stay small.
    """
    path = f"{section}/{article}/"
    page, args, kwargs = route(request, path)
    if not isinstance(page, ArticlePage):
        raise Http404(path)
    if not page.live:
        return page.serve(request, *args, **kwargs)
    key = f"pdf:{request.site.content_version}:{page.pk}"
    data = caches["documents"].get(key)
    if data is None:
        try:
            data = as_pdf.make(page, request.site)
        except as_pdf.TooLong:
            context = {"article": page}
            return render(request, "articles/too_long.html", context, status=404)
        caches["documents"].set(key, data)
    name = f"{page.slug}.pdf"
    response = FileResponse(
        BytesIO(data), content_type="application/pdf", filename=name
    )
    response.headers["ETag"] = f'"{sha256(data).hexdigest()[:32]}"'
    # RFC 6596: search engines list the article's page.
    response.headers["Link"] = f'<{page.get_absolute_url()}>; rel="canonical"'
    return response


@require_safe
def corrections(request, section: str, article: str):
    """What changed in an article since it was published. For everyone; 404 and 410
    as the article itself."""
    path = f"{section}/{article}/"
    page, args, kwargs = route(request, path)
    if not isinstance(page, ArticlePage):
        raise Http404(path)
    if not page.live:
        return page.serve(request, *args, **kwargs)
    context = {
        "article": page,
        "section": page.home.section if page.home else None,
        "page_of_list": list_page(
            page.corrections.select_related("author"), request, size=10
        ),
    }
    return render(request, "articles/corrections.html", context)


def route(request, path: str):
    result = Page.route_for_request(request, path)
    if result is None:
        raise Http404(path)
    return result
