"""Where articles stand: their home, and the sites that take them up."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from articles.errors import WrongState
from articles.models import ArticlePage, ContentVersion, Placement, SectionPage
from authors.models import User


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
    article.placements.update(live=False)
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
        raise WrongState("Cet article n’est pas publié.")
    if article.placements.filter(site=site).exists():
        raise WrongState("Cet article est déjà sur ce site.")
    placement = Placement.objects.create(
        article=article,
        site=site,
        section=section,
        published_at=timezone.now(),
        accepted_by=by,
    )
    ContentVersion.objects.bump()
    return placement
