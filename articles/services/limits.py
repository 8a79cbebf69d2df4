"""How much one account may send in a day.

By account and never by address: twenty people of a workshop share one room.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.enums import Use
from articles.models import DailyUse
from authors.models import User

MB = 1024 * 1024
# Times a day, and bytes a day. A report of forty photos, five times over.
LIMITS = {
    Use.DRAFTS: (30, 0),
    Use.PICTURES: (200, 800 * MB),
    Use.DOCUMENTS: (30, 200 * MB),
    Use.IMPORTS: (30, 300 * MB),
}


@transaction.atomic
def spend(user: User, kind: Use, *, size: int = 0) -> None:
    """Count one more for the day.

    Raises ValidationError, with one sentence, where the day's share is used up;
    nothing is counted then. Call it before the work that it bounds.
    """
    most, most_bytes = LIMITS[kind]
    use, _made = DailyUse.objects.select_for_update().get_or_create(
        user=user, day=timezone.localdate(), kind=kind
    )
    if use.count >= most or (most_bytes and use.size + size > most_bytes):
        raise ValidationError(_sentence(kind), code="too_many")
    use.count += 1
    use.size += size
    use.save(update_fields=["count", "size"])


def _sentence(kind: Use) -> str:
    return {
        Use.DRAFTS: _(
            "Vous avez commencé trente textes aujourd’hui : c’est le plus que nous "
            "prenions en un jour. Continuez l’un d’eux, ou revenez demain."
        ),
        Use.PICTURES: _(
            "Vous avez envoyé beaucoup d’images aujourd’hui : c’est le plus que nous "
            "prenions en un jour. Les suivantes seront les bienvenues demain."
        ),
        Use.DOCUMENTS: _(
            "Vous avez envoyé beaucoup de documents aujourd’hui : c’est le plus que "
            "nous prenions en un jour. Les suivants seront les bienvenus demain."
        ),
        Use.IMPORTS: _(
            "Vous avez repris beaucoup de fichiers aujourd’hui : c’est le plus que "
            "nous prenions en un jour. Les suivants seront les bienvenus demain."
        ),
    }[kind]


def forget_uses() -> None:
    """Delete the counts of days gone by: they say who did what when."""
    DailyUse.objects.filter(day__lt=timezone.localdate()).delete()
