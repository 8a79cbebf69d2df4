from django.conf import settings
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from articles.models import SectionPage
from articles.permissions import sites_edited_by
from authors.addresses import public_url, workshop_url
from authors.middleware import SHARED
from authors.names import fold


def place(request):
    """Tell templates where they are: the site of a readers' host and its root page.

    `place` is the neighbourhood's or the network's page (None in the workshop);
    it is read only by templates that show it.
    """
    site = getattr(request, "site", None)
    return {
        "site": site,
        "place": SimpleLazyObject(lambda: site.root_page.specific) if site else None,
        "neighbourhoods": SimpleLazyObject(lambda: _neighbourhoods(request)),
        "sections": SimpleLazyObject(lambda: _sections(site)),
        "edits_sites": SimpleLazyObject(lambda: _edits_sites(request)),
        "portal_url": public_url(),
        "workshop_url": workshop_url(),
        "shared_computer": SimpleLazyObject(lambda: _is_shared(request)),
        "idle_seconds": settings.SHARED_IDLE_SECONDS,
        "mail_stays_here": settings.MAIL_STAYS_HERE,
    }


def _is_shared(request) -> bool:
    """Whether somebody is signed in on a shared computer."""
    session = getattr(request, "session", None)
    if not session or not session.get(SHARED):
        return False
    return request.user.is_authenticated


def _neighbourhoods(request) -> list[Site]:
    """The eight sites, for every footer; Hosts has read them for readers."""
    sites = getattr(request, "sites", None)
    if sites is None:
        sites = Site.objects.select_related("root_page")
    eight = (s for s in sites if not s.is_default_site)
    return sorted(eight, key=lambda s: fold(s.site_name))


def _sections(site: Site | None) -> list[SectionPage]:
    """The sections of a neighbourhood, for its header."""
    if site is None or site.is_default_site:
        return []
    return list(SectionPage.objects.live().child_of(site.root_page))


def _edits_sites(request) -> bool:
    """Whether the workshop's header leads to the review queue."""
    user = getattr(request, "user", None)
    return bool(user) and sites_edited_by(user).exists()
