from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from articles.enums import NoticeKind
from articles.models.page import ArticlePage

# Without the letters and figures that are taken for one another.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def receipt_number() -> str:
    """Return a number that nobody guesses: it opens the receipt."""
    return f"{get_random_string(4, ALPHABET)}-{get_random_string(4, ALPHABET)}"


class Notice(models.Model):
    """Somebody reports something that readers see: what, why, who, when.

    What is decided about it will be records of its own.
    """

    number = models.CharField(
        _("numéro"), max_length=9, unique=True, default=receipt_number, editable=False
    )
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="notices")
    address = models.URLField(_("adresse"), max_length=500)
    article = models.ForeignKey(
        ArticlePage,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="notices",
    )
    kind = models.CharField(_("motif"), max_length=10, choices=NoticeKind.choices)
    explanation = models.TextField(_("explication"), max_length=3000)
    name = models.CharField(_("nom"), max_length=80)
    email = models.EmailField(_("adresse e-mail"))
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["site", "-at"], name="notice_of_site")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values), name="notice_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(explanation="") & ~Q(address=""),
                name="notice_says_what_and_why",
            ),
        ]

    def __str__(self):
        return self.number
