"""Names on a text, as its writers see them: who signs, who is invited."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from articles import permissions
from articles.consent_forms import GuestForm, InviteByEmailForm, InviteByNameForm
from articles.enums import Consent
from articles.errors import LastName, WrongState
from articles.models import Signature
from articles.services import signatures
from articles.views.texts import text_for
from authors.models import Author

MOST_FOUND = 10


@login_required
@require_safe
def signatories(request, pk: int):
    """Who signs this text, who is invited, whom to invite: who may write it."""
    article = text_for(request.user, pk, permissions.can_manage_signatures)
    return _signatories(request, article)


def _signatories(request, article, status=200, **forms):
    signed = article.signatures.in_order().select_related(
        "author__user", "invited_by__author", "vouched_by__author"
    )
    rows = list(signed.filter(state__in=[Consent.ACCEPTED, Consent.INVITED]))
    words = request.GET.get("nom", "").replace("\x00", "").strip()[:80]
    found = []
    if len(words) >= 2:
        taken = {row.author_id for row in rows}
        found = Author.objects.findable().named_like(words).exclude(pk__in=taken)
        found = list(found.order_by("filed_as", "pk")[:MOST_FOUND])
    context = {
        "article": article,
        "accepted": [row for row in rows if row.state == Consent.ACCEPTED],
        "invited": [row for row in rows if row.state == Consent.INVITED],
        "names": words,
        "found": found,
        "by_email": InviteByEmailForm(),
        "by_name": InviteByNameForm(auto_id=False),
        "guest": GuestForm(auto_id="guest_%s"),
    } | forms
    return render(request, "articles/desk/signatories.html", context, status=status)


@login_required
@require_POST
def invite(request, pk: int):
    """Invite somebody, by her address or by her name: who may write the text."""
    article = text_for(request.user, pk, permissions.can_manage_signatures)
    by_name = "author" in request.POST
    form = (InviteByNameForm if by_name else InviteByEmailForm)(request.POST)
    kind = "by_name" if by_name else "by_email"
    if not form.is_valid():
        return _signatories(request, article, 422, form=form, **{kind: form})
    send = signatures.invite_by_name if by_name else signatures.invite_by_email
    try:
        send(article, by=request.user, **form.cleaned_data)
    except (WrongState, ValidationError) as error:
        form.add_error(None, _sentences(error))
        return _signatories(request, article, 422, form=form, **{kind: form})
    messages.success(
        request,
        _("L’invitation est partie. Le nom paraîtra si la personne accepte."),
    )
    return redirect("signatories", article.pk)


@login_required
@require_POST
def credit_guest(request, pk: int):
    """Credit a person without an account: who may write the text."""
    article = text_for(request.user, pk, permissions.can_manage_signatures)
    form = GuestForm(request.POST, auto_id="guest_%s")
    if not form.is_valid():
        return _signatories(request, article, 422, form=form, guest=form)
    data = form.cleaned_data
    try:
        signatures.credit_guest(
            article,
            by=request.user,
            name=data["name"],
            role=data["role"],
            email=data["email"],
        )
    except (WrongState, ValidationError) as error:
        form.add_error(None, _sentences(error))
        return _signatories(request, article, 422, form=form, guest=form)
    messages.success(request, _("%s est crédité·e sur ce texte.") % data["name"])
    return redirect("signatories", article.pk)


def _sentences(error) -> list[str]:
    return error.messages if isinstance(error, ValidationError) else [str(error)]


def signature_where(user, pk: int, may) -> Signature:
    """Return the signature where `may(user, signature)`; 404 otherwise."""
    known = Signature.objects.select_related("article", "author")
    signature = get_object_or_404(known, pk=pk)
    if not may(user, signature):
        raise Http404("signature")
    return signature


@login_required
@require_POST
def take_back(request, pk: int):
    """Take an invitation back: the text's writers."""
    invitation = signature_where(request.user, pk, permissions.can_order)
    _tried(
        request,
        lambda: signatures.take_back_invitation(invitation, by=request.user),
        _("L’invitation est annulée."),
    )
    return redirect("signatories", invitation.article_id)


@login_required
@require_POST
def move_up(request, pk: int):
    """Let a name stand before the one that precedes it: the text's writers."""
    signature = signature_where(request.user, pk, permissions.can_order)
    _tried(
        request,
        lambda: signatures.move_up(signature),
        _("L’ordre des noms a changé."),
    )
    return redirect("signatories", signature.article_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_name(request, pk: int):
    """Take a name off a text, after asking: its person; the writers for a guest."""
    signature = signature_where(request.user, pk, permissions.can_withdraw_name)
    article = signature.article
    if signature.state != Consent.ACCEPTED:
        messages.info(request, _("Ce nom n’est plus sur le texte."))
        return redirect("contributions")
    if request.method == "POST":
        try:
            signatures.withdraw_name(signature, by=request.user)
        except LastName:
            pass
        except WrongState as error:
            messages.info(request, str(error))
            return redirect("contributions")
        else:
            messages.success(
                request, _("Ce nom n’est plus sur le texte. Il n’est plus montré.")
            )
            return redirect("contributions")
    context = {
        "article": article,
        "signature": signature,
        # Said before and after the gesture: nobody is refused without a way out.
        "is_last": signatures.is_last_name(signature),
        "writes": article.is_written_by(request.user),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "articles/desk/withdraw_name.html", context, status=status)


def _tried(request, gesture, done: str) -> None:
    try:
        gesture()
    except WrongState as error:
        messages.info(request, str(error))
    else:
        messages.success(request, done)
