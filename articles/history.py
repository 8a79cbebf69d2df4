"""The versions of a text, and what each was: for those who write it.

What happened is read from the records that exist anyway: Wagtail's revisions,
its tasks and its log.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import PageLogEntry, Revision, TaskState

from articles.models import ArticlePage

PUBLISHED = "wagtail.publish"
RESTORED = "wagtail.revert"
SET_ASIDE = "brestnet.set_aside"


@dataclass(frozen=True)
class Version:
    """A revision, and what it was in the life of the text."""

    revision: Revision
    events: tuple[str, ...]
    is_current: bool
    is_online: bool


def revisions_of(article: ArticlePage) -> QuerySet[Revision]:
    """Return a text's revisions, the newest first, without their words."""
    revisions = Revision.objects.for_instance(article).select_related("user__author")
    return revisions.defer("content").order_by("-created_at", "-pk")


def versions(article: ArticlePage, revisions: Sequence[Revision]) -> list[Version]:
    """Return what each of some revisions was: in four queries, whatever they are."""
    events = _events(article, revisions)
    return [
        Version(
            revision=revision,
            events=tuple(dict.fromkeys(events[revision.pk])) or (_("enregistré"),),
            is_current=revision.pk == article.latest_revision_id,
            is_online=article.live and revision.pk == article.live_revision_id,
        )
        for revision in revisions
    ]


def _events(
    article: ArticlePage, revisions: Sequence[Revision]
) -> defaultdict[int, list[str]]:
    events: defaultdict[int, list[str]] = defaultdict(list)
    first = revisions_of(article).order_by("created_at", "pk").values_list("pk")[:1]
    for (pk,) in first:
        events[pk].append(_("commencé"))
    known = [revision.pk for revision in revisions]
    log = PageLogEntry.objects.filter(page=article.pk)
    entries = log.filter(revision__in=known).order_by("timestamp", "pk")
    actions = entries.values_list("revision_id", "action")
    earliest = log.filter(action=PUBLISHED).order_by("timestamp", "pk")
    published = earliest.values_list("revision_id", flat=True).first()
    for pk, action in actions:
        if action == PUBLISHED:
            events[pk].append(_("publié") if pk == published else _("corrigé"))
        elif action == RESTORED:
            events[pk].append(_("repris d’une version d’avant"))
        elif action == SET_ASIDE:
            events[pk].append(_("mis de côté"))
    for task in _tasks(article).filter(revision__in=known):
        events[task.revision_id].append(_("proposé"))
    for task in _tasks(article).filter(status=TaskState.STATUS_REJECTED)[:100]:
        read = next((r for r in revisions if r.created_at <= task.finished_at), None)
        # The newest then; the first of a further page may not have been it.
        is_first = read is not None and read is revisions[0]
        if read and (not is_first or read.pk == article.latest_revision_id):
            events[read.pk].append(_("renvoyé"))
    return events


def _tasks(article: ArticlePage) -> QuerySet[TaskState]:
    base = article.get_base_content_type()
    return TaskState.objects.filter(
        workflow_state__object_id=str(article.pk),
        workflow_state__base_content_type=base,
    ).order_by("-started_at")
