from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Emblem(TextChoices):
    """The emblems drawn for the project: files of static/img/emblems."""

    BELLEVUE = "bellevue", _("les tours de Bellevue")
    CENTRE = "centre", _("la rue de Siam")
    EUROPE = "europe", _("les arbres de Pontanézen")
    LAMBEZELLEC = "lambezellec", _("le clocher de Lambézellec")
    QUATRE_MOULINS = "quatre-moulins", _("les quatre moulins")
    RECOUVRANCE = "recouvrance", _("le pont de Recouvrance")
    SAINT_MARC = "saint-marc", _("le vallon et la grève")
    SAINT_PIERRE = "saint-pierre", _("le phare")

    @property
    def file(self) -> str:
        """Its drawing, among the static files."""
        return f"img/emblems/{self.value}.svg"
