from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from articles.enums import Consent, Role
from articles.models.page import ArticlePage
from articles.querysets import SignatureQuerySet
from authors.models import Author


class Signature(models.Model):
    """An author's credit on an article: role, order, consent.

    An ordinary table, not part of the page's revisions: restoring an old
    revision must not bring back a name that was withdrawn.
    """

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="signatures"
    )
    # None while a person invited by e-mail has not chosen her byline.
    author = models.ForeignKey(
        Author,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signatures",
    )
    # Her address, as authors.mailboxes keeps it, and what tells it to the writers.
    email_key = models.CharField(max_length=64, blank=True, db_index=True)
    email_hint = models.CharField(max_length=80, blank=True)
    role = models.CharField(
        _("rôle"), max_length=12, choices=Role.choices, default=Role.TEXT
    )
    order = models.PositiveSmallIntegerField(_("ordre"), default=0)
    state = models.CharField(
        _("accord"), max_length=9, choices=Consent.choices, default=Consent.INVITED
    )
    message = models.TextField(_("message"), blank=True, max_length=1000)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Who attests that a person without an account agrees.
    vouched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("accord attesté par"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    invited_at = models.DateTimeField(auto_now_add=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(_("décliné ou retiré le"), null=True, blank=True)
    revision = models.ForeignKey(
        Revision,
        verbose_name=_("version signée"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = SignatureQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "author", "role"], name="signature_once_per_role"
            ),
            models.UniqueConstraint(
                fields=["article", "email_key", "role"],
                condition=~Q(email_key=""),
                name="signature_once_per_address_and_role",
            ),
            models.CheckConstraint(
                condition=Q(author__isnull=False)
                | (~Q(email_key="") & ~Q(state=Consent.ACCEPTED)),
                name="signature_is_somebodys",
            ),
            models.CheckConstraint(
                condition=~Q(state=Consent.ACCEPTED) | Q(accepted_at__isnull=False),
                name="signature_accepted_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[Consent.INVITED, Consent.ACCEPTED])
                | Q(ended_at__isnull=False),
                name="signature_ended_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(state__in=Consent.values) & Q(role__in=Role.values),
                name="signature_words_known",
            ),
        ]
        indexes = [models.Index(fields=["author", "state", "article"])]

    def __str__(self):
        return f"{self.whose} ({self.get_role_display()})"

    @property
    def whose(self) -> str:
        """Whose signature it is, as its writers know: never shown to readers."""
        return self.author.name if self.author else self.email_hint

    @property
    def role_aside(self) -> str:
        """The role in words, or nothing for the text, which goes without saying."""
        return "" if self.role == Role.TEXT else str(self.get_role_display())
