"""The writing desk: for anybody who writes, at the workshop only.

Each text is fetched and authorised in one call: to a stranger it does not exist.
"""

import json
import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from articles import permissions
from articles.enums import Licence, Stage, Use
from articles.errors import OutOfDate, WrongState
from articles.forms import MAX_BODY, ArticleForm, ReasonForm, SignForm, StartForm
from articles.markdown import pictures_of
from articles.models import ArticlePage
from articles.pagination import list_page
from articles.services import review, saving, writing
from articles.services.limits import spend
from articles.services.pictures import last_credit
from articles.shapes import laid_out, shape_of
from articles.text import from_text
from articles.views import two_versions
from articles.views.importing import undoable
from articles.views.invitations import waiting_for
from articles.views.pictures import known_pictures
from articles.views.saving import about_saving, tab_of, timers
from articles.views.texts import may_follow
from articles.views.texts import text_for as _article
from authors.addresses import reverse_public
from authors.services import create_author

# Where a text written before signing in waits, in the session.
WAITING_TEXT = "text_before_account"


@require_safe
def home(request):
    """My texts; without a session, an invitation to write."""
    if not request.user.is_authenticated:
        form = StartForm(initial=_start_initial(request))
        context = {"form": form, "saving": timers()}
        return render(request, "articles/desk/welcome.html", context)
    waiting = request.session.get(WAITING_TEXT)
    if waiting and not waiting.get("shown"):
        return redirect("start")
    mine = ArticlePage.objects.written_by(request.user).prefetch_workflow_states()
    mine = mine.prefetch_related("withdrawals").order_by("-latest_revision_created_at")
    context = {"page_of_list": list_page(mine.defer("body"), request)}
    context |= waiting_for(request.user)
    return render(request, "articles/desk/home.html", context)


def _start_initial(request) -> dict:
    initial = {"key": uuid.uuid4()}
    initial["form"] = shape_of(request.GET.get("forme", "")).form.value
    section = request.GET.get("rubrique", "")
    if section.isdecimal() and len(section) < 10:
        initial["section"] = int(section)
    return initial


@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    """Begin a text. Anybody may: who has no session is asked to sign in after."""
    waiting = request.session.get(WAITING_TEXT)
    if request.method == "POST" and request.POST.get("next") == "connexion":
        return _sign_in_first(request)
    if request.method == "POST":
        form = StartForm(request.POST)
    elif waiting and request.user.is_authenticated:
        # Back from signing in: the text was sent before, and is taken as it is.
        form = StartForm(waiting)
    else:
        initial = waiting or _start_initial(request)
        form = StartForm(initial=initial)
        return _starting(request, form)
    if not form.is_valid():
        if request.method != "POST":
            # It stays in the session, and no longer in the way.
            request.session[WAITING_TEXT] = waiting | {"shown": True}
        return _starting(request, form, status=422)
    data = form.cleaned_data
    if not request.user.is_authenticated:
        request.session[WAITING_TEXT] = {
            "key": str(data["key"]),
            "title": data["title"],
            "body": data["body"],
            "section": data["section"].pk,
            "form": data["form"],
        }
        context = {"key": data["key"]}
        return render(request, "articles/desk/sign_in_to_go_on.html", context)
    try:
        spend(request.user, Use.DRAFTS)
    except ValidationError as error:
        form.add_error(None, error)
        return _starting(request, form, status=429)
    fields = {
        "title": data["title"],
        "form": data["form"],
        # The first line comes first, the shape under it.
        "body": laid_out(from_text(data["body"]), data["form"]),
    }
    article = writing.start_draft(
        data["section"], by=request.user, key=data["key"], fields=fields
    )
    request.session.pop(WAITING_TEXT, None)
    return redirect("write", article.pk)


def _starting(request, form, status=200):
    context = {"form": form, "saving": timers()}
    return render(request, "articles/desk/start.html", context, status=status)


def _sign_in_first(request):
    """Keep what was typed, whole or not, and lead to signing in."""
    limits = {"key": 36, "title": 1000, "body": MAX_BODY + 1, "section": 12, "form": 16}
    typed = {name: request.POST.get(name, "")[:most] for name, most in limits.items()}
    if typed["body"].strip() or typed["title"].strip():
        request.session[WAITING_TEXT] = typed
    return redirect_to_login(reverse("start"), reverse("account_login"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request, pk: int):
    """Write: those who began or signed the text, and whom they let."""
    article = _article(request.user, pk, permissions.can_write)
    article = article.as_written()
    if request.method != "POST":
        form = ArticleForm(instance=article, user=request.user)
        return _writing(request, article, form)
    form = ArticleForm(
        request.POST,
        request.FILES,
        instance=_copy(article).as_written(),
        user=request.user,
    )
    if not form.is_valid():
        return _writing(request, article, form, status=422)
    data = form.cleaned_data
    try:
        fields = form.fields_to_save()
        tab = tab_of(request)
        revision = writing.save_text(
            article,
            by=request.user,
            fields=fields,
            section=data["section"],
            seen=saving.seen_from(article, tab, data["seen"]),
        )
    except OutOfDate:
        return two_versions.show(request, article, form)
    except (WrongState, ValidationError) as error:
        form.add_error(
            None, error.messages if hasattr(error, "messages") else str(error)
        )
        return _writing(request, article, form, status=422)
    if tab:
        saving.note_saved(article, revision, tab)
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
    context = {
        "article": article,
        "form": form,
        "body_html": article.body if body is None else body,
        "photos": json.dumps(known_pictures(request.user, article)),
        "peertube_hosts": " ".join(settings.PEERTUBE_HOSTS),
        "credit": last_credit(request.user),
        "undoable": undoable(request, article),
        "is_writer": may_follow(request.user, article),
        "saving": about_saving(article, request.user),
    } | context
    return render(request, "articles/desk/write.html", context, status=status)


@login_required
@require_safe
def preview(request, pk: int):
    """See the page as readers will: its writers, its site's editors."""
    article = _article(request.user, pk, permissions.can_read_draft)
    if permissions.can_write(request.user, article):
        article = article.as_written()
    request.site = request._wagtail_site = article.get_site()
    context = article.get_context(request) | {"preview": True}
    return render(request, article.template, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request, pk: int):
    """Sign and propose the text: its writers."""
    article = _article(request.user, pk, permissions.can_propose)
    if article.stage not in (Stage.DRAFT, Stage.SENT_BACK):
        messages.info(request, _("Ce texte est déjà proposé ou publié."))
        return redirect("article", article.pk)
    form = SignForm(
        request.POST or None,
        user=request.user,
        has_pictures=bool(pictures_of(article)),
    )
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
    """Take a proposed text back: its writers."""
    text = _article(request.user, pk, permissions.can_propose)
    try:
        writing.take_back(text, by=request.user)
        messages.success(request, _("Votre texte est de nouveau un brouillon."))
    except WrongState as error:
        messages.info(request, str(error))
    return redirect("article", text.pk)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, pk: int):
    """Delete a draft, after asking: its writers."""
    text = _article(request.user, pk, permissions.can_propose)
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
