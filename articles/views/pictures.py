"""The pictures of a text: brought, described, placed, moved; with and without
JavaScript."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import permissions
from articles.enums import Licence, Use
from articles.errors import WrongState
from articles.figures import (
    describe_figure,
    figure,
    move_picture,
    pictures_in,
    remove_picture,
)
from articles.models import ArticlePage, Picture
from articles.pagination import list_page
from articles.picture_forms import (
    CaptionForm,
    FactsForm,
    PictureForm,
    SentPictureForm,
)
from articles.services import writing
from articles.services.limits import spend
from articles.services.pictures import bring_picture, describe_picture, last_credit
from articles.views.texts import text_for, wants_json

A_PAGE = 24
MOVES = {"up": -1, "down": 1}


def known_pictures(user, article: ArticlePage) -> dict[int, dict[str, Any]]:
    """Return what the editor knows: the pictures of the text, and the last ones
    that the person brought."""
    ids = [pk for pk, _alt, _caption in pictures_in(article.body)]
    inside = Picture.objects.filter(pk__in=ids).to_show()
    mine = Picture.objects.filter(uploaded_by_user=user).to_show()
    newest = mine.order_by("-created_at", "-pk")[:A_PAGE]
    return {picture.pk: _told(picture, user) for picture in [*newest, *inside]}


def _told(picture: Picture, user) -> dict[str, Any]:
    return {
        "url": picture.files()[0].url,
        "description": picture.description,
        "decorative": picture.is_decorative,
        "credit": picture.credit,
        "licence": picture.licence,
        "mine": permissions.can_place_picture(user, picture),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request, pk: int):
    """See the pictures of a text and one's own, and bring one: who may write it.

    The editor gets JSON. Without JavaScript the picture is put at the end of
    the text, and this page is shown.
    """
    article = text_for(request.user, pk, permissions.can_write)
    if request.method == "POST":
        return _bring(request, article)
    if wants_json(request):
        page = list_page(_mine(request.user), request, size=A_PAGE)
        items = [{"id": p.pk, **_told(p, request.user)} for p in page.items]
        return JsonResponse({"pictures": items, "next": page.next})
    return _page(request, article)


def _mine(user):
    mine = Picture.objects.filter(uploaded_by_user=user).to_show()
    return mine.order_by("-created_at", "-pk")


def _bring(request, article):
    json = wants_json(request)
    form = (SentPictureForm if json else PictureForm)(request.POST, request.FILES)
    picture = None
    status = 400
    if form.is_valid():
        data = form.cleaned_data
        words = data["caption"] or data["description"] or _("Sans titre")
        try:
            spend(request.user, Use.PICTURES, size=data["file"].size)
            picture = bring_picture(
                data["file"], by=request.user, title=words, **form.facts
            )
        except ValidationError as error:
            status = 429 if getattr(error, "code", "") == "too_many" else 400
            form.add_error("file", error)
    if json:
        if picture is None:
            return JsonResponse({"errors": form.errors}, status=status)
        told = _told(picture, request.user)
        answer = {"id": picture.pk, **told, "caption": data["caption"]}
        return JsonResponse(answer, status=201)
    if picture is None:
        status = 422 if status == 400 else status
        return _page(request, article, status=status, picture_form=form)
    body = article.body + figure(
        picture.pk, alt=picture.description, caption=data["caption"]
    )
    return _save(request, article, body, _("L’image est à la fin de votre texte."))


def _page(request, article, status=200, **context):
    ids = [pk for pk, _alt, _caption in pictures_in(article.body)]
    inside = Picture.objects.filter(pk__in=ids).to_show().in_bulk()
    places = []
    for position, (pk, alt, caption) in enumerate(pictures_in(article.body)):
        picture = inside.get(pk)
        if picture is not None:
            initial = _facts(picture, alt) | {"caption": caption}
            form = CaptionForm(
                initial=initial, picture=picture, auto_id=f"id_{position}_%s"
            )
            bound = context.get("bound")
            if bound and bound[0] == position:
                form = bound[1]
            mine = permissions.can_place_picture(request.user, picture)
            places.append((position, picture, form, mine))
    context = {
        "article": article,
        "places": places,
        "page_of_list": list_page(
            _mine(request.user).exclude(pk__in=ids), request, size=A_PAGE
        ),
        "picture_form": PictureForm(
            initial={
                "credit": last_credit(request.user),
                "licence": Licence.BY_SA_4.value,
            }
        ),
    } | context
    return render(request, "articles/desk/pictures.html", context, status=status)


def _facts(picture: Picture, alt: str) -> dict[str, Any]:
    return {
        "description": alt or picture.description,
        "decorative": picture.is_decorative and not alt,
        "credit": picture.credit,
        "licence": picture.licence,
    }


@login_required
@require_POST
def own(request, pk: int, picture: int):
    """Describe one of my pictures, place it in my text, or make it the cover."""
    article = text_for(request.user, pk, permissions.can_write)
    mine = get_object_or_404(Picture, pk=picture)
    if not permissions.can_place_picture(request.user, mine):
        raise Http404("picture")
    gesture = request.POST.get("gesture")
    if gesture == "place":
        body = article.body + figure(mine.pk, alt=mine.description, caption="")
        return _save(request, article, body, _("L’image est à la fin de votre texte."))
    if gesture == "cover":
        return _save_cover(request, article, mine)
    form = FactsForm(request.POST, picture=mine)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=400)
    describe_picture(mine, by=request.user, **form.facts)
    mine.refresh_from_db()
    return JsonResponse({"id": mine.pk, **_told(mine, request.user)})


@login_required
@require_POST
def placed(request, pk: int, position: int):
    """Move, describe or take away a picture of a text: who may write it."""
    article = text_for(request.user, pk, permissions.can_write)
    found = pictures_in(article.body)
    gesture = request.POST.get("gesture", "")
    if position >= len(found):
        raise Http404("position")
    if gesture in MOVES:
        body = move_picture(article.body, position, MOVES[gesture])
        return _save(request, article, body, _("L’image a changé de place."))
    if gesture == "remove":
        body = remove_picture(article.body, position)
        return _save(request, article, body, _("L’image n’est plus dans le texte."))
    picture = get_object_or_404(Picture, pk=found[position][0])
    if gesture == "cover":
        return _save_cover(request, article, picture)
    return _describe(request, article, position, picture)


def _describe(request, article, position, picture):
    mine = permissions.can_place_picture(request.user, picture)
    data = request.POST.copy()
    if not mine:
        # Its facts are who brought it's to say; what it shows here is the text's.
        data["credit"] = picture.credit or "–"
        data["licence"] = picture.licence
    form = CaptionForm(data, picture=picture, auto_id=f"id_{position}_%s")
    if not form.is_valid():
        return _page(request, article, status=422, bound=(position, form))
    alt = form.cleaned_data["description"]
    caption = form.cleaned_data["caption"]
    body = describe_figure(article.body, position, alt=alt, caption=caption)
    with transaction.atomic():
        if mine:
            describe_picture(picture, by=request.user, **form.facts)
        return _save(request, article, body, _("C’est noté."))


def _save(request, article, body: str, done: str):
    return _save_fields(request, article, {"body": body}, done)


def _save_cover(request, article, picture: Picture):
    done = _("C’est l’image principale de votre texte.")
    return _save_fields(request, article, {"cover": picture}, done)


def _save_fields(request, article, fields, done: str):
    """Save a change of pictures as a version; say what happened, and go back."""
    seen = request.POST.get("seen", "")
    known = int(seen) if seen.isdecimal() and len(seen) < 13 else None
    try:
        writing.save_text(article, by=request.user, fields=fields, seen=known)
        messages.success(request, done)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    except WrongState as error:
        messages.error(request, str(error))
    return redirect("pictures", article.pk)
