"""What a shared computer changes, and what signing out clears."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

SHARED = "shared_computer"
SEEN_AT = "seen_at"
# How often a session notes that somebody is there: not at each page.
NOTED_EVERY = 20
ENTRANCES = ("account_login", "account_signup", "account_request_login_code")
# A page asks these by itself: they do not show that somebody is there.
ASKED_ALONE = ("session",)
CLEAR = '"cache", "storage"'


class SharedComputers:
    """Let a session on a shared computer end with the browser, or without anybody.

    The switch on the sign-in pages is remembered in the session, nowhere else.
    Whatever the computer, signing out clears what the browser kept of us.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not hasattr(request, "session"):
            return self.get_response(request)
        if _is_left(request.session):
            logout(request)
            if "application/json" in request.headers.get("Accept", ""):
                return JsonResponse({"status": "signed-out"}, status=401)
            # Middleware runs before the table of addresses is chosen.
            return redirect(reverse("idle", settings.WORKSHOP_URLCONF))
        response = self.get_response(request)
        if request.session.get(SHARED):
            _note(request)
        if getattr(request, "signs_out", False) and not request.user.is_authenticated:
            response.headers["Clear-Site-Data"] = CLEAR
        return response

    def process_view(self, request, view, args, kwargs):
        if request.method != "POST" or not hasattr(request, "session"):
            return
        name = request.resolver_match.url_name
        if name in ENTRANCES and "shared" in request.POST:
            request.session[SHARED] = True
        elif name in ENTRANCES and SHARED in request.session:
            del request.session[SHARED]
        request.signs_out = name == "account_logout" and request.user.is_authenticated


def _is_left(session) -> bool:
    seen = session.get(SEEN_AT) if session.get(SHARED) else None
    return seen is not None and time.time() - seen > settings.SHARED_IDLE_SECONDS


def _note(request) -> None:
    # Its cookie has no date: it goes with the browser.
    if not request.session.get_expire_at_browser_close():
        request.session.set_expiry(0)
    if not request.user.is_authenticated:
        request.session.pop(SEEN_AT, None)
        return
    match = request.resolver_match
    if match and match.url_name in ASKED_ALONE:
        return
    now = int(time.time())
    every = min(NOTED_EVERY, settings.SHARED_IDLE_SECONDS // 4)
    if now - request.session.get(SEEN_AT, 0) >= every:
        request.session[SEEN_AT] = now
