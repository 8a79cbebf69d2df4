"""Composing a site's front page: up to three articles, in the editors' order.

For the editors of the site; to anybody else these pages do not exist.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Site

from articles import permissions
from articles.errors import WrongState
from articles.models import Placement
from articles.pagination import list_page
from articles.services import placements

GESTURES = {
    "pin": (placements.pin, _("« %s » est à la une.")),
    "unpin": (placements.unpin, _("« %s » a quitté la une ; il reste dans le fil.")),
    "up": (placements.move_up, _("« %s » est monté d’une place.")),
}


@login_required
@require_safe
def front(request, slug: str):
    """What opens this site's front page, and what could."""
    site = get_object_or_404(
        Site.objects.select_related("root_page"),
        root_page__slug=slug,
        is_default_site=False,
    )
    if not permissions.can_compose_front(request.user, site):
        raise Http404("une")
    feed = Placement.objects.on_site(site).for_titles()
    pinned = list(feed.at_the_front())
    context = {
        "of_site": site,
        "pinned": pinned,
        "page_of_list": list_page(feed.filter(pinned=None).newest_first(), request),
        "is_full": len(pinned) >= placements.FRONT,
    }
    return render(request, "articles/moderation/front.html", context)


@login_required
@require_POST
def set_front(request, pk: int):
    """Pin, unpin or move up one article of a feed."""
    placement = get_object_or_404(
        Placement.objects.select_related("site__root_page", "article"), pk=pk
    )
    if not permissions.can_compose_front(request.user, placement.site):
        raise Http404("une")
    if request.POST.get("gesture") not in GESTURES:
        raise Http404("geste")
    gesture, done = GESTURES[request.POST["gesture"]]
    try:
        gesture(placement)
        messages.success(request, done % placement.article.title)
    except WrongState as error:
        messages.error(request, str(error))
    return redirect("front", placement.site.root_page.slug)
