"""What I wrote, signed, or am invited to, over all sites; and all of it in a file."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.db.models import Prefetch
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.enums import Consent
from articles.models import ArticlePage, Placement, Signature
from articles.pagination import list_page
from articles.services.contributions import pack

STANDING = (Consent.ACCEPTED, Consent.INVITED)
SECONDS_BETWEEN = 60


@login_required
@require_safe
def contributions(request):
    """All that bears my name or waits for it, and where readers see it."""
    mine = Signature.objects.of_person(request.user).filter(state__in=STANDING)
    placements = Placement.objects.filter(live=True).select_related("site")
    articles = (
        ArticlePage.objects.filter(pk__in=mine.values("article"))
        .defer("body")
        .prefetch_workflow_states()
        .prefetch_related(
            "withdrawals",
            Prefetch("signatures", mine.select_related("author"), to_attr="mine"),
            Prefetch("placements", placements.order_by("-home", "pk"), to_attr="shown"),
        )
        .order_by("-latest_revision_created_at", "-pk")
    )
    context = {"page_of_list": list_page(articles, request)}
    return render(request, "articles/desk/contributions.html", context)


@login_required
@require_POST
def download(request):
    """My texts and pictures in one file, made when it is asked: at most once a
    minute."""
    key = f"contributions:{request.user.pk}"
    if not cache.add(key, True, SECONDS_BETWEEN):
        messages.info(
            request, _("Votre fichier vient d’être préparé : attendez une minute.")
        )
        return redirect("contributions")
    name = f"brestnet-{timezone.localdate():%Y-%m-%d}.zip"
    return FileResponse(
        pack(request.user),
        as_attachment=True,
        filename=name,
        content_type="application/zip",
    )
