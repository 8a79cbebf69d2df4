"""What every request passes: the host, the headers, the kept pages.

Readers' hosts know no session and no user: the middleware that brings those
runs at the workshop only.
"""

import re
from base64 import b64encode
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.cache import cache
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.http.request import split_domain_port
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from articles.models import ArticlePage, ContentVersion
from authors.addresses import page_url, workshop_url
from sites.models import HostAlias
from sites.views import legacy
from sites.views.errors import not_found

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{data}; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action {forms}; "
    "base-uri 'none'; frame-ancestors 'none'"
)
# Readers search on their own site; «Écrire» and the like are links.
PUBLIC_CSP = CSP.format(data="", forms="'self'")
DESK_CSP = CSP.format(data=" blob:", forms="'self'")
# The Wagtail admin sets styles on elements, and frames its own previews.
ADMIN_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'"
)
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        *("accelerometer", "browsing-topics", "camera", "display-capture"),
        *("geolocation", "gyroscope", "microphone", "payment", "usb"),
    )
)
# A site's root page, of whichever type it is.
ROOTS = ("root_page__networkpage", "root_page__neighbourhoodpage")
KEPT_SECONDS = 60 * 60 * 24
# Query strings that a kept page may have: others are answered, never kept.
KEPT_QUERY = re.compile(r"(page=[0-9]{1,4})?")


# Its date fields and its choosers start themselves inline: these calls, with
# plain data, and nothing but these, run.
ADMIN_SCRIPT = re.compile(
    rb"<script>((?:init(?:Date|Time|DateTime)Chooser"
    rb"|new (?:Image|Page|Task|Snippet)Chooser|createTaskChooser)"
    rb'\("[\w-]+"(?:, \{(?:"\w+": (?:"[\w #:/.?=&-]*"|\["[\w.]+"\]|[0-9]+|true|false|null)'
    rb"(?:, )?)*\})?\);)</script>"
)


class SecurityHeaders:
    """Set the headers that hold for every answer of a host."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        at_admin = request.path.startswith("/gestion/") and is_workshop(request)
        policy = DESK_CSP if is_workshop(request) else PUBLIC_CSP
        response.headers.setdefault(
            "Content-Security-Policy", ADMIN_CSP if at_admin else policy
        )
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers["X-Frame-Options"] = "SAMEORIGIN" if at_admin else "DENY"
        return response


class AdminScripts:
    """Let the admin's own inline lines run, each named by its hash."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if (
            not request.path.startswith("/gestion/")
            or response.streaming
            or not is_workshop(request)
        ):
            return response
        hashes = {
            f" 'sha256-{b64encode(sha256(script).digest()).decode()}'"
            for script in ADMIN_SCRIPT.findall(response.content)
        }
        if hashes:
            allowed = "script-src 'self'" + "".join(sorted(hashes))
            response.headers["Content-Security-Policy"] = ADMIN_CSP.replace(
                "script-src 'self'", allowed
            )
        return response


class Hosts:
    """Choose the table of addresses by host; unknown hosts get a short 404.

    The Host header is compared with the hosts that we know, and never used
    otherwise. One query brings `request.site`, the site of a readers' host,
    `request.sites`, all of them, each with the version of the content. A host
    name of a site that was imported answers for its old addresses, no more.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        host = _host(request)
        if host == settings.WORKSHOP_HOST:
            request.urlconf = settings.WORKSHOP_URLCONF
            request.site = None
            # allauth builds addresses from it: the port is ours to say too.
            request.META["HTTP_HOST"] = urlsplit(workshop_url()).netloc
            return self.get_response(request)
        request.urlconf = settings.PUBLIC_URLCONF
        request.sites = list(
            Site.objects.select_related(*ROOTS).annotate(
                content_version=ContentVersion.objects.as_subquery(),
                had_this_name=Exists(
                    HostAlias.objects.filter(hostname=host, source__site=OuterRef("pk"))
                ),
            )
        )
        request.alias = ""
        request.site = next((s for s in request.sites if s.hostname == host), None)
        # Where Wagtail keeps the answer of Site.find_for_request.
        former = next((s for s in request.sites if s.had_this_name), None)
        if request.site is None and former is not None:
            request.alias, request.site = host, former
        request._wagtail_site = request.site
        if request.site is None:
            if request.path == "/healthz":
                # A probe asks by address: it learns that the process answers.
                return HttpResponse("ok\n", content_type="text/plain")
            return render(request, "unknown_host.html", status=404)
        _know_root(request.site.root_page)
        # `/?article12` and `/?page=…` are pages of SPIP; `/?page=2` is ours.
        is_old = request.path == "/" and not KEPT_QUERY.fullmatch(
            request.META.get("QUERY_STRING", "")
        )
        if request.alias or is_old:
            if old := legacy.answer(request):
                return old
            if request.alias:
                return not_found(request)
        return self.get_response(request)


def _know_root(page: Page) -> None:
    """Let the root page, which came with its site, be asked for no more."""
    for _root, kind in (root.split("__") for root in ROOTS):
        if hasattr(page, kind):
            page.specific = getattr(page, kind)


def _host(request) -> str:
    return split_domain_port(request.META.get("HTTP_HOST", ""))[0].rstrip(".")


def is_workshop(request) -> bool:
    return getattr(request, "urlconf", "") == settings.WORKSHOP_URLCONF


class FormerAddresses:
    """Lead from where a page was to where it is, with one permanent redirect.

    articles.services.addresses notes them. Wagtail's own middleware would build
    the new address from the Site table.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        # Pages end with a slash; nothing is asked for the rest.
        is_page = request.path.endswith("/") and not is_workshop(request)
        if response.status_code != 404 or not is_page:
            return response
        path = Redirect.normalise_path(request.path, decode_unicode=False)
        former = get_redirect(request, path)
        page = former.redirect_page if former else None
        if page is None:
            return response
        return redirect(page_url(page), permanent=True)


