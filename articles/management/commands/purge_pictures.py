from django.core.management.base import BaseCommand

from articles.services.documents import purge_documents
from articles.services.limits import forget_uses
from articles.services.pictures import purge_pictures


class Command(BaseCommand):
    help = "Delete pictures sent for no text that remains, and lost documents."

    def handle(self, *args, **options):
        pictures = purge_pictures()
        documents = purge_documents()
        forget_uses()
        self.stdout.write(f"{pictures} images, {documents} documents")
