"""The versions of a text: which there are, what changed, going back to one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import permissions
from articles.differences import Change, compare
from articles.errors import WrongState
from articles.history import revisions_of
from articles.history import versions as told
from articles.pagination import list_page
from articles.services import saving
from articles.views.texts import may_follow, text_for
from articles.views.two_versions import changed_fields


@login_required
@require_safe
def versions(request, pk: int):
    """All versions of my text, the newest first."""
    article = text_for(request.user, pk, may_follow)
    page = list_page(revisions_of(article), request)
    context = {
        "article": article,
        "page_of_list": page,
        "versions": told(article, page.items),
        "can_write": permissions.can_write(request.user, article),
    }
    return render(request, "articles/desk/versions.html", context)


@login_required
@require_safe
def compare_versions(request, pk: int):
    """What changed from one version to another: who writes the text."""
    article = text_for(request.user, pk, may_follow)
    pair = [
        _version(article, request.GET.get(name, "")) for name in ("before", "after")
    ]
    pair.sort(key=lambda revision: (revision.created_at, revision.pk))
    old, new = pair
    before, after = saving.words_of(old), saving.words_of(new)
    paragraphs = compare(before["body"], after["body"])
    context = {
        "article": article,
        "old": old,
        "new": new,
        "fields": changed_fields(article, before, after),
        "paragraphs": paragraphs,
        "is_same": all(p.change == Change.SAME for p in paragraphs),
        "can_write": permissions.can_write(request.user, article),
    }
    return render(request, "articles/desk/compare_versions.html", context)


@login_required
@require_POST
def restore_version(request, pk: int, version: int):
    """Take an earlier version up again, as the newest: who may write the text."""
    article = text_for(request.user, pk, permissions.can_write)
    revision = get_object_or_404(revisions_of(article), pk=version)
    try:
        saving.restore_version(article, revision, by=request.user)
    except WrongState as error:
        messages.info(request, str(error))
        return redirect("article", article.pk)
    messages.success(
        request,
        _(
            "Cette version est reprise. Celle d’avant reste dans la liste : vous "
            "pouvez la reprendre aussi."
        ),
    )
    return redirect("versions", article.pk)


def _version(article, number: str):
    if not (number.isascii() and number.isdecimal() and len(number) < 13):
        raise Http404("version")
    return get_object_or_404(revisions_of(article), pk=int(number))
