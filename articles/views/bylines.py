"""Two bylines of the same person become one: the network's administrators."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.consent_forms import MergeForm
from articles.permissions import can_merge_bylines
from articles.services import bylines
from authors.models import Author

MOST_FOUND = 30


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request):
    """Choose two bylines, see what will move, confirm."""
    if not can_merge_bylines(request.user):
        raise Http404("merge")
    sent = request.POST if request.method == "POST" else request.GET
    chosen = "keep" in sent or "gone" in sent
    form = MergeForm(sent if chosen else None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = bylines.merge(**form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request, _("Les deux signatures n’en font plus qu’une : %s.") % kept
            )
            return redirect("merge_bylines")
    words = request.GET.get("nom", "").replace("\x00", "").strip()[:80]
    context = {"form": form, "names": words, "found": _found(words)}
    if form.is_bound and form.is_valid():
        context |= _what_moves(**form.cleaned_data)
    wrong = form.is_bound and not form.is_valid()
    status = 422 if wrong else 200
    return render(request, "authors/merge.html", context, status=status)


def _found(words: str) -> list[Author]:
    if len(words) < 2:
        return []
    known = Author.objects.named_like(words).order_by("filed_as", "pk")
    return list(known.select_related("user")[:MOST_FOUND])


def _what_moves(keep: Author, gone: Author) -> dict:
    signatures = gone.signatures.select_related("article").order_by("article__title")
    return {
        "keep": keep,
        "gone": gone,
        "signatures": list(signatures[:100]),
        "count": signatures.count(),
        "links": gone.links.count(),
        "mandates": gone.memberships.count(),
        "two_accounts": bool(keep.user_id and gone.user_id),
    }
