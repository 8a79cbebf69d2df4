"""Invitations, as the person who is invited sees them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import permissions
from articles.consent_forms import AcceptForm
from articles.enums import Consent
from articles.errors import OutOfDate, WrongState
from articles.models import Signature
from articles.services import bylines, signatures
from articles.views.signatures import signature_where
from authors.models import Author, MandateInvitation
from authors.services import answer_mandate, create_author

MOST_SHOWN = 50


def waiting_for(user) -> dict:
    """Return all that waits for an answer of `user`, for a page or a part of one."""
    invitations = Signature.objects.of_person(user).invitations()
    invitations = invitations.select_related("article", "author", "invited_by__author")
    mandates = MandateInvitation.objects.waiting().addressed_to(user)
    return {
        "invitations": list(invitations.order_by("-invited_at")[:MOST_SHOWN]),
        "mandates": list(mandates.select_related("organisation")[:MOST_SHOWN]),
        "claimable": list(Author.objects.claimable_by(user)[:MOST_SHOWN]),
    }


@require_safe
def invitations(request):
    """Where the mail leads: what I am invited to; without a session, how to see it."""
    context = waiting_for(request.user) if request.user.is_authenticated else {}
    return render(request, "articles/desk/invitations.html", context)


@login_required
@require_safe
def signature(request, pk: int):
    """One invitation, or my signature on one text: its person alone."""
    mine = signature_where(request.user, pk, permissions.can_see_signature)
    return _signature(request, mine)


def _signature(request, mine: Signature, status=200, form=None):
    article = mine.article
    version = signatures.version_to_sign(article)
    if form is None and mine.state == Consent.INVITED:
        initial = {"seen": version.pk if version else None}
        form = AcceptForm(user=request.user, only=mine.author, initial=initial)
    context = {
        "signature": mine,
        "article": article,
        "form": form,
        "inviter": getattr(mine.invited_by, "author", None),
        "invited": mine.state == Consent.INVITED,
    }
    return render(request, "articles/desk/signature.html", context, status=status)


@login_required
@require_POST
def accept(request, pk: int):
    """Sign as invited: the invited person alone."""
    invitation = signature_where(request.user, pk, permissions.can_answer)
    form = AcceptForm(request.POST, user=request.user, only=invitation.author)
    if not form.is_valid():
        return _signature(request, invitation, 422, form)
    try:
        signed = _accept(invitation, request.user, form.cleaned_data)
    except OutOfDate as error:
        messages.error(request, _("%s Relisez-le avant de signer.") % error)
        return redirect("signature", invitation.pk)
    except WrongState as error:
        messages.info(request, str(error))
        return redirect("invitations")
    messages.success(
        request,
        _("Merci ! « %s » porte votre nom. Vous pouvez le retirer quand vous voulez.")
        % signed.article.title,
    )
    return redirect("signature", signed.pk)


@transaction.atomic
def _accept(invitation, user, data) -> Signature:
    author = data.get("author") or create_author(data["name"], user=user)
    return signatures.accept(invitation, by=user, author=author, seen=data["seen"])


@login_required
@require_POST
def decline(request, pk: int):
    """Answer no: the invited person alone."""
    invitation = signature_where(request.user, pk, permissions.can_answer)
    try:
        signatures.decline(invitation, by=request.user)
    except WrongState as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("C’est noté : votre nom ne paraît pas."))
    return redirect("invitations")


@login_required
@require_POST
def claim(request, pk: int):
    """Take up a byline that waits for an address of mine."""
    waiting = Author.objects.claimable_by(request.user)
    author = get_object_or_404(waiting, pk=pk)
    try:
        mine = bylines.claim(author, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("invitations")
    messages.success(request, _("« %s » est à vous.") % mine.name)
    return redirect("profile_of", mine.slug)


@login_required
@require_POST
def answer_member(request, pk: int):
    """Accept or decline to act for an organisation: the invited person alone."""
    mine = MandateInvitation.objects.waiting().addressed_to(request.user)
    invitation = get_object_or_404(mine, pk=pk)
    answer = request.POST.get("answer")
    if answer not in ("yes", "no"):
        raise Http404("answer")
    answer_mandate(invitation, by=request.user, accepts=answer == "yes")
    if answer == "yes":
        told = _("Vous pouvez maintenant signer pour %s.")
        messages.success(request, told % invitation.organisation.name)
    else:
        messages.success(request, _("C’est noté."))
    return redirect("invitations")
