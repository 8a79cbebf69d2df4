"""The permission matrix of names: who may do what with signatures and bylines.

A cell is read as in test_who_may_do_what; `none` is a gesture that is answered
and changes nothing.
"""

from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse

from articles.enums import Role
from articles.models import Correction, Signature
from articles.services import signatures
from authors.mailboxes import mailbox_key
from authors.models import Author, MandateInvitation, Membership
from brestnet import urls_workshop
from tests.builders import (
    again,
    cosign,
    drain,
    make_article,
    make_author,
    make_draft,
    make_organisation,
    workshop_of,
)
from tests.names_matrix import HEADER, ROLES, ROWS


@pytest.fixture
def cast(armelle, bran, maiwenn, goulven, passant, reseau):
    people = (None, passant, armelle, bran, maiwenn, goulven, reseau)
    return dict(zip(ROLES, people, strict=True))


@pytest.mark.parametrize("state", ["draft", "published"])
def test_who_may(state, cast, entraide):
    scene = _scene(state, entraide, cast)
    rows = [row for row in ROWS if row[2] == state]

    assert ["gesture", "state", *ROLES] == HEADER
    assert [
        [method, name, state, *(_tried(method, name, scene, cast[r]) for r in ROLES)]
        for method, name, *_rest in rows
    ] == rows


def _scene(state, section, cast):
    """A text that two people sign and a third is invited to, and their bylines."""
    writer, invited = cast["writer"], cast["invited"]
    article = (make_article if state == "published" else make_draft)(section, by=writer)
    cosign(article, writer)
    third = cosign(article, make_author("Goulwena Riou"))
    email = invited.user.email
    invitation = signatures.invite_by_email(
        article, by=writer.user, email=email, role=Role.TEXT
    )
    guest = make_author("Yvonne Merdy", account=False)
    guest.claim_key = mailbox_key(email)
    guest.save()
    organisation = make_organisation("Les Lavoirs", invited, make_author("Per Jakez"))
    offered = make_organisation("Les Puits", make_author("Lan Inizan"))
    keys = {"email_hint": "x"}
    return SimpleNamespace(
        article=again(article),
        own=article.signatures.get(author=writer),
        third=third,
        invitation=invitation,
        guest=guest,
        organisation=organisation,
        correction=Correction.objects.create(article=article, changes=[{"field": "x"}]),
        offer=MandateInvitation.objects.create(
            organisation=offered, email_key=mailbox_key(email), **keys
        ),
        sent=MandateInvitation.objects.create(
            organisation=organisation, email_key="key", **keys
        ),
    )


def _tried(method, name, scene, person):
    subjects = {
        "take_back_invite": scene.invitation,
        "signature": scene.invitation,
        "accept": scene.invitation,
        "decline": scene.invitation,
        "move_up": scene.third,
        "withdraw_name": scene.own,
        "hide_correction": scene.correction,
        "claim": scene.guest,
        "answer_member": scene.offer,
        "end_mandate": scene.organisation.memberships.first(),
        "cancel_member": scene.sent,
    }
    if name in ("invitations", "contributions", "download", "merge_bylines"):
        arguments = []
    elif name == "members":
        arguments = [scene.organisation.slug]
    else:
        arguments = [subjects.get(name, scene.article).pk]
    address = reverse(name, urls_workshop.__name__, args=arguments)
    with transaction.atomic():
        data = _data(name, scene, person) if method == "POST" else None
        got = _outcome(method, address, data, person)
        transaction.set_rollback(True)
    return got


def _outcome(method, address, data, person):
    before = _everything()
    response = drain(workshop_of(person).request(method, address, data))
    changed = _everything() != before
    if response.status_code == 404:
        return "changed!" if changed else "404"
    if response.get("Location", "").startswith("/compte/login/"):
        return "changed!" if changed else "login"
    if method == "GET":
        return "changed!" if changed else {200: "yes"}.get(response.status_code)
    if response.status_code not in (200, 302):
        return None
    return "yes" if changed else "none"


def _data(name, scene, person):
    article = scene.article
    return {
        "invite": {"email": "autre@example.org", "role": "text"},
        "credit_guest": {"name": "Soizic Bars", "role": "photos", "agreed": "on"},
        "accept": {
            "seen": article.latest_revision_id,
            "author": getattr(person, "pk", ""),
        },
        "correct": {
            "title": article.title,
            "chapo": "",
            "body": "Autre chose.",
            "reason": "Une erreur.",
            "seen": article.latest_revision_id,
        },
        "answer_member": {"answer": "yes"},
        "members": {"email": "autre@example.org"},
        "merge_bylines": {"keep": scene.own.author_id, "gone": scene.guest.pk},
    }.get(name, {})


def _everything():
    """All that a gesture could change."""
    return [
        list(model.objects.order_by("pk").values_list(*fields))
        for model, fields in (
            (Signature, ("pk", "state", "order", "author")),
            (Author, ("pk", "user", "claim_key")),
            (Correction, ("pk", "hidden_at")),
            (Membership, ("pk", "until")),
            (MandateInvitation, ("pk", "ended_at")),
        )
    ]


def test_a_gesture_is_never_a_link(cast, entraide):
    scene = _scene("draft", entraide, cast)
    desk = workshop_of(cast["superuser"])
    subjects = {
        "accept": scene.invitation,
        "decline": scene.invitation,
        "move_up": scene.own,
        "take_back_invite": scene.invitation,
        "invite": scene.article,
        "credit_guest": scene.article,
        "claim": scene.guest,
        "answer_member": scene.offer,
        "cancel_member": scene.sent,
        "end_mandate": scene.organisation.memberships.first(),
        "hide_correction": scene.correction,
    }

    for name, subject in subjects.items():
        address = reverse(name, urls_workshop.__name__, args=[subject.pk])
        response = desk.get(address)

        assert (name, response.status_code) == (name, 405)
        assert response["Allow"] == "POST"
