"""The pages for what went wrong, in French, on every host."""

from django.http import JsonResponse
from django.shortcuts import render

from sites.views import legacy


def not_found(request, exception=None):
    # On readers' hosts, it may be an address of a site that was imported.
    old = legacy.answer(request) if getattr(request, "site", None) else None
    return old or render(request, "404.html", status=404)


def forbidden(request, exception=None):
    return render(request, "403.html", status=403)


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def server_error(request):
    # Needs no context, no database: it may be they that failed.
    return render(None, "500.html", status=500)


def csrf_failure(request, reason=""):
    """A form that came too late, or not from us: it says what to do."""
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"status": "expired"}, status=403)
    return render(request, "403_csrf.html", status=403)
