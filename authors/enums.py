from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AuthorKind(TextChoices):
    PERSON = "person", _("personne")
    ORGANISATION = "organisation", _("organisation")


class HelpKind(TextChoices):
    """The ways in which people help one another with a text."""

    PROOFREADING = "proofreading", _("relire")
    PHOTO = "photo", _("photographier")
    TRANSLATION = "translation", _("traduire")

    @property
    def asked(self) -> str:
        """What is asked for, as a thing."""
        return str(_ASKED[self.value])


_ASKED = {
    "proofreading": _("une relecture"),
    "photo": _("une photo"),
    "translation": _("une traduction"),
}
