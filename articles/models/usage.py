from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.enums import Use


class DailyUse(models.Model):
    """How often an account did something in a day, and how many bytes it sent.

    Kept apart from what was made: who deletes a picture has sent it all the same.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    day = models.DateField()
    kind = models.CharField(max_length=12, choices=Use.choices)
    count = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("usage du jour")
        verbose_name_plural = _("usages du jour")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day", "kind"], name="daily_use_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=Use.values), name="daily_use_kind_known"
            ),
        ]

    def __str__(self):
        return f"{self.user_id} {self.day} {self.kind}: {self.count}"
