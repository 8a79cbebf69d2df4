from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from articles.models.page import ArticlePage


class Autosave(models.Model):
    """The newest save that a writing page made by itself, for each text.

    It names the page that was open (`key`) and the place of the save among its
    saves (`number`), so that an answer that never arrived, a save sent twice
    or one that comes late are recognised for what they are; and it says that
    the revision is still being written, until `closed_at`.
    """

    article = models.OneToOneField(
        ArticlePage, on_delete=models.CASCADE, related_name="last_autosave"
    )
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=36)
    number = models.PositiveIntegerField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("enregistrement automatique")
        verbose_name_plural = _("enregistrements automatiques")

    def __str__(self):
        return f"{self.article_id}: {self.key} {self.number}"
