from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from articles.models.page import ArticlePage


class ReviewTask(AbstractGroupApprovalTask):
    """The reading of a site's editors, before publication.

    Wagtail's group approval, but the writer can keep writing while the text
    waits.
    """

    def locked_for_user(self, obj, user):
        return super().locked_for_user(obj, user) and not obj.is_written_by(user)

    @classmethod
    def get_description(cls):
        return _("Les éditeurs du site relisent ; l’auteur peut continuer d’écrire.")

    class Meta:
        verbose_name = _("relecture")
        verbose_name_plural = _("relectures")


class Withdrawal(models.Model):
    """The taking back of a published article: who, when, why, until when."""

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="withdrawals"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(_("motif"), max_length=1000)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("retrait")
        verbose_name_plural = _("retraits")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(lifted_at=None),
                name="withdrawal_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="withdrawal_has_a_reason"
            ),
        ]

    def __str__(self):
        return f"{self.article}: {self.reason}"
