"""Remarks on a draft, and the links by which people without an account leave them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.page import ArticlePage
from articles.paragraphs import QUOTE
from articles.querysets import DraftLinkQuerySet, RemarkQuerySet

# A person's name, as remarks and bylines bear it.
NAME = 80


class DraftLink(models.Model):
    """A link that opens a draft to whoever holds it, until a day.

    The link itself is kept nowhere: only its hash is, so that nobody who reads
    the database can open a draft.
    """

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="draft_links"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = DraftLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien de lecture")
        verbose_name_plural = _("liens de lecture")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="draft_link_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~Q(digest=""), name="draft_link_has_a_digest"
            ),
            models.CheckConstraint(
                condition=Q(revoked_by=None) | Q(revoked_at__isnull=False),
                name="draft_link_revoked_has_a_date",
            ),
        ]

    def __str__(self):
        return f"{self.article} – {self.expires_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()


class Remark(models.Model):
    """What somebody says about a draft, at a paragraph or about all of it.

    Whoever may read a draft may be let to remark it: a helper, a reader of a
    link, an editor. The paragraph is remembered by its first words and its
    place, so that the remark stays clear when the text changes.
    """

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="remarks"
    )
    # The account, where there is one; the name as it was given, always.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    by_name = models.CharField(_("nom"), max_length=NAME)
    link = models.ForeignKey(
        DraftLink,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="remarks",
    )
    # Both empty for a remark about the whole text.
    quote = models.CharField(_("passage"), max_length=QUOTE, blank=True)
    position = models.PositiveIntegerField(_("paragraphe"), null=True, blank=True)
    text = models.TextField(_("remarque"), max_length=1000)
    at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("remarque")
        verbose_name_plural = _("remarques")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(by_name="") & ~Q(text=""), name="remark_says_who_and_what"
            ),
            models.CheckConstraint(
                condition=Q(done_by=None) | Q(done_at__isnull=False),
                name="remark_done_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(position__isnull=False) | Q(quote=""),
                name="remark_quote_has_a_place",
            ),
        ]
        indexes = [models.Index(fields=["article", "done_at"])]

    def __str__(self):
        return f"{self.by_name} – {self.article}"
