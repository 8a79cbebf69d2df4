"""What changes a byline wherever it is shown."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from wagtail.search import index

from articles.models import ArticlePage, ContentVersion
from authors.models import Author
from authors.services import rename_author


@transaction.atomic
def change_profile(author: Author, fields: dict[str, Any]) -> Author:
    """Save an author's profile.

    Effects, in order: rename where the name changes (the old address leads to
    the new one); save the rest; make kept pages stale; file the articles anew
    for the search.
    """
    name = fields.pop("name", author.name)
    renamed = name != author.name
    if renamed:
        rename_author(author, name)
    for field, value in fields.items():
        setattr(author, field, value)
    author.save()
    ContentVersion.objects.bump()
    if renamed:
        file_anew(ArticlePage.objects.live().by(author))
    return author


def file_anew(articles: Iterable[ArticlePage]) -> None:
    """Let the search know articles as they are now, with the names they bear."""
    for article in articles:
        index.insert_or_update_object(article)
