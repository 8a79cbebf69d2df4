"""The writing desk: for anybody who writes, at the workshop only.

Each text is fetched and authorised in one call: to a stranger it does not exist.
"""

import json
import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from articles import permissions
from articles.enums import Licence, Stage
from articles.errors import OutOfDate, WrongState
from articles.forms import ArticleForm, PictureForm, ReasonForm, SignForm, StartForm
from articles.html import picture_ids
from articles.models import ArticlePage, Picture
from articles.pagination import list_page
from articles.services import review, writing
from articles.services.pictures import bring_picture
from articles.text import from_text
from authors.addresses import reverse_public
from authors.services import create_author

# Where a text written before signing in waits, in the session.
WAITING_TEXT = "text_before_account"


def _article(user, pk: int, may) -> ArticlePage:
    """Return the text where `may(user, text)`; 404 otherwise, for everyone."""
    article = get_object_or_404(ArticlePage, pk=pk)
    if not may(user, article):
        raise Http404("article")
    return article


def may_follow(user, article: ArticlePage) -> bool:
    return user.is_authenticated and article.is_written_by(user)


@require_safe
def home(request):
    """My texts; without a session, an invitation to write."""
    if not request.user.is_authenticated:
        form = StartForm(initial=_start_initial(request))
        return render(request, "articles/desk/welcome.html", {"form": form})
    if WAITING_TEXT in request.session:
        return redirect("start")
    mine = ArticlePage.objects.written_by(request.user).prefetch_workflow_states()
    mine = mine.prefetch_related("withdrawals").order_by("-latest_revision_created_at")
    context = {"page_of_list": list_page(mine.defer("body"), request)}
    return render(request, "articles/desk/home.html", context)


def _start_initial(request) -> dict:
    initial = {"key": uuid.uuid4()}
    section = request.GET.get("rubrique", "")
    if section.isdecimal() and len(section) < 10:
        initial["section"] = int(section)
    return initial


@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    """Begin a text. Anybody may: who has no session is asked to sign in after."""
    waiting = request.session.get(WAITING_TEXT)
    if request.method == "POST":
        form = StartForm(request.POST)
    elif waiting and request.user.is_authenticated:
        # Back from signing in: the text was sent before, and is taken as it is.
        form = StartForm(waiting)
    else:
        initial = waiting or _start_initial(request)
        form = StartForm(initial=initial)
        return render(request, "articles/desk/start.html", {"form": form})
    if not form.is_valid():
        return render(request, "articles/desk/start.html", {"form": form}, status=422)
    data = form.cleaned_data
    if not request.user.is_authenticated:
        request.session[WAITING_TEXT] = {
            "key": str(data["key"]),
            "title": data["title"],
            "body": data["body"],
            "section": data["section"].pk,
        }
        return render(request, "articles/desk/sign_in_to_go_on.html")
    fields = {"title": data["title"], "body": from_text(data["body"])}
    article = writing.start_draft(
        data["section"], by=request.user, key=data["key"], fields=fields
    )
    request.session.pop(WAITING_TEXT, None)
    return redirect("write", article.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk: int):
    """Write: those who began or signed the text."""
    article = _article(request.user, pk, permissions.can_write)
    if request.method != "POST":
        form = ArticleForm(instance=article, user=request.user)
        return _writing(request, article, form)
    form = ArticleForm(
        request.POST, request.FILES, instance=_copy(article), user=request.user
    )
    if not form.is_valid():
        return _writing(request, article, form, status=422)
    data = form.cleaned_data
    try:
        fields = form.fields_to_save()
        writing.save_text(
            article,
            by=request.user,
            fields=fields,
            section=data["section"],
            seen=data["seen"],
        )
    except OutOfDate:
        return _conflict(request, article, form)
    except (WrongState, ValidationError) as error:
        form.add_error(
            None, error.messages if hasattr(error, "messages") else str(error)
        )
        return _writing(request, article, form, status=422)
    live = article.live
    messages.success(
        request,
        _("Votre correction est en ligne.")
        if live
        else _("Votre texte est enregistré."),
    )
    after = request.POST.get("next", "")
    to = {"apercu": "preview", "signature": "sign"}.get(after, "write")
    return redirect(to, article.pk)


def _copy(article: ArticlePage) -> ArticlePage:
    """Return the text anew: a form changes its instance even where it fails."""
    return ArticlePage.objects.get(pk=article.pk)


def _writing(request, article, form, status=200, **context):
    body = form.data.get("body_html") if form.is_bound else article.body
    photos = Picture.objects.filter(pk__in=picture_ids(article.body)).to_show()
    mine = Picture.objects.filter(uploaded_by_user=request.user).to_show()
    mine = mine.order_by("-created_at")[:24]
    files = {p.pk: p.files()[0].url for p in [*mine, *photos]}
    context = {
        "article": article,
        "form": form,
        "body_html": article.body if body is None else body,
        "photos": json.dumps(files),
        "peertube_hosts": " ".join(settings.PEERTUBE_HOSTS),
        "picture_form": PictureForm(),
    } | context
    return render(request, "articles/desk/write.html", context, status=status)


def _conflict(request, article, form):
    """Show both texts: what was typed stays in the form, the newer one beside.

    Saving again then replaces the newer version, knowingly; the history keeps it.
    """
    article = _copy(article)
    form.data = form.data.copy()
    form.data["seen"] = article.latest_revision_id
    form.add_error(
        None,
        _(
            "Quelqu’un (ou vous-même, dans un autre onglet) a enregistré une autre "
            "version pendant que vous écriviez. Votre texte est ci-dessous, l’autre "
            "version est à la fin de la page. Enregistrez à nouveau pour garder le "
            "vôtre."
        ),
    )
    return _writing(request, article, form, status=409, other=article)


