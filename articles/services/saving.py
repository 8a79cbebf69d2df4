"""Keeping what is written: saves that a page makes by itself, versions, two texts.

Nothing here publishes: a published text keeps its newest words in a revision
beside what readers see, until a person publishes the correction.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision, TaskState

from articles.history import RESTORED, SET_ASIDE
from articles.models import ArticlePage, Autosave, SectionPage, Signature
from articles.services.writing import (
    FIELDS,
    check_fields,
    check_seen,
    open_to_write,
    write_down,
)
from authors.models import User

# After this long without a save, the next one begins another version.
PAUSE = timedelta(minutes=10)
# The words of a version; its licence belongs to the signature, what it translates
# to the text.
WORDS = tuple(name for name in FIELDS if name not in ("licence", "translation_of"))


@dataclass(frozen=True)
class Tab:
    """The page that saves, and which of its saves this is."""

    key: str
    number: int


@transaction.atomic
def autosave(
    article: ArticlePage,
    *,
    by: User,
    fields: dict[str, Any],
    seen: int | None,
    tab: Tab,
    section: SectionPage | None = None,
) -> Revision:
    """Save what is being written, and return the newest revision.

    Effects, in order: hold the text's row; check that nobody saved since `seen`,
    but this same page, whose answer may have been lost; leave out what comes
    late, or changes nothing; save the words as a new revision, which takes the
    place of the page's previous one while that is only being written (see
    `_is_being_written`). A revision's id is never used for other words.
    Neither publishes nor signs.
    Raises OutOfDate, WrongState, ValidationError as writing.save_text does.
    """
    # One at a time from here: the row is held before anything is compared.
    article = open_to_write(article, fields=fields)
    latest = article.latest_revision
    last = Autosave.objects.filter(article=article, revision=latest).first()
    if last and last.key == tab.key and last.number >= tab.number:
        return latest
    if last and last.key != tab.key:
        last = None
    if last is None:
        check_seen(article, seen)
    if not _changes(article, fields, section):
        return latest
    check_fields(article, by=by, fields=fields)
    revision, article = write_down(article, by=by, fields=fields, section=section)
    Autosave.objects.update_or_create(
        article_id=article.pk,
        defaults={
            "revision": revision,
            "key": tab.key,
            "number": tab.number,
            "closed_at": None,
        },
    )
    if last and _is_being_written(article, latest, last, by):
        Revision.objects.filter(pk=latest.pk).delete()
    return revision


def _is_being_written(
    article: ArticlePage, revision: Revision, last: Autosave, by: User
) -> bool:
    """Tell whether a revision is of the same sitting, and means nothing yet.

    What was signed, proposed, sent back, published or read by an editor stays.
    """
    if last.closed_at or revision.user_id != by.pk:
        return False
    if timezone.now() - revision.created_at > PAUSE:
        return False
    if revision.pk == article.live_revision_id:
        return False
    if Signature.objects.filter(revision=revision).exists():
        return False
    tasks = TaskState.objects.filter(workflow_state__object_id=str(article.pk))
    met = tasks.filter(Q(revision=revision) | Q(finished_at__gte=revision.created_at))
    return not met.exists()


def _changes(
    article: ArticlePage, fields: dict[str, Any], section: SectionPage | None
) -> bool:
    said = {name: fields[name] for name in FIELDS if name in fields}
    if any(getattr(article, name) != value for name, value in said.items()):
        return True
    if "tags" in fields and sorted(fields["tags"]) != sorted(article.tags.names()):
        return True
    return section is not None and section.pk != article.get_parent().pk


def seen_from(article: ArticlePage, tab: Tab | None, seen: int | None) -> int | None:
    """Return the revision that a page has before it: the newest, where it made it
    and the answer did not arrive; `seen` otherwise."""
    if tab is None:
        return seen
    made = Autosave.objects.filter(
        article=article.pk, key=tab.key, revision=article.latest_revision_id
    )
    return article.latest_revision_id if made.exists() else seen


def note_saved(article: ArticlePage, revision: Revision, tab: Tab) -> None:
    """Record that a page's words arrived, by the button: its journal may forget."""
    Autosave.objects.update_or_create(
        article_id=article.pk,
        defaults={
            "revision": revision,
            "key": tab.key,
            "number": tab.number,
            "closed_at": timezone.now(),
        },
    )


def close_version(article: ArticlePage) -> None:
    """Keep the newest revision as it is: somebody has read it."""
    Autosave.objects.filter(revision=article.latest_revision_id, closed_at=None).update(
        closed_at=timezone.now()
    )


@transaction.atomic
def save_version(
    article: ArticlePage, *, by: User, fields: dict[str, Any], seen: int | None = None
) -> Revision:
    """Save words as a version of its own, without publishing. Raises as autosave."""
    article = open_to_write(article, seen=seen, fields=fields)
    check_fields(article, by=by, fields=fields)
    revision, _article = write_down(article, by=by, fields=fields)
    return revision


@transaction.atomic
def restore_version(article: ArticlePage, revision: Revision, *, by: User) -> Revision:
    """Take an earlier version's words up again, as a new version.

    Names, licence, section and address stay what they are; a published text is
    not changed until the correction is published. Raises WrongState where the
    text is closed to writing.
    """
    article = open_to_write(article)
    # Its pictures were this text's own: nobody needs to have brought them.
    new, article = write_down(article, by=by, fields=words_of(revision))
    log(
        instance=article,
        action=RESTORED,
        user=by,
        revision=new,
        data={"revision": {"id": revision.pk, "created": str(revision.created_at)}},
    )
    return new


@transaction.atomic
def set_aside(article: ArticlePage, *, by: User, fields: dict[str, Any]) -> Revision:
    """Keep words that cannot be the newest: somebody saved others meanwhile.

    They become a version just before the newest one, which stays what it is.
    Kept once, however often they are sent.
    """
    article = open_to_write(article)
    check_fields(article, by=by, fields=fields)
    newest = article.latest_revision
    aside = newest.as_object()
    for name in WORDS:
        if name in fields:
            setattr(aside, name, fields[name])
    if "tags" in fields:
        aside.tags.set(fields["tags"])
    content = aside.serializable_data()
    before = Revision.objects.for_instance(article).filter(user=by)
    for same in before.order_by("-created_at", "-pk")[:20]:
        if all(same.content.get(name) == content.get(name) for name in WORDS):
            return same
    revision = Revision.objects.create(
        content_object=article,
        base_content_type=article.get_base_content_type(),
        user=by,
        # Wagtail takes the newest by date for the current one.
        created_at=newest.created_at - timedelta(microseconds=1),
        content=content,
        object_str=str(aside),
    )
    log(instance=article, action=SET_ASIDE, user=by, revision=revision)
    return revision


def words_of(revision: Revision) -> dict[str, Any]:
    """Return the words of a version, as the services take them."""
    version = revision.as_object()
    words = {name: getattr(version, name) for name in WORDS}
    return words | {"tags": list(version.tags.names())}
