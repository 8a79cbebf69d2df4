"""Reading a draft with its remarks: its writers, and who helps with it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import permissions
from articles.draft_forms import RemarkForm
from articles.models import ArticlePage, Remark
from articles.paragraphs import Block, blocks_of, find
from articles.services import remarks as gestures
from articles.views.texts import sent, text_for

MOST_DONE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def remarks(request, pk: int):
    """Read a draft and remark it: its writers, and who helps with it."""
    article = text_for(request.user, pk, permissions.can_remark)
    form = RemarkForm(sent(request))
    if form.is_bound and form.is_valid():
        author = getattr(request.user, "author", None)
        try:
            left = gestures.leave(
                article,
                text=form.cleaned_data["text"],
                position=form.cleaned_data["position"],
                name=author.name if author else _("quelqu’un"),
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Votre remarque est notée."))
            return redirect(f"{request.path}#remarque-{left.pk}")
    is_writer = article.is_written_by(request.user)
    open_ones = list(article.remarks.open())
    context = {
        "is_writer": is_writer,
        "can_write": permissions.can_write(request.user, article),
        "shows_remarks": True,
        "done": list(
            article.remarks.exclude(done_at=None).order_by("-done_at")[:MOST_DONE]
        ),
    }
    return reading(request, article, form, open_ones, **context)


def asked_at(request: HttpRequest) -> int | str | None:
    """Return the paragraph that `?p=` asks to remark: its place, «all», or none."""
    asked = request.GET.get("p", "")
    if asked == "tout":
        return "all"
    return (
        int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 6 else None
    )


def reading(
    request: HttpRequest,
    article: ArticlePage,
    form: RemarkForm,
    remarks: list[Remark],
    **context: object,
) -> HttpResponse:
    """Answer with the page as readers will see it, remarks beside its paragraphs."""
    request.site = request._wagtail_site = article.get_site()  # type: ignore[attr-defined]
    shown = article.get_context(request) | {"preview": True}
    blocks = blocks_of(shown["body"])
    placed, lost = _placed(remarks, blocks)
    writing_at: int | str | None = asked_at(request)
    if form.is_bound:
        value = form.cleaned_data.get("position")
        # A paragraph that is gone: what was typed is about the whole text.
        writing_at = "all" if value is None or value >= len(blocks) else value
    shown |= {
        "form": form,
        "placed": placed,
        "lost": lost,
        "writing_at": writing_at,
        "here": request.path,
    } | context
    status = 422 if form.is_bound else 200
    return render(request, "articles/desk/reading.html", shown, status=status)


def _placed(
    remarks: list[Remark], blocks: list[Block]
) -> tuple[dict[int, list[Remark]], list[Remark]]:
    """Return the remarks by paragraph, and those whose paragraph is gone or that
    are about the whole text."""
    placed: dict[int, list[Remark]] = {}
    elsewhere = []
    for remark in remarks:
        if remark.position is None:
            elsewhere.append(remark)
            continue
        block, is_same = find(blocks, remark.quote, remark.position)
        remark.is_same = is_same  # type: ignore[attr-defined]
        if block is None:
            elsewhere.append(remark)
        else:
            placed.setdefault(block.position, []).append(remark)
    return placed, elsewhere


@login_required
@require_POST
def settle(request, pk: int):
    """Mark a remark as done, or open it again: who writes the text."""
    remark = _remark(pk)
    if not permissions.can_settle_remark(request.user, remark):
        raise Http404("remark")
    gestures.settle(remark, by=request.user, done=request.POST.get("done") != "0")
    return redirect("remarks", remark.article_id)


@login_required
@require_POST
def delete(request, pk: int):
    """Delete a remark: who writes the text, and who left it with an account."""
    remark = _remark(pk)
    if not permissions.can_delete_remark(request.user, remark):
        raise Http404("remark")
    remark.delete()
    messages.success(request, _("La remarque est supprimée."))
    return redirect("remarks", remark.article_id)


def _remark(pk: int) -> Remark:
    return get_object_or_404(Remark.objects.select_related("article"), pk=pk)
