from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuthorsConfig(AppConfig):
    name = "authors"
    verbose_name = _("Auteurs et comptes")

    def ready(self):
        from authors import checks  # noqa: F401, PLC0415 (Django registers checks here)
