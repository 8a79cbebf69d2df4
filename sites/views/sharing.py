from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from articles.models import Placement
from sites.services import sharing


@require_safe
def picture(request, owner: str, version: str):
    """The picture of an article, at its home, or of a site («site»). For everyone.

    404 for what is not published here; a former version leads to the present
    one. Asked again each time, so that nothing is shown after a withdrawal.
    """
    place = request.site.root_page.specific
    if owner == "site":
        poster = sharing.site_poster(request.site, place)
    else:
        homes = Placement.objects.on_network().filter(site=request.site)
        homes = homes.filter(article__live=True).select_related("article__cover")
        home = get_object_or_404(homes, article=int(owner))
        poster = sharing.article_poster(home.article, request.site, place)
    if poster.version != version:
        return redirect("share_picture", owner, poster.version)
    etag = f'"{version}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    key = f"site-{request.site.pk}" if owner == "site" else owner
    file = sharing.open_picture(poster, key)
    response = FileResponse(file, content_type="image/jpeg")
    response.headers["ETag"] = etag
    return response
