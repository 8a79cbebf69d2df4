"""An organisation at the desk: who has a mandate to act for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import emails
from articles.consent_forms import EmailForm
from authors.models import Author, MandateInvitation, Membership
from authors.permissions import can_manage_members
from authors.services import end_mandate, invite_member


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def members(request, slug: str):
    """Who acts for an organisation, and whom to invite: its members of today."""
    organisation = get_object_or_404(Author, slug=slug)
    if not can_manage_members(request.user, organisation):
        raise Http404(slug)
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _invite(organisation, request.user, form.cleaned_data["email"])
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request,
                _("L’invitation est partie, si cette adresse ne l’avait pas déjà."),
            )
            return redirect("members", organisation.slug)
    mandates = organisation.memberships.select_related("user__author")
    waiting = organisation.mandate_invitations.waiting()
    context = {
        "organisation": organisation,
        "mandates": list(mandates.order_by("-since", "-pk")[:100]),
        "current": set(organisation.memberships.current().values_list("pk", flat=True)),
        "waiting": list(waiting[:100]),
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "authors/members.html", context, status=status)


@transaction.atomic
def _invite(organisation, user, email: str) -> None:
    if invitation := invite_member(organisation, by=user, email=email):
        transaction.on_commit(lambda: emails.tell_mandate(invitation, email))


@login_required
@require_POST
def end(request, pk: int):
    """End a mandate: a member of today, her own or another's."""
    mandate = get_object_or_404(Membership.objects.current(), pk=pk)
    organisation = mandate.organisation
    if not can_manage_members(request.user, organisation):
        raise Http404("mandate")
    try:
        end_mandate(mandate)
        messages.success(request, _("Ce mandat est terminé."))
    except ValidationError as error:
        messages.error(request, error.messages[0])
    mine = can_manage_members(request.user, organisation)
    return redirect(*(("members", organisation.slug) if mine else ("profile",)))


@login_required
@require_POST
def cancel(request, pk: int):
    """Take an invitation to act for an organisation back: its members of today."""
    waiting = MandateInvitation.objects.waiting().select_related("organisation")
    invitation = get_object_or_404(waiting, pk=pk)
    if not can_manage_members(request.user, invitation.organisation):
        raise Http404("invitation")
    MandateInvitation.objects.waiting().filter(pk=invitation.pk).end()
    messages.success(request, _("L’invitation est annulée."))
    return redirect("members", invitation.organisation.slug)
