from django.core.management.base import BaseCommand

from sites.services.provisioning import provision


class Command(BaseCommand):
    help = "Make the portal, the eight sites, their hosts, editors' groups and reviews."

    def handle(self, *args, **options):
        provision()
