"""What a writing page asks by itself: to save, and whether one is signed in.

It gets JSON, and no redirect: the words are in the page, and stay there.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Revision

from articles import permissions
from articles.errors import OutOfDate, WrongState
from articles.forms import ArticleForm, TabForm
from articles.models import ArticlePage, Autosave
from articles.services import saving


@require_safe
def session(request):
    """Who is signed in, and the token that forms need now."""
    return JsonResponse(
        {
            "user": request.user.pk if request.user.is_authenticated else None,
            "token": get_token(request),
        }
    )


@require_POST
def autosave(request, pk: int):
    """Keep what is being written: those who write the text.

    `saved` with the revision and the time; 422 `invalid` with a message for each
    field that could not be saved, the others are; 409 `conflict` with the other
    version; 401 `signed-out`; 403 `other-account`; 404 `gone`.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"status": "signed-out"}, status=401)
    tab = tab_of(request)
    if tab is None:
        return JsonResponse({"status": "invalid", "errors": {}}, status=422)
    if request.POST.get("writer") != str(request.user.pk):
        return JsonResponse({"status": "other-account"}, status=403)
    article = ArticlePage.objects.filter(pk=pk).first()
    if article is None or not permissions.can_write(request.user, article):
        return JsonResponse({"status": "gone"}, status=404)
    form = ArticleForm(
        request.POST,
        instance=article.as_written(),
        user=request.user,
    )
    form.is_valid()
    data = form.cleaned_data
    try:
        revision = saving.autosave(
            article,
            by=request.user,
            fields=form.fields_to_autosave(),
            section=data.get("section") if "section" in request.POST else None,
            seen=data.get("seen"),
            tab=tab,
        )
    except OutOfDate as error:
        answer = {"status": "conflict", "message": str(error)}
        return JsonResponse(answer | _newest(article, request.user), status=409)
    except WrongState as error:
        return JsonResponse({"status": "gone", "message": str(error)}, status=404)
    except ValidationError as error:
        return JsonResponse(
            {"status": "invalid", "errors": error.message_dict}, status=422
        )
    answer = {"revision": revision.pk, "saved_at": revision.created_at.isoformat()}
    if form.errors:
        answer |= {"status": "invalid", "errors": form.errors}
        return JsonResponse(answer, status=422)
    return JsonResponse({"status": "saved"} | answer)


def _newest(article: ArticlePage, user) -> dict:
    """Describe the version that somebody saved meanwhile."""
    article = get_object_or_404(ArticlePage, pk=article.pk).as_written()
    revision = Revision.objects.select_related("user__author").get(
        pk=article.latest_revision_id
    )
    return {
        "revision": revision.pk,
        "saved_at": revision.created_at.isoformat(),
        "by": _("vous-même") if revision.user_id == user.pk else name_of(revision.user),
        "key": newest_key(article, user),
        "fields": {
            "title": article.title,
            "chapo": article.chapo,
            "body_html": article.body,
        },
    }


def tab_of(request) -> saving.Tab | None:
    """Return the page that sends a form, where it says so."""
    form = TabForm(request.POST)
    return saving.Tab(**form.cleaned_data) if form.is_valid() else None


def about_saving(article: ArticlePage, user) -> dict:
    """Tell a writing page what its own saves, and its journal, begin from."""
    last = Autosave.objects.filter(article=article.pk, revision__user=user).first()
    is_newest = bool(last) and last.revision_id == article.latest_revision_id
    return timers() | {"last": last, "is_newest": is_newest}


def timers() -> dict:
    """Tell a page when to save by itself, in milliseconds."""
    return {
        "wait": settings.AUTOSAVE_AFTER_MS,
        "most": settings.AUTOSAVE_AT_MOST_MS,
    }


def newest_key(article: ArticlePage, user) -> str:
    """Return the key of the page that made the newest version, where `user` did."""
    saved = Autosave.objects.filter(
        article=article.pk, revision=article.latest_revision_id, revision__user=user
    )
    return saved.values_list("key", flat=True).first() or ""


def name_of(user) -> str:
    """Return how a text's writers know each other: never by an address."""
    byline = getattr(user, "author", None)
    if byline:
        return byline.name
    return (user.get_full_name() if user else "") or _("un autre auteur")
