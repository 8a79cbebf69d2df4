"""Links to a draft: made and closed by its writers, read without an account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from articles import permissions
from articles.draft_forms import LinkForm, ReaderRemarkForm
from articles.errors import WrongState
from articles.models import DraftLink
from articles.permissions import UNPUBLISHED
from articles.services import remarks, sharing_drafts
from articles.views.remarks import reading
from articles.views.texts import sent, text_for
from authors.addresses import page_url, reverse_workshop

HEADERS = {
    # The address is the key: no page that it leads to may learn it.
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Cache-Control": "private, no-store",
}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request, pk: int):
    """Make a link to a draft, shown this once: its writers.

    The answer to the form shows the link itself: a redirect would have to keep it.
    """
    article = text_for(request.user, pk, permissions.can_show_draft)
    form = LinkForm(sent(request), initial={"days": 14})
    address, status = "", 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            _link, token = sharing_drafts.make_link(
                article, by=request.user, days=form.cleaned_data["days"]
            )
        except (ValidationError, WrongState) as error:
            form.add_error(None, getattr(error, "messages", str(error)))
        else:
            address, status = reverse_workshop("shared_reading", token), 201
            form = LinkForm(initial={"days": 14})
    links = list(article.draft_links.open())
    context = {"article": article, "form": form, "links": links, "address": address}
    return render(request, "articles/desk/share.html", context, status=status)


@login_required
@require_POST
def revoke(request, pk: int):
    """Close a link to a draft: its writers."""
    link = get_object_or_404(DraftLink.objects.select_related("article"), pk=pk)
    if not permissions.can_show_draft(request.user, link.article):
        raise Http404("link")
    sharing_drafts.revoke(link, by=request.user)
    messages.success(request, _("Ce lien n’ouvre plus rien."))
    return redirect("share_draft", link.article_id)


# No session speaks here: the address alone opens the draft, so a forged form has
# nothing to gain. And a page that sends no referrer sends no origin either, which
# is what the check would ask for.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def shared_reading(request, token: str):
    """Read a draft, and remark it: whoever holds an open link to it."""
    link = sharing_drafts.open_link(token)
    if link is None:
        raise Http404("link")
    article = link.article
    if article.live:
        return redirect(page_url(article))
    if article.stage not in UNPUBLISHED:
        raise Http404("link")
    form = ReaderRemarkForm(sent(request))
    thanks = f"{request.path}?merci=1#merci"
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        if data["website"]:
            return _guarded(redirect(thanks))
        try:
            remarks.leave(
                article,
                text=data["text"],
                name=data["name"],
                position=data["position"],
                link=link,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _guarded(redirect(thanks))
    context = {"link": link, "thanks": "merci" in request.GET}
    return _guarded(reading(request, article, form, [], **context))


def _guarded(response):
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
