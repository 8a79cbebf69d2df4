"""What the Wagtail admin does differently with articles."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import WorkflowState

from articles.models import ArticlePage
from articles.rich_text import PictureEmbed


@hooks.register("register_rich_text_features", order=100)
def show_pictures_as_figures(features):
    features.register_embed_type(PictureEmbed)


@hooks.register("construct_explorer_page_queryset")
def hide_drafts(parent_page, pages, request):
    """List what was proposed or published: a draft is its writer's alone."""
    drafts = ArticlePage.objects.filter(live=False, withdrawals=None)
    proposed = WorkflowState.objects.active().values_list("object_id", flat=True)
    own = Q(pk__in=[int(pk) for pk in proposed if pk.isdecimal()])
    return pages.exclude(pk__in=drafts.exclude(own).values("pk"))


@hooks.register("before_bulk_action")
def decide_one_by_one(request, action_type, objects, action):
    """Take no bundle of articles down, or online: each decision has a reason."""
    if any(isinstance(page.specific, ArticlePage) for page in _pages(objects)):
        messages.error(
            request, _("Les articles se décident un par un, à la relecture.")
        )
        return redirect("moderation")
    return None


def _pages(objects):
    return [item for item in objects if hasattr(item, "specific")]
