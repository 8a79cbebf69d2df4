from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from articles.models.page import ArticlePage, SectionPage
from articles.querysets import PlacementQuerySet


class Placement(models.Model):
    """An article's place in a site's feed: its home site, or one that took it up.

    A feed is one index scan, in the order of the placements' own dates.
    """

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="placements"
    )
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="placements")
    home = models.BooleanField(_("site d’origine"), default=False)
    section = models.ForeignKey(
        SectionPage,
        verbose_name=_("rubrique"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="placements",
    )
    live = models.BooleanField(_("en ligne"), default=True)
    pinned = models.PositiveSmallIntegerField(
        _("rang à la une"),
        null=True,
        blank=True,
        help_text=_("1 ouvre la une du site ; rien : le fil."),
    )
    published_at = models.DateTimeField(_("parution"))
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accueilli par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("reprise")
        verbose_name_plural = _("reprises")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "site"], name="placement_once_per_site"
            ),
            models.UniqueConstraint(
                fields=["article"], condition=Q(home=True), name="placement_one_home"
            ),
            models.UniqueConstraint(
                fields=["site", "pinned"],
                condition=Q(pinned__isnull=False),
                name="placement_one_per_rank",
            ),
            models.CheckConstraint(
                condition=Q(pinned=None) | Q(pinned__range=(1, 3), live=True),
                name="placement_three_ranks",
            ),
        ]
        indexes = [
            models.Index(
                "site",
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(live=True),
                name="feed_site",
            ),
            models.Index(
                "section",
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(live=True),
                name="feed_section",
            ),
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                condition=Q(live=True, home=True),
                name="feed_network",
            ),
        ]

    def __str__(self):
        return f"{self.article} – {self.site}"


class ContentVersionQuerySet(models.QuerySet):
    def bump(self) -> None:
        """Make every kept page stale.

        Called in the transaction of the change, so that no page is ever kept
        from the old content under the new number.
        """
        if not self.update(number=F("number") + 1):
            self.create(pk=1, number=1)

    def as_subquery(self) -> models.Subquery:
        """Return the number as a column for another query; null before the first."""
        return models.Subquery(self.values("number")[:1])


class ContentVersion(models.Model):
    """The number that cached pages carry in their key: one for the network.

    One article shows on its site, on those that took it up, on the portal, on
    its authors' pages and beside their other articles: one number is simpler
    than knowing them all, and a few dozen changes a week cost no cache.
    """

    number = models.PositiveBigIntegerField(default=1)

    objects = ContentVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="content_version_is_one")
        ]

    def __str__(self):
        return str(self.number)
