import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.enums import DocumentKind
from articles.models.page import ArticlePage

MOST = 5


class PrivateFiles(FileSystemStorage):
    """Files that no address names: only a view that asks who may gives them."""

    @property
    def base_location(self):
        return settings.PRIVATE_ROOT

    @property
    def location(self):
        return os.path.abspath(self.base_location)  # noqa: PTH100 (as Django does)


def private_files() -> PrivateFiles:
    return PrivateFiles()


def random_name(instance, filename) -> str:
    return f"documents/{get_random_string(32).lower()}"


class Attachment(models.Model):
    """A document that comes with an article, given to readers as a download.

    Not a part of the article's versions: it is there, or it is not.
    """

    article = models.ForeignKey(
        ArticlePage, on_delete=models.CASCADE, related_name="attachments"
    )
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("titre"), max_length=120)
    file = models.FileField(upload_to=random_name, storage=private_files)
    kind = models.CharField(max_length=8, choices=DocumentKind.choices)
    size = models.PositiveIntegerField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("document joint")
        verbose_name_plural = _("documents joints")
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "order"], name="attachment_order_once"
            ),
            models.CheckConstraint(
                condition=Q(order__gte=1, order__lte=MOST),
                name="attachment_five_at_most",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=DocumentKind.values),
                name="attachment_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(title=""), name="attachment_has_a_title"
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def key(self) -> str:
        """What names it in addresses: nobody can guess it."""
        return Path(self.file.name).name

    @property
    def download_name(self) -> str:
        """A name for the reader's disk: letters, digits and hyphens."""
        return f"{slugify(self.title)[:60].strip('-') or 'document'}.{self.kind}"

    @property
    def media_type(self) -> str:
        return DocumentKind(self.kind).media_type
