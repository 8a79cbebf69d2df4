from django.conf import settings
from django.core.management.base import BaseCommand

from sites.services import demo


class Command(BaseCommand):
    help = "Load the demo network: eight sites, their articles, authors and accounts."

    def handle(self, *args, **options):
        # What people did in the demo was long ago: nobody is written to now.
        kept = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        try:
            new = demo.load()
        finally:
            settings.EMAIL_BACKEND = kept
        self.stdout.write(f"Réseau de démonstration prêt ({new} nouveaux articles).")
