"""The editors' gestures: publish, send back, withdraw, restore, correct."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log

from articles import emails
from articles.enums import Hand, Stage
from articles.errors import OutOfDate, WrongState
from articles.models import ArticlePage, ContentVersion, Correction, Withdrawal
from articles.services import corrections
from articles.services.writing import missing
from authors.models import User


@transaction.atomic
def publish(article: ArticlePage, *, by: User, seen: int | None = None) -> None:
    """Approve a waiting text, which publishes it.

    `seen` is the id of the revision that was read. Effects, in order: check
    that it is still the newest; approve the task, which ends the workflow and
    publishes the revision; the feeds, the kept pages and the writers' mail
    follow from the publication (articles.receivers).
    Raises WrongState where the text does not wait, OutOfDate where the writer
    saved since, ValidationError where readers would miss something.
    """
    article = _waiting(article)
    if seen is not None and seen != article.latest_revision_id:
        raise OutOfDate(_("Le texte a changé depuis que vous l’avez ouvert."))
    lacks = missing(article)
    if lacks:
        raise ValidationError(lacks)
    state = article.current_workflow_state.current_task_state
    state.task.specific.on_action(state.specific, by, "approve")


@transaction.atomic
def send_back(article: ArticlePage, *, by: User, message: str) -> None:
    """Give a waiting text back to its writers, with what the editors ask.

    The message is kept in Wagtail's task record, shown at the desk and mailed.
    Raises ValidationError without a message, WrongState where nothing waits.
    """
    if not message.strip():
        raise ValidationError(_("Dites à l’auteur ce que vous attendez."))
    state = _waiting(article).current_workflow_state.current_task_state
    state.task.specific.on_action(state.specific, by, "reject", comment=message.strip())


@transaction.atomic
def withdraw(article: ArticlePage, *, by: User, reason: str) -> Withdrawal:
    """Take a published article offline, everywhere at once.

    Effects, in order: record who, when and why; unpublish, from which feeds and
    kept pages follow; tell the writers. The address answers 410 with the reason.
    Raises ValidationError without a reason, WrongState where it is not online.
    """
    if not reason.strip():
        raise ValidationError(_("Donnez le motif du retrait."))
    article = ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if not article.live:
        raise WrongState(_("Cet article n’est pas en ligne."))
    withdrawal = Withdrawal.objects.create(
        article=article, by=by, reason=reason.strip()
    )
    # Who may withdraw is ours to say (permissions.can_withdraw): a writer has no
    # rights in Wagtail's tree.
    UnpublishPageAction(article, user=by).execute(skip_permission_checks=True)
    transaction.on_commit(lambda: emails.tell_withdrawn(article, reason.strip(), by))
    return withdrawal


@transaction.atomic
def restore(article: ArticlePage, *, by: User) -> None:
    """Put a withdrawn article online again, as it was, at its old date."""
    article = ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if article.stage != Stage.WITHDRAWN:
        raise WrongState(_("Cet article n’est pas retiré."))
    revision = article.latest_revision
    if article.last_published_at and revision.created_at > article.last_published_at:
        # A correction was begun and never published: it stays in the history.
        revision = article.save_revision(user=by, clean=False)
    revision.publish(user=by, skip_permission_checks=True)


# The words that an editor may have to change.
CORRECTABLE = ("title", "chapo", "body")


@transaction.atomic
def correct(
    article: ArticlePage,
    *,
    by: User,
    fields: dict[str, Any],
    reason: str,
    seen: int | None,
) -> Correction:
    """Change a published text in its writers' place, and say so.

    `seen` is the id of the revision that was read. Effects, in order: save the
    words as a revision, which nobody signs; record what differs, with the
    reason; publish; log; tell the writers.
    Raises ValidationError without a reason or without a change, and where
    readers would miss something; WrongState where it is not online, OutOfDate
    where a writer saved since.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Dites aux lecteurs pourquoi.")})
    article = ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if article.stage != Stage.PUBLISHED:
        raise WrongState(_("Cet article n’est pas en ligne."))
    if seen != article.latest_revision_id:
        raise OutOfDate(_("Le texte a changé depuis que vous l’avez ouvert."))
    for name in CORRECTABLE:
        setattr(article, name, fields[name])
    article.draft_title = article.title
    lacks = missing(article)
    if lacks:
        raise ValidationError(lacks)
    revision = article.save_revision(user=by, clean=False)
    correction = corrections.record(
        revision, by=by, hand=Hand.EDITORS, reason=reason.strip()
    )
    if correction is None:
        raise ValidationError(_("Vous n’avez rien changé."))
    revision.publish(user=by, skip_permission_checks=True)
    log(article, "brestnet.correct", user=by, data={"reason": reason.strip()})
    site = article.get_site()
    transaction.on_commit(lambda: emails.tell_corrected(correction, site))
    return correction


@transaction.atomic
def hide_correction(correction: Correction, *, by: User) -> None:
    """Take the words of a correction out of sight, for everybody and for good.

    Its date, its hand and its reason stay. Effects, in order: forget the words;
    make kept pages stale; log.
    """
    correction.changes = []
    correction.hidden_at = timezone.now()
    correction.hidden_by = by
    correction.save(update_fields=["changes", "hidden_at", "hidden_by"])
    ContentVersion.objects.bump()
    log(correction.article, "brestnet.hide_correction", user=by)


def _waiting(article: ArticlePage) -> ArticlePage:
    article = ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if article.stage != Stage.WAITING:
        raise WrongState(_("Ce texte n’est plus en attente de relecture."))
    return article
