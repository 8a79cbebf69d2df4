from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from articles.enums import Hand
from articles.models.page import ArticlePage
from authors.models import Author


class Correction(models.Model):
    """A change of a published text, with what differs, for everybody to see.

    The difference is worked out once and kept: readers' pages cost the same
    however long the text, and stay true whatever becomes of old revisions.
    Whose name it bears is asked of today's signatures: a name that was taken
    back is not shown here either.
    """

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="corrections"
    )
    at = models.DateTimeField(auto_now_add=True)
    hand = models.CharField(
        _("de la main de"), max_length=9, choices=Hand.choices, default=Hand.SIGNATORY
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    author = models.ForeignKey(
        Author,
        verbose_name=_("signée par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("raison"), blank=True, max_length=1000)
    revision = models.ForeignKey(
        Revision, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # What articles.services.corrections writes: one entry for each paragraph.
    changes = models.JSONField(_("différences"), default=list)
    # Some words must not stay in sight, such as an address that was let out.
    hidden_at = models.DateTimeField(_("différence masquée le"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hand__in=Hand.values), name="correction_hand_known"
            ),
            models.CheckConstraint(
                condition=Q(hand=Hand.SIGNATORY) | ~Q(reason=""),
                name="correction_by_editors_has_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.article}, {self.at:%Y-%m-%d}"

    @property
    def is_editors(self) -> bool:
        return self.hand == Hand.EDITORS

    @cached_property
    def signed_by(self) -> Author | None:
        """Who signed it, where her name still stands on the article."""
        names = {credit.author_id for credit in self.article.credits}
        return self.author if self.author_id in names else None
