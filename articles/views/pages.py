from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from articles import markdown as as_markdown
from articles.models import ArticlePage


@require_safe
def serve(request, path: str):
    """Serve a page of Wagtail's tree. For everyone: no page here is private."""
    page, args, kwargs = _route(request, path)
    return page.serve(request, *args, **kwargs)


@require_safe
def markdown(request, section: str, article: str):
    """An article as Markdown. For everyone; 404 and 410 as the article itself."""
    path = f"{section}/{article}/"
    page, args, kwargs = _route(request, path)
    if not isinstance(page, ArticlePage):
        raise Http404(path)
    if not page.live:
        return page.serve(request, *args, **kwargs)
    text = as_markdown.write(page, request.site)
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    # RFC 6596: search engines list the article's page.
    response.headers["Link"] = f'<{page.get_absolute_url()}>; rel="canonical"'
    return response


def _route(request, path: str):
    result = Page.route_for_request(request, path)
    if result is None:
        raise Http404(path)
    return result
