"""The gestures on the documents that come with an article."""

from datetime import timedelta
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.documents import check_document
from articles.models import ArticlePage, Attachment, ContentVersion
from articles.models.attachment import MOST, private_files
from authors.models import User


@transaction.atomic
def attach(
    article: ArticlePage, file: IO[bytes], *, by: User, title: str
) -> Attachment:
    """Attach a document to an article, last.

    Effects, in order: check its content; keep it where no address leads; drop
    the pages that readers are kept, where the article is published.
    Raises ValidationError for what cannot be attached, and for a sixth one.
    """
    kind = check_document(file)
    article = ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    count = article.attachments.count()
    if count >= MOST:
        raise ValidationError(
            _("Cinq documents au plus : retirez-en un, ou réunissez-les en un PDF.")
        )
    file.seek(0, 2)
    attachment = Attachment(
        article=article,
        order=count + 1,
        title=title,
        kind=kind,
        size=file.tell(),
        added_by=by,
    )
    file.seek(0)
    attachment.file.save("document", File(file), save=False)
    attachment.save()
    _show(article)
    return attachment


@transaction.atomic
def detach(attachment: Attachment, *, by: User) -> None:
    """Take a document away, for good: its file goes once that is recorded."""
    article = attachment.article
    ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    _forget(attachment)
    # The lowest first: two never stand at one place.
    for order, other in enumerate(article.attachments.order_by("order"), 1):
        if other.order != order:
            article.attachments.filter(pk=other.pk).update(order=order)
    _show(article)


def forget_documents(article: ArticlePage) -> None:
    """Delete the documents of a text that goes; call it in its transaction."""
    for attachment in article.attachments.all():
        _forget(attachment)


def purge_documents() -> int:
    """Delete the files that no row names any more, and say how many.

    A file of today may belong to a row that is just being written.
    """
    storage = private_files()
    yesterday = timezone.now() - timedelta(days=1)
    try:
        _folders, files = storage.listdir("documents")
    except FileNotFoundError:
        return 0
    names = {f"documents/{name}" for name in files}
    lost = names - set(Attachment.objects.values_list("file", flat=True))
    old = [name for name in lost if storage.get_modified_time(name) < yesterday]
    for name in old:
        storage.delete(name)
    return len(old)


def _forget(attachment: Attachment) -> None:
    name = str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(lambda: private_files().delete(name))


def _show(article: ArticlePage) -> None:
    if article.live:
        ContentVersion.objects.bump()
