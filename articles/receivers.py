"""What follows from Wagtail's own events, whoever caused them.

Publication comes from our desk, from the Wagtail admin, from a workflow that
ends or from the scheduler: Wagtail's signals are the one door that all of them
pass, so that feeds and messages follow the event and not one of its callers.
"""

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.admin import signal_handlers as wagtail_mail
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from articles import emails
from articles.models import ArticlePage, ContentVersion, Signature
from articles.services.addresses import keep_former_addresses
from articles.services.bylines import file_anew
from articles.services.helping import close_all
from articles.services.placements import place_at_home, take_down
from authors.models import User


def connect() -> None:
    """Listen to Wagtail; called once, when the application is ready."""
    page_published.connect(on_published, dispatch_uid="brestnet")
    page_unpublished.connect(on_unpublished, dispatch_uid="brestnet")
    post_page_move.connect(on_moved, dispatch_uid="brestnet")
    page_slug_changed.connect(on_renamed, dispatch_uid="brestnet")
    task_submitted.connect(on_submitted, dispatch_uid="brestnet")
    workflow_approved.connect(on_approved, dispatch_uid="brestnet")
    workflow_rejected.connect(on_sent_back, dispatch_uid="brestnet")
    # A name is searched from the moment it is accepted, and no more once it is
    # taken back: the index listens to what it holds, as for the pages themselves.
    post_save.connect(on_signed, sender=Signature, dispatch_uid="brestnet")
    post_delete.connect(on_signed, sender=Signature, dispatch_uid="brestnet")
    # Wagtail's own messages lead into the admin, where writers never go.
    wagtail = [
        (task_submitted, TaskState, "group_approval_task_submitted"),
        (workflow_submitted, WorkflowState, "workflow_state_submitted"),
        (workflow_rejected, WorkflowState, "workflow_state_rejected"),
        (workflow_approved, WorkflowState, "workflow_state_approved"),
    ]
    wagtail_mail.register_signal_handlers()
    for signal, sender, event in wagtail:
        if not signal.disconnect(
            sender=sender, dispatch_uid=f"{event}_email_notification"
        ):
            raise RuntimeError(f"Wagtail no longer sends its message {event}.")


def on_published(instance, **kwargs):
    if isinstance(instance, ArticlePage) and not instance.live:
        # Wagtail says «published» of what is only scheduled.
        return
    if isinstance(instance, ArticlePage):
        place_at_home(instance)
        close_all(instance)
        # Wagtail files a page before its tags are saved.
        file_anew(ArticlePage.objects.filter(pk=instance.pk))
    else:
        ContentVersion.objects.bump()


def on_unpublished(instance, **kwargs):
    if isinstance(instance, ArticlePage):
        take_down(instance)
    else:
        ContentVersion.objects.bump()


def on_renamed(instance, instance_before, **kwargs):
    keep_former_addresses(instance, was=instance_before.url_path)
    ContentVersion.objects.bump()


def on_moved(instance, url_path_before, **kwargs):
    keep_former_addresses(instance, was=url_path_before)
    for article in ArticlePage.objects.live().descendant_of(instance, inclusive=True):
        place_at_home(article)
    ContentVersion.objects.bump()


def on_signed(instance, **kwargs):
    file_anew(ArticlePage.objects.live().filter(pk=instance.article_id))


def on_submitted(instance, **kwargs):
    article = instance.workflow_state.content_object.specific
    editors = User.objects.filter(is_active=True)
    editors = editors.filter(groups__in=instance.task.specific.groups.all()).distinct()
    site = article.get_site()
    transaction.on_commit(lambda: emails.tell_submitted(article, site, editors))


def on_approved(instance, **kwargs):
    article = ArticlePage.objects.get(pk=instance.content_object.pk)
    transaction.on_commit(lambda: emails.tell_published(article))


def on_sent_back(instance, **kwargs):
    article = instance.content_object.specific
    message = instance.current_task_state.comment
    site = article.get_site()
    transaction.on_commit(lambda: emails.tell_sent_back(article, message, site))
