"""Leaving a shared computer without having signed out."""

from django.contrib.auth import logout
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from authors.middleware import CLEAR


@require_http_methods(["GET", "HEAD", "POST"])
def idle(request):
    """Sign out whoever is no longer there, and say so; nothing is kept."""
    if request.method == "POST":
        logout(request)
        return redirect("idle")
    if request.user.is_authenticated:
        return redirect("desk")
    response = render(request, "sites/idle.html")
    response.headers["Clear-Site-Data"] = CLEAR
    return response