class ReadersCache:
    """Keep whole pages of the readers' hosts, for everyone alike.

    The key holds the content's version, which every change of what is
    published bumps in its own transaction: a kept page is never stale, and
    browsers ask each time (a 304 mostly).
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if is_workshop(request):
            response = self.get_response(request)
            if "Cache-Control" not in response.headers:
                patch_cache_control(response, private=True, no_store=True)
            return response
        if request.method not in ("GET", "HEAD"):
            response = self.get_response(request)
            patch_cache_control(response, no_store=True)
            return response
        query = request.META.get("QUERY_STRING", "")
        if not KEPT_QUERY.fullmatch(query):
            return self._fresh(request)
        encoding = "gzip" if _takes_gzip(request) else ""
        version = request.site.content_version
        asked = f"{version}:{request.site.pk}:{encoding}:{request.path}?{query}"
        # A path can hold what no cache takes in a key: spaces, any length.
        key = f"page:{sha256(asked.encode(errors='surrogateescape')).hexdigest()}"
        kept = cache.get(key) if request.method == "GET" else None
        if kept is not None:
            return _answer(request, kept)
        response = self._fresh(request)
        if (
            request.method == "GET"
            and response.status_code == 200
            and not response.streaming
        ):
            headers = dict(response.headers)
            cache.set(key, (response.content, headers), KEPT_SECONDS)
        return response

    def _fresh(self, request):
        response = self.get_response(request)
        if "Cache-Control" not in response.headers:
            patch_cache_control(response, public=True, no_cache=True)
        return response


def _takes_gzip(request) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _answer(request, kept) -> HttpResponse:
    content, headers = kept
    etag = headers.get("ETag")
    if etag and etag in request.headers.get("If-None-Match", ""):
        keep = ("ETag", "Cache-Control", "Vary", "Content-Location", "Expires")
        response = HttpResponse(status=304)
        headers = {name: headers[name] for name in keep if name in headers}
        del response.headers["Content-Type"]
    else:
        response = HttpResponse(content)
    for name, value in headers.items():
        response.headers[name] = value
    return response


class _AtWorkshop:
    """Run a middleware at the workshop, and step aside on readers' hosts."""

    def __call__(self, request):
        if is_workshop(request):
            return super().__call__(request)
        return self.get_response(request)


class Sessions(_AtWorkshop, SessionMiddleware):
    pass


class Authentication(_AtWorkshop, AuthenticationMiddleware):
    pass


class Messages(_AtWorkshop, MessageMiddleware):
    pass


class Csrf(_AtWorkshop, CsrfViewMiddleware):
    def process_view(self, request, *args):
        if is_workshop(request):
            return super().process_view(request, *args)
        return None


class ArticlesAreReviewed:
    """In the admin, an article leads to its review page.

    Nobody changes signed words there, or takes them down by a form that asks
    for no reason; and a draft, which is its writer's alone, is 404 as there.
    What belongs to the workflow stays: Wagtail checks who may act on a task.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        match = request.resolver_match
        if match.namespace != "wagtailadmin_pages" or "page_id" not in kwargs:
            return None
        if match.url_name.startswith("workflow"):
            return None
        if ArticlePage.objects.filter(pk=kwargs["page_id"]).exists():
            return redirect("review", kwargs["page_id"])
        return None
