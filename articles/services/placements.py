"""Where articles stand: their home, and the sites that take them up."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Site

from articles.errors import WrongState
from articles.models import ArticlePage, ContentVersion, Placement, SectionPage
from authors.models import User

# How many articles editors may set on a front page.
FRONT = 3


@transaction.atomic
def place_at_home(article: ArticlePage, *, by: User | None = None) -> Placement:
    """Let a published article stand in its home site's feed.

    Effects, in order: make the home placement at the first publication, dated
    as the article; make its other placements live again after a withdrawal;
    make kept pages stale. A correction changes no date.
    """
    section = article.get_parent().specific
    site = article.get_site()
    # Moved to a site that had taken it up, it is at home there now.
    article.placements.filter(site=site, home=False).delete()
    placement, _created = Placement.objects.update_or_create(
        article=article,
        home=True,
        defaults={"site": site, "section": section},
        create_defaults={
            "site": site,
            "section": section,
            "published_at": article.first_published_at or timezone.now(),
            "accepted_by": by,
        },
    )
    article.placements.update(live=True)
    article.withdrawals.filter(lifted_at=None).update(lifted_at=timezone.now())
    ContentVersion.objects.bump()
    return placement


@transaction.atomic
def take_down(article: ArticlePage) -> None:
    """Take an unpublished article out of every feed, at once."""
    article.placements.update(live=False, pinned=None)
    ContentVersion.objects.bump()


@transaction.atomic
def take_up(
    article: ArticlePage,
    *,
    site: Site,
    by: User | None,
    section: SectionPage | None = None,
) -> Placement:
    """Let another site's feed show a published article, from now.

    Raises WrongState where the article is not published or stands there already.
    """
    if not article.live:
        raise WrongState(_("Cet article n’est pas publié."))
    if article.placements.filter(site=site).exists():
        raise WrongState(_("Cet article est déjà sur ce site."))
    placement = Placement.objects.create(
        article=article,
        site=site,
        section=section,
        published_at=timezone.now(),
        accepted_by=by,
    )
    ContentVersion.objects.bump()
    return placement


@transaction.atomic
def pin(placement: Placement) -> None:
    """Put an article on its site's front page, after those that are there.

    Raises WrongState where three are there, or where it left the feed meanwhile.
    """
    rows = _lock(placement.site)
    placement.refresh_from_db()
    if not placement.live:
        raise WrongState(_("Cet article n’est plus dans le fil de ce site."))
    if placement in rows:
        return
    if len(rows) == FRONT:
        raise WrongState(
            _("La une a trois places au plus : retirez d’abord un article.")
        )
    _rank(placement.site, [*rows, placement])


@transaction.atomic
def unpin(placement: Placement) -> None:
    """Give an article back to the feed; the others close ranks."""
    rows = _lock(placement.site)
    _rank(placement.site, [row for row in rows if row != placement])


@transaction.atomic
def move_up(placement: Placement) -> None:
    """Let an article change places with the one before it on the front page."""
    rows = _lock(placement.site)
    if placement in rows[1:]:
        where = rows.index(placement)
        rows[where - 1 : where + 1] = [placement, rows[where - 1]]
        _rank(placement.site, rows)


def _lock(site: Site) -> list[Placement]:
    """Return a site's front page in its order; one gesture at a time."""
    Site.objects.select_for_update().get(pk=site.pk)
    return list(Placement.objects.on_site(site).at_the_front())


def _rank(site: Site, rows: list[Placement]) -> None:
    Placement.objects.filter(site=site).exclude(pinned=None).update(pinned=None)
    for rank, row in enumerate(rows, start=1):
        Placement.objects.filter(pk=row.pk).update(pinned=rank)
    ContentVersion.objects.bump()
