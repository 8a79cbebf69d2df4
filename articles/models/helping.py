"""«Un coup de main»: who asked for what, who offered, for how long."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.page import ArticlePage
from articles.querysets import HelpOfferQuerySet, HelpRequestQuerySet
from authors.enums import HelpKind


class HelpRequest(models.Model):
    """A writer asks for a hand with a text that is not published."""

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="help_requests"
    )
    kind = models.CharField(_("aide"), max_length=12, choices=HelpKind.choices)
    sentence = models.CharField(_("demande"), max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    # Empty where the publication closed it.
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande de coup de main")
        verbose_name_plural = _("demandes de coup de main")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind"],
                condition=Q(closed_at=None),
                name="help_request_open_once_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=HelpKind.values), name="help_request_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(sentence=""), name="help_request_says_something"
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | Q(closed_at__isnull=False),
                name="help_request_closed_has_a_date",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} – {self.article}"

    @property
    def asked(self) -> str:
        return HelpKind(self.kind).asked

    @property
    def asker(self) -> str:
        """Who asks, by byline; «quelqu’un» where she has none yet."""
        return _byline(self.asked_by)


class HelpOffer(models.Model):
    """Somebody offers to help; accepted, it opens the draft until it ends."""

    request = models.ForeignKey(
        HelpRequest, on_delete=models.CASCADE, related_name="offers"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="help_offers"
    )
    words = models.CharField(_("un mot"), max_length=300, blank=True)
    offered_at = models.DateTimeField(auto_now_add=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # «Peut corriger directement»: since when; empty, she reads and remarks.
    writes_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Empty where the publication ended it.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = HelpOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("coup de main proposé")
        verbose_name_plural = _("coups de main proposés")
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "by"],
                condition=Q(ended_at=None),
                name="help_offered_once",
            ),
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(ended_at=None, accepted_at__isnull=False),
                name="help_accepted_once",
            ),
            models.CheckConstraint(
                condition=Q(writes_since=None) | Q(accepted_at__isnull=False),
                name="help_writes_once_accepted",
            ),
            models.CheckConstraint(
                condition=(Q(accepted_by=None) | Q(accepted_at__isnull=False))
                & (Q(ended_by=None) | Q(ended_at__isnull=False)),
                name="help_gestures_have_dates",
            ),
        ]
        indexes = [models.Index(fields=["by", "ended_at"])]

    def __str__(self):
        return f"{self.by} – {self.request}"

    @property
    def helper(self) -> str:
        return _byline(self.by)


def _byline(user) -> str:
    author = getattr(user, "author", None)
    return author.name if author else gettext("quelqu’un")
