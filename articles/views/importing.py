"""Begin or continue a text from a file of LibreOffice or Word."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from articles import permissions
from articles.enums import Use
from articles.errors import WrongState
from articles.file_forms import ImportForm, StartFromFileForm
from articles.models import ArticlePage
from articles.services import importing, writing
from articles.services.limits import spend
from articles.views.texts import text_for

# The last import, in the session, while nothing was written since.
LAST_IMPORT = "last_import"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    """Begin a text from a file: whoever has an account."""
    if request.method != "POST":
        form = StartFromFileForm(initial=_initial(request))
        return _start_page(request, form)
    form = StartFromFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _start_page(request, form, status=422)
    data = form.cleaned_data
    try:
        text = importing.read_file(data["file"], by=request.user)
        spend(request.user, Use.DRAFTS)
    except ValidationError as error:
        form.add_error("file", error)
        return _start_page(request, form, status=_status_of(error))
    article = writing.start_draft(
        data["section"],
        by=request.user,
        key=uuid.uuid4(),
        fields={"title": text.title, "body": text.body},
    )
    messages.success(request, _("Votre fichier est devenu un brouillon. Relisez-le."))
    _tell_left_out(request, text.left_out)
    return redirect("write", article.pk)


def _initial(request) -> dict:
    section = request.GET.get("rubrique", "")
    known = section.isdecimal() and len(section) < 10
    return {"section": int(section)} if known else {}


def _start_page(request, form, status=200):
    context = {"form": form}
    return render(request, "articles/desk/import.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request, pk: int):
    """Add the text of a file to a text that is not published: who may write it."""
    article = text_for(request.user, pk, permissions.can_write)
    form = ImportForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            seen = article.latest_revision_id
            try:
                text = importing.read_file(form.cleaned_data["file"], by=request.user)
                change = importing.add_to_text(
                    article, text, by=request.user, seen=seen
                )
            except ValidationError as error:
                form.add_error("file", error.messages)
                status = _status_of(error)
            except WrongState as error:
                form.add_error(None, str(error))
            else:
                request.session[LAST_IMPORT] = [article.pk, *change[:2]]
                messages.success(request, _("Le texte du fichier est à la fin."))
                _tell_left_out(request, change.left_out)
                return redirect("write", article.pk)
    context = {"article": article, "form": form}
    return render(request, "articles/desk/import.html", context, status=status)


@login_required
@require_POST
def undo(request, pk: int):
    """Put a text back as it stood before the last import: who may write it."""
    article = text_for(request.user, pk, permissions.can_write)
    if undoable(request, article):
        _pk, before, after = request.session.pop(LAST_IMPORT)
        change = importing.Change(before, after, 0)
        try:
            importing.undo(article, change, by=request.user)
            messages.success(request, _("Le texte du fichier est retiré."))
        except WrongState as error:
            messages.info(request, str(error))
    return redirect("write", article.pk)


def undoable(request, article: ArticlePage) -> bool:
    """Whether the last import into this text can still be taken back."""
    last = request.session.get(LAST_IMPORT)
    return bool(last) and [last[0], last[2]] == [article.pk, article.latest_revision_id]


def _status_of(error: ValidationError) -> int:
    return 429 if getattr(error, "code", "") == "too_many" else 422


def _tell_left_out(request, count: int) -> None:
    if count:
        messages.warning(
            request,
            ngettext(
                "Une image du fichier n’a pas pu être reprise : ajoutez-la à part.",
                "%(count)s images du fichier n’ont pas pu être reprises : "
                "ajoutez-les à part.",
                count,
            )
            % {"count": count},
        )
