"""What an address names, and where pages were before: what was linked once is found
again."""

from urllib.parse import unquote, urlsplit

from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from articles.models import ArticlePage


def split(address: str) -> tuple[str, str]:
    """Return the host and the path of an address as people paste it."""
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        return (parts.hostname or "").rstrip("."), unquote(parts.path) or "/"
    except ValueError:
        return "", ""


def site_at(address: str) -> Site | None:
    """Return the readers' site that an address leads to, if it is one of ours."""
    host, _path = split(address)
    return Site.objects.select_related("root_page").filter(hostname=host).first()


def article_at(address: str) -> ArticlePage | None:
    """Return the published article that an address names."""
    site = site_at(address)
    if site is None:
        return None
    url_path = f"{site.root_page.url_path}{split(address)[1].strip('/')}/"
    return ArticlePage.objects.live().filter(url_path=url_path).first()


@transaction.atomic
def keep_former_addresses(page: Page, *, was: str) -> None:
    """Let the former addresses of a renamed or moved page lead to it, and those of
    all that was ever published below it.

    `was` is its `url_path` before. Wagtail keeps none across sites, nor those of
    what is offline: a withdrawn article must still say why. Effects, in order:
    forget what led elsewhere from the old and the new addresses; note the old.
    """
    roots = Site.get_site_root_paths()
    old = next((root for root in roots if was.startswith(root.root_path)), None)
    if old is None or was == page.url_path:
        return
    published = page.get_descendants(inclusive=True).filter(
        first_published_at__isnull=False
    )
    rows = []
    for moved in published.only("pk", "url_path").iterator():
        path = was + moved.url_path[len(page.url_path) :]
        rows.append(
            Redirect(
                old_path=Redirect.normalise_path(path[len(old.root_path) - 1 :]),
                site_id=old.site_id,
                redirect_page=moved,
                automatically_created=True,
            )
        )
    new = next(
        (root for root in roots if page.url_path.startswith(root.root_path)), None
    )
    if new is not None:
        stem = Redirect.normalise_path(page.url_path[len(new.root_path) - 1 :])
        here = Redirect.objects.filter(site=new.site_id, old_path__startswith=stem)
        here.filter(redirect_page__in=published).delete()
    paths = [row.old_path for row in rows]
    for start in range(0, len(paths), 500):
        some = paths[start : start + 500]
        Redirect.objects.filter(site=old.site_id, old_path__in=some).delete()
    Redirect.objects.bulk_create(rows, batch_size=500)
