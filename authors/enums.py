from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AuthorKind(TextChoices):
    PERSON = "person", _("personne")
    ORGANISATION = "organisation", _("organisation")