@login_required
@require_POST
def add_picture(request, pk: int):
    """Bring a picture for a text: who may write it.

    The editor gets JSON. Without JavaScript the picture is put at the end of
    the text, and the writing page is shown again.
    """
    article = _article(request.user, pk, permissions.can_write)
    wants_json = "application/json" in request.headers.get("Accept", "")
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        if wants_json:
            return JsonResponse({"errors": form.errors}, status=400)
        return _writing(
            request,
            article,
            ArticleForm(instance=article, user=request.user),
            status=422,
            picture_form=form,
        )
    data = form.cleaned_data
    picture = bring_picture(
        data["file"],
        by=request.user,
        title=data["caption"] or data["description"],
        description=data["description"],
        credit=data["credit"],
    )
    if wants_json:
        answer = {
            "id": picture.pk,
            "url": picture.files()[0].url,
            "description": picture.description,
            "caption": data["caption"],
        }
        return JsonResponse(answer, status=201)
    body = article.body + from_text(
        f"![{_bare(picture.description)}](photo:{picture.pk} "
        f'"{_bare(data["caption"])}")'
    )
    writing.save_text(article, by=request.user, fields={"body": body})
    messages.success(request, _("L’image est à la fin de votre texte."))
    return redirect("write", article.pk)


def _bare(text: str) -> str:
    for character in '\\"[]*_`<>!':
        text = text.replace(character, "\\" + character)
    return text


@login_required
@require_safe
def preview(request, pk: int):
    """See the page as readers will: its writers, its site's editors."""
    article = _article(request.user, pk, permissions.can_read_draft)
    request.site = request._wagtail_site = article.get_site()
    context = article.get_context(request) | {"preview": True}
    return render(request, article.template, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk: int):
    """Sign and propose the text: who may write it."""
    article = _article(request.user, pk, permissions.can_write)
    if article.stage not in (Stage.DRAFT, Stage.SENT_BACK):
        messages.info(request, _("Ce texte est déjà proposé ou publié."))
        return redirect("article", article.pk)
    form = SignForm(request.POST or None, user=request.user)
    lacks = writing.missing(article)
    if request.method == "POST" and form.is_valid():
        try:
            _sign_and_submit(article, request.user, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except WrongState as error:
            messages.info(request, str(error))
            return redirect("article", article.pk)
        else:
            messages.success(
                request,
                _(
                    "Merci ! Votre texte est proposé. Les éditeurs du site le lisent "
                    "et vous répondent ici et par e-mail."
                ),
            )
            return redirect("article", article.pk)
    context = {
        "article": article,
        "form": form,
        "lacks": lacks,
        "charter": reverse_public("wagtail_serve", "charte/"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "articles/desk/sign.html", context, status=status)


@transaction.atomic
def _sign_and_submit(article, user, data) -> None:
    author = data.get("author") or create_author(data["name"], user=user)
    licence = Licence(data["licence"])
    writing.sign_and_submit(article, by=user, author=author, licence=licence)


@login_required
@require_safe
def article(request, pk: int):
    """Where my text stands, in words, and what I can do now."""
    text = _article(request.user, pk, may_follow)
    state = text.workflow_states.order_by("-created_at").first()
    answers = []
    if state:
        tasks = state.task_states.exclude(comment="").select_related("finished_by")
        answers = list(tasks.order_by("-finished_at"))
    context = {
        "article": text,
        "state": state,
        "answers": answers,
        "home_site": text.get_site(),
        "reason_form": ReasonForm(),
        "can_restore": permissions.can_restore(request.user, text),
    }
    return render(request, "articles/desk/article.html", context)


@login_required
@require_POST
def take_back(request, pk: int):
    """Take a proposed text back: who may write it."""
    text = _article(request.user, pk, permissions.can_write)
    try:
        writing.take_back(text, by=request.user)
        messages.success(request, _("Votre texte est de nouveau un brouillon."))
    except WrongState as error:
        messages.info(request, str(error))
    return redirect("article", text.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, pk: int):
    """Delete a draft, after asking: who may write it."""
    text = _article(request.user, pk, permissions.can_write)
    if request.method != "POST":
        return render(request, "articles/desk/delete.html", {"article": text})
    try:
        writing.delete_draft(text, by=request.user)
    except WrongState as error:
        messages.info(request, str(error))
        return redirect("article", text.pk)
    messages.success(request, _("Le brouillon est supprimé."))
    return redirect("desk")


@login_required
@require_POST
def withdraw(request, pk: int):
    """Take a published article offline: its writers, its site's editors."""
    text = _article(request.user, pk, permissions.can_withdraw)
    form = ReasonForm(request.POST)
    back = "article" if may_follow(request.user, text) else "review"
    if not form.is_valid():
        messages.error(request, form.errors["reason"][0])
        return redirect(back, text.pk)
    try:
        review.withdraw(text, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("L’article n’est plus en ligne."))
    except WrongState as error:
        messages.info(request, str(error))
    return redirect(back, text.pk)


@login_required
@require_POST
def restore(request, pk: int):
    """Put a withdrawn article back: whoever could withdraw it.

    A writer cannot undo what an editor decided.
    """
    text = _article(request.user, pk, permissions.can_restore)
    try:
        review.restore(text, by=request.user)
        messages.success(request, _("L’article est de nouveau en ligne."))
    except WrongState as error:
        messages.info(request, str(error))
    return redirect("article" if may_follow(request.user, text) else "review", text.pk)
