from django.http import Http404
from django.views.decorators.http import require_safe
from wagtail.models import Page


@require_safe
def serve(request, path: str):
    """Serve a page of Wagtail's tree. For everyone: no page here is private."""
    result = Page.route_for_request(request, path)
    if result is None:
        raise Http404(path)
    page, args, kwargs = result
    return page.serve(request, *args, **kwargs)
