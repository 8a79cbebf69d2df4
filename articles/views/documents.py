"""Documents that come with an article: at the desk, and as readers get them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from articles import permissions
from articles.enums import Use
from articles.errors import WrongState
from articles.file_forms import DocumentForm
from articles.models import ArticlePage, Attachment
from articles.services import writing
from articles.services.documents import attach, detach
from articles.services.limits import spend
from articles.views.pages import route
from articles.views.texts import text_for


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request, pk: int):
    """See the documents of a text and attach one: who may write it."""
    article = text_for(request.user, pk, permissions.can_write)
    form = DocumentForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _attach(request, article, form.cleaned_data)
            except ValidationError as error:
                status = 429 if getattr(error, "code", "") == "too_many" else 422
                form.add_error("file", error.messages)
            except WrongState as error:
                form.add_error(None, str(error))
    context = {
        "article": article,
        "form": form,
        "attachments": list(article.attachments.all()),
    }
    return render(request, "articles/desk/documents.html", context, status=status)


def _attach(request, article, data):
    spend(request.user, Use.DOCUMENTS, size=data["file"].size)
    with transaction.atomic():
        attach(article, data["file"], by=request.user, title=data["title"])
        _correct(article, request.user)
    messages.success(request, _("Le document est joint."))
    return redirect("documents", article.pk)


@login_required
@require_POST
def remove(request, pk: int, key: str):
    """Take a document away: who may write the text."""
    article = text_for(request.user, pk, permissions.can_write)
    attachment = _named(article, key)
    try:
        with transaction.atomic():
            detach(attachment, by=request.user)
            _correct(article, request.user)
        messages.success(request, _("Le document est retiré."))
    except (WrongState, ValidationError) as error:
        messages.error(request, str(error))
    return redirect("documents", article.pk)


def _correct(article: ArticlePage, user) -> None:
    """A published article whose documents change was corrected, and says so."""
    if article.live:
        writing.save_text(article, by=user, fields={})


@login_required
@require_safe
def document(request, pk: int, key: str):
    """Fetch a document of a text: its writers, its site's editors."""
    article = text_for(request.user, pk, permissions.can_read_draft)
    return _as_download(_named(article, key))


@require_safe
def download(request, section: str, article: str, key: str):
    """A document of an article. For everyone; 404 and 410 as the article itself."""
    path = f"{section}/{article}/"
    page, args, kwargs = route(request, path)
    if not isinstance(page, ArticlePage):
        raise Http404(path)
    if not page.live:
        return page.serve(request, *args, **kwargs)
    return _as_download(_named(page, key))


def _named(article: ArticlePage, key: str) -> Attachment:
    return get_object_or_404(Attachment, article=article, file=f"documents/{key}")


def _as_download(attachment: Attachment) -> FileResponse:
    """Give the file to be kept, never to be opened in the page's place."""
    try:
        file = attachment.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(attachment.key) from error
    response = FileResponse(
        file,
        as_attachment=True,
        filename=attachment.download_name,
        content_type=attachment.media_type,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
