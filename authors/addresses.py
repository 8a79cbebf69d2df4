"""Addresses: the one function for readers' hosts, and the one for the workshop.

Pages are linked across nine readers' hosts and the workshop, so every address
that the templates, feeds and messages hold is absolute.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from wagtail.models import Page, Site


def _origin(host: str) -> str:
    own_port = 443 if settings.SCHEME == "https" else 80
    port = "" if own_port == settings.PUBLIC_PORT else f":{settings.PUBLIC_PORT}"
    return f"{settings.SCHEME}://{host}{port}"


def public_url(path: str = "/", *, site: Site | None = None) -> str:
    """Return the absolute address of `path` on a site, or on the portal."""
    return _origin(site.hostname if site else settings.DOMAIN) + path


def workshop_url(path: str = "/") -> str:
    """Return the absolute address of `path` on the workshop's host."""
    return _origin(settings.WORKSHOP_HOST) + path


def reverse_public(name: str, *args: object, site: Site | None = None) -> str:
    """Return the absolute address of a named view of the readers' table."""
    path = reverse(name, urlconf=settings.PUBLIC_URLCONF, args=args)
    return public_url(path, site=site)


def reverse_workshop(name: str, *args: object) -> str:
    """Return the absolute address of a named view of the workshop's table."""
    return workshop_url(reverse(name, urlconf=settings.WORKSHOP_URLCONF, args=args))


def page_url(page: Page) -> str:
    """Return the absolute address of a page, on its home site.

    Reads the page's own `url_path` and Wagtail's cached table of sites: no
    query, so lists may call it for each item. A page outside every site has
    no address: the portal's front page stands for it.
    """
    for root in Site.get_site_root_paths():
        if page.url_path.startswith(root.root_path):
            host = urlsplit(root.root_url).hostname or settings.DOMAIN
            return _origin(host) + page.url_path[len(root.root_path) - 1 :]
    return public_url()
