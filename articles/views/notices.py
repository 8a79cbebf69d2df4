"""What readers say: a notice to a site's editors, a message to an article's authors.

Anybody may, without an account; few at a time.
"""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles import permissions
from articles.forms import NoticeForm, ReactionForm
from articles.models import ArticlePage, Notice
from articles.pagination import list_page
from articles.services import notices as services
from authors.addresses import page_url


@require_http_methods(["GET", "HEAD", "POST"])
def report(request):
    """Report a page of the readers' sites. For everyone."""
    if request.method != "POST":
        asked = request.GET.get("adresse", "").replace("\0", "")[:500]
        form = NoticeForm(user=request.user, initial={"address": asked})
        return render(request, "articles/report.html", {"form": form})
    form = NoticeForm(request.POST, user=request.user)
    if not form.is_valid():
        return render(request, "articles/report.html", {"form": form}, status=422)
    data = form.cleaned_data
    if form.is_robot:
        # It learns nothing from the answer.
        return redirect("desk")
    if not _within_limits(request, "report", form):
        return render(request, "articles/report.html", {"form": form}, status=429)
    fields = ("site", "address", "kind", "explanation", "name", "email")
    notice = services.report(**{name: data[name] for name in fields})
    return redirect("notice", notice.number)


@require_safe
def receipt(request, number: str):
    """The receipt of a notice: whoever has its number, which nobody guesses."""
    notice = get_object_or_404(
        Notice.objects.select_related("site"), number=number[:9].replace("\0", "")
    )
    return render(request, "articles/receipt.html", {"notice": notice})


@require_http_methods(["GET", "HEAD", "POST"])
def react(request):
    """Write to who signed a published article. For everyone; nothing is published."""
    asked = request.GET.get("article", "")
    if not (asked.isascii() and asked.isdecimal() and len(asked) <= 12):
        raise Http404("article")
    article = get_object_or_404(ArticlePage.objects.live(), pk=int(asked))
    if request.method != "POST":
        return _reacting(request, article, ReactionForm(user=request.user))
    form = ReactionForm(request.POST, user=request.user)
    if not form.is_valid():
        return _reacting(request, article, form, status=422)
    data = form.cleaned_data
    if not form.is_robot:
        if not _within_limits(request, "react", form):
            return _reacting(request, article, form, status=429)
        services.react(
            article, name=data["name"], email=data["email"], message=data["message"]
        )
    messages.success(request, _("Votre message est parti. Merci de l’avoir écrit."))
    return redirect(request.get_full_path())


def _reacting(request, article, form, status=200):
    context = {
        "article": article,
        "form": form,
        "reaches_authors": services.has_accounts(article),
        "home_site": article.get_site(),
        "url": page_url(article),
    }
    return render(request, "articles/react.html", context, status=status)


def _within_limits(request, action: str, form) -> bool:
    """Whether this may be sent now; a sentence in the form where it may not."""
    key = form.cleaned_data["email"].lower()
    if ratelimit.consume(request, action=action, key=key):
        return True
    form.add_error(
        None, _("Beaucoup de messages sont partis d’ici. Réessayez dans une heure.")
    )
    return False


@login_required
@require_safe
def notices(request):
    """What was reported on the sites that I edit, newest first."""
    if not permissions.sites_edited_by(request.user).exists():
        raise Http404("signalements")
    seen = permissions.notices_seen_by(request.user)
    page = list_page(
        seen.select_related("site", "article").order_by("-at", "-pk"), request
    )
    return render(request, "articles/moderation/notices.html", {"page_of_list": page})
