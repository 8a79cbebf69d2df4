"""How to follow what appears here, for people who never heard of feeds."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Keyword

MOST_USED = 12


@require_safe
def follow(request):
    """The feeds of a site, its sections and its words. For everyone, at any site."""
    words = Keyword.objects.alive_on(request.site)[:MOST_USED]
    return render(request, "articles/follow.html", {"words": words})
