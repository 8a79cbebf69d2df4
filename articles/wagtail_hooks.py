"""What the Wagtail admin does differently with articles."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page, WorkflowState

from articles.history import SET_ASIDE
from articles.models import ArticlePage
from articles.rich_text import PictureEmbed, VideoEmbed


@hooks.register("register_rich_text_features", order=100)
def show_what_bodies_embed(features):
    features.register_embed_type(PictureEmbed)
    features.register_embed_type(VideoEmbed)


@hooks.register("register_log_actions")
def name_our_gestures(actions):
    told = _("Modifié par les éditeurs")
    actions.register_action("brestnet.correct", told, told)
    told = _("Différence masquée")
    actions.register_action("brestnet.hide_correction", told, told)
    told = _("Signatures réunies")
    actions.register_action("brestnet.merge_bylines", told, told)
    told = _("Signature reprise par sa personne")
    actions.register_action("brestnet.claim_byline", told, told)
    actions.register_action(
        SET_ASIDE,
        _("Mettre de côté"),
        _("Version mise de côté : une autre l’a devancée"),
    )


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
    pages = [item for item in objects if isinstance(item, Page)]
    if any(isinstance(page.specific, ArticlePage) for page in pages):
        messages.error(
            request, _("Les articles se décident un par un, à la relecture.")
        )
        return redirect("moderation")
    if action_type in ("delete", "unpublish"):
        refused = (keep_what_holds_articles(request, page) for page in pages)
        return next(filter(None, refused), None)
    return None


@hooks.register("before_delete_page")
@hooks.register("before_unpublish_page")
def keep_what_holds_articles(request, page):
    """Take down no section or site with texts in it: they would go without a word
    to those who wrote them."""
    if not ArticlePage.objects.descendant_of(page).exists():
        return None
    messages.error(
        request,
        _(
            "« %s » contient des textes, publiés ou en cours d’écriture. Déplacez-les "
            "ou retirez-les d’abord, chacun avec son motif."
        )
        % page.title,
    )
    return redirect("wagtailadmin_explore", page.pk)
