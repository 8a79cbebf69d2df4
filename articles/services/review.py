"""The editors' gestures: publish, send back, withdraw, restore."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from articles import emails
from articles.enums import Stage
from articles.errors import OutOfDate, WrongState
from articles.models import ArticlePage, Withdrawal
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


def _waiting(article: ArticlePage) -> ArticlePage:
    article = ArticlePage.objects.select_for_update(of=("self",)).get(pk=article.pk)
    if article.stage != Stage.WAITING:
        raise WrongState(_("Ce texte n’est plus en attente de relecture."))
    return article
