"""The editors' queue and their gestures: each on the sites that one edits.

To anybody else these pages do not exist.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from wagtail.models import WorkflowState

from articles import permissions
from articles.consent_forms import EditorsCorrectionForm
from articles.enums import Stage
from articles.errors import OutOfDate, WrongState
from articles.forms import ReasonForm, SendBackForm
from articles.models import ArticlePage, Correction
from articles.pagination import list_page
from articles.services import review as gestures
from articles.services.saving import close_version

# Notices are counted up to here.
MANY = 100


def _article(user, pk: int) -> ArticlePage:
    """Return a text that was proposed to a site that `user` edits; 404 otherwise."""
    article = get_object_or_404(ArticlePage, pk=pk)
    if article.stage == Stage.DRAFT:
        raise Http404("article")
    if not permissions.can_review_article(user, article):
        raise Http404("article")
    return article


@login_required
@require_safe
def queue(request):
    """What waits on the sites that I edit, oldest first."""
    sites = list(permissions.sites_edited_by(request.user))
    if not sites:
        raise Http404("moderation")
    waiting = ArticlePage.objects.waiting_on(sites).with_credits()
    page = list_page(waiting.order_by("waiting_since", "pk"), request)
    for article in page.items:
        article.waits_on = next(
            s for s in sites if article.path.startswith(s.root_page.path)
        )
    notices = permissions.notices_seen_by(request.user)[:MANY].count()
    context = {"page_of_list": page, "sites": sites, "notices_count": notices}
    return render(request, "articles/moderation/queue.html", context)


@login_required
@require_safe
def review(request, pk: int):
    """Read a text, with its writer's other texts beside.

    The version that is read stays in the history, whatever is written next.
    """
    article = _article(request.user, pk)
    close_version(article)
    return _review(request, article)


def _review(request, article, status=200, **context):
    writer = article.owner
    others = ArticlePage.objects.none()
    if writer:
        others = ArticlePage.objects.written_by(writer).live().exclude(pk=article.pk)
    state = WorkflowState.objects.for_instance(article).order_by("-created_at").first()
    context = {
        "article": article,
        "others": list(others.order_by("-first_published_at").defer("body")[:5]),
        "others_count": others.count(),
        "state": state,
        "waits_on": article.get_site(),
        "send_back_form": SendBackForm(),
        "reason_form": ReasonForm(),
        "can_restore": permissions.can_restore(request.user, article),
    } | context
    return render(request, "articles/moderation/review.html", context, status=status)


@login_required
@require_POST
def publish(request, pk: int):
    """Publish a waiting text, as it was read."""
    article = _article(request.user, pk)
    seen = request.POST.get("seen", "")
    try:
        gestures.publish(
            article, by=request.user, seen=int(seen) if seen.isdecimal() else 0
        )
    except OutOfDate as error:
        messages.error(request, _("%s Relisez-le avant de publier.") % error)
        return redirect("review", article.pk)
    except ValidationError as error:
        for sentence in error.messages:
            messages.error(request, sentence)
        return redirect("review", article.pk)
    except WrongState as error:
        messages.info(request, str(error))
        return redirect("moderation")
    messages.success(
        request, _("« %s » est publié. Son auteur est prévenu.") % article.title
    )
    return redirect("moderation")


@login_required
@require_POST
def send_back(request, pk: int):
    """Send a waiting text back to its writer, with a message."""
    article = _article(request.user, pk)
    form = SendBackForm(request.POST)
    if not form.is_valid():
        return _review(request, article, status=422, send_back_form=form)
    try:
        gestures.send_back(
            article, by=request.user, message=form.cleaned_data["message"]
        )
        messages.success(
            request,
            _("« %s » est renvoyé à son auteur, avec votre message.") % article.title,
        )
    except WrongState as error:
        messages.info(request, str(error))
    return redirect("moderation")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, pk: int):
    """Change a published text, with a reason that everybody reads."""
    article = _article(request.user, pk)
    if not permissions.can_correct_as_editor(request.user, article):
        raise Http404("article")
    form = EditorsCorrectionForm(request.POST or None, article=article)
    if form.is_valid():
        data = form.cleaned_data
        fields = {name: data[name] for name in gestures.CORRECTABLE}
        try:
            gestures.correct(
                article,
                by=request.user,
                fields=fields,
                reason=data["reason"],
                seen=data["seen"],
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        except WrongState as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, _("L’article est modifié. Il le dit, et son auteur le sait.")
            )
            return redirect("review", article.pk)
    context = {"article": article, "form": form, "site": article.get_site()}
    context["corrections"] = list(article.corrections.all()[:20])
    status = 422 if form.is_bound else 200
    return render(request, "articles/moderation/correct.html", context, status=status)


@login_required
@require_POST
def hide_correction(request, pk: int):
    """Take the words of a correction out of sight."""
    correction = get_object_or_404(Correction, pk=pk)
    if not permissions.can_hide_correction(request.user, correction):
        raise Http404("correction")
    gestures.hide_correction(correction, by=request.user)
    messages.success(request, _("Cette différence n’est plus montrée."))
    return redirect("correct", correction.article_id)
