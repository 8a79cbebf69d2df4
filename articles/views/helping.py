"""«Un coup de main»: asked by writers, offered by who said that she helps."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from wagtail.models import Site

from articles import permissions
from articles.draft_forms import HelpForm, OfferForm
from articles.errors import WrongState
from articles.models import HelpOffer, HelpRequest
from articles.pagination import list_page
from articles.services import helping
from articles.views.texts import sent, text_for
from authors.forms import HelpingHandForm
from authors.services import say_who_helps

MOST_OWN = 20


@login_required
@require_safe
def requests(request):
    """What is asked for where I help: everybody with an account, for herself."""
    user = request.user
    asked = HelpRequest.objects.for_helper(user).with_askers()
    own = user.help_offers.current().with_texts().order_by("-offered_at")
    own = list(own[:MOST_OWN])
    offered = {offer.request_id for offer in own}
    page = list_page(asked.exclude(pk__in=offered), request)
    _name_sites(page.items)
    context = {
        "page_of_list": page,
        "own": own,
        "helps": user.helping_hands.exists(),
        "offer_form": OfferForm(auto_id=False),
    }
    return render(request, "articles/desk/help_requests.html", context)


def _name_sites(asked: list[HelpRequest]) -> None:
    """Tell each request for which site it is; Wagtail keeps their table."""
    for one in asked:
        parts = one.article.get_url_parts()
        one.site_id = parts[0] if parts else None
    names = Site.objects.in_bulk([one.site_id for one in asked])
    for one in asked:
        one.site = names.get(one.site_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request):
    """Say how and where I help: everybody with an account, for herself."""
    user = request.user
    hands = list(user.helping_hands.all())
    initial = {
        "kinds": {hand.kind for hand in hands},
        "sites": {hand.site_id for hand in hands},
    }
    sites = Site.objects.filter(is_default_site=False).order_by("site_name")
    form = HelpingHandForm(sent(request), initial=initial, sites=sites)
    if form.is_bound and form.is_valid():
        say_who_helps(user, **form.cleaned_data)
        messages.success(
            request,
            _("C’est noté, merci. Les demandes vous attendent ici.")
            if form.cleaned_data["kinds"]
            else _("C’est noté : plus aucune demande ne vous est montrée."),
        )
        return redirect("help_requests")
    status = 422 if form.is_bound else 200
    context = {"form": form}
    return render(request, "articles/desk/help_settings.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request, pk: int):
    """Ask for a hand with a draft, and answer who offered: its writers."""
    article = text_for(request.user, pk, permissions.can_show_draft)
    form = HelpForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            helping.ask(article, by=request.user, **form.cleaned_data)
        except WrongState as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                _("Votre demande est visible de celles et ceux qui aident ici."),
            )
            return redirect("ask_help", article.pk)
    asked = list(article.help_requests.open().prefetch_related("offers__by__author"))
    context = {
        "article": article,
        "form": form,
        "asked": asked,
        "home_site": article.get_site(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "articles/desk/ask_help.html", context, status=status)


@login_required
@require_POST
def offer(request, pk: int):
    """Offer help: who said that she helps there, in that way."""
    asked = get_object_or_404(HelpRequest.objects.select_related("article"), pk=pk)
    if not permissions.can_offer_help(request.user, asked):
        raise Http404("request")
    form = OfferForm(request.POST)
    if not form.is_valid():
        for error in form.errors["words"]:
            messages.error(request, error)
        return redirect("help_requests")
    return _told(
        request,
        lambda: helping.offer(asked, by=request.user, **form.cleaned_data),
        _("Merci ! La personne est prévenue ; son texte s’ouvrira si elle accepte."),
        "help_requests",
    )


@login_required
@require_POST
def close(request, pk: int):
    """Close a request, and what was offered for it: the text's writers."""
    asked = get_object_or_404(HelpRequest.objects.select_related("article"), pk=pk)
    if not permissions.can_show_draft(request.user, asked.article):
        raise Http404("request")
    return _told(
        request,
        lambda: helping.close(asked, by=request.user),
        _("La demande est close."),
        "ask_help",
        asked.article_id,
    )


@login_required
@require_POST
def accept(request, pk: int):
    """Open a draft to who offered help: its writers."""
    made = _offer(pk)
    if not permissions.can_show_draft(request.user, made.request.article):
        raise Http404("offer")
    may_write = request.POST.get("may_write") == "on"
    return _told(
        request,
        lambda: helping.accept(made, by=request.user, may_write=may_write),
        _("C’est fait : %s est au courant.") % made.helper,
        "ask_help",
        made.request.article_id,
    )


@login_required
@require_POST
def end(request, pk: int):
    """End a hand: the text's writers, and the helper herself."""
    made = _offer(pk)
    if not permissions.can_end_help(request.user, made):
        raise Http404("offer")
    article = made.request.article
    is_writer = permissions.can_show_draft(request.user, article)
    return _told(
        request,
        lambda: helping.end(made, by=request.user),
        _("C’est fini, le texte lui est de nouveau fermé.")
        if is_writer
        else _("C’est fini, merci pour elle ou lui."),
        *(("ask_help", article.pk) if is_writer else ("help_requests",)),
    )


def _offer(pk: int) -> HelpOffer:
    offers = HelpOffer.objects.select_related("request__article", "by__author")
    return get_object_or_404(offers, pk=pk)


def _told(request, gesture, done: str, *back):
    """Do a gesture, say what came of it, and go back."""
    try:
        gesture()
    except WrongState as error:
        messages.info(request, str(error))
    else:
        messages.success(request, done)
    return redirect(*back)
