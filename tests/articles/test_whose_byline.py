"""Bylines without an account, claimed, merged; mandates given and ended."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry

from articles.enums import Consent, Role
from articles.models import Signature
from articles.services import bylines, signatures
from authors.mailboxes import mailbox_key
from authors.models import Author, Membership
from authors.services import rename_author
from tests.builders import (
    again,
    cosign,
    make_article,
    make_author,
    make_draft,
    make_mandate,
    make_organisation,
    make_signature,
    make_user,
    read,
    text_of,
    workshop_of,
)

GUEST = {"name": "Yvonne Merdy", "role": "photos", "agreed": "on"}


def credit(article, by, **changes):
    return workshop_of(by).post(f"/textes/{article.pk}/invites/", {**GUEST, **changes})


# A guest


def test_a_guest_is_credited_on_the_word_of_a_writer(entraide, armelle):
    article = make_article(entraide, by=armelle)
    read("bellevue.localhost", "/")

    credit(article, armelle, email="yvonne@example.org")

    signature = article.signatures.get(role="photos")
    assert (signature.state, signature.vouched_by) == ("accepted", armelle.user)
    assert signature.author.user is None
    assert signature.author.claim_key == mailbox_key("yvonne@example.org")
    assert "Yvonne Merdy" in text_of(read("bellevue.localhost", "/"))
    assert mail.outbox == []


def test_without_her_consent_no_guest_is_credited(entraide, armelle):
    article = make_article(entraide, by=armelle)

    response = credit(article, armelle, agreed="")

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["agreed"]
    assert 'value="Yvonne Merdy"' in text_of(response)
    assert not Author.objects.filter(name="Yvonne Merdy").exists()


def test_nobody_vouches_for_a_person_who_can_answer_herself(entraide, armelle, bran):
    make_article(entraide, by=bran)
    article = make_article(entraide, by=armelle)

    response = credit(article, armelle, name="bran  le gall")

    assert response.status_code == 422
    assert article.signatures.count() == 1


def test_a_guest_credited_again_keeps_one_byline(entraide, armelle):
    for title in ("Un", "Deux"):
        credit(make_article(entraide, by=armelle, title=title), armelle)

    assert Author.objects.get(name="Yvonne Merdy").signatures.count() == 2


def test_the_writers_take_a_guests_name_off(entraide, armelle):
    article = make_article(entraide, by=armelle)
    credit(article, armelle)
    signature = article.signatures.get(role="photos")

    workshop_of(armelle).post(f"/signatures/{signature.pk}/retrait/")

    assert article.signatures.get(role="photos").state == Consent.WITHDRAWN
    assert "Yvonne" not in text_of(read("bellevue.localhost", "/"))


# Claiming


def test_who_confirms_the_address_makes_the_byline_hers(entraide, armelle):
    article = make_article(entraide, by=armelle)
    credit(article, armelle, email="yvonne@example.org")
    guest = article.signatures.get(role="photos").author
    yvonne = make_user("yvonne@example.org")
    desk = workshop_of(yvonne)

    offered = text_of(desk.get("/"))
    response = desk.post(f"/invitations/signature/{guest.pk}/")

    guest.refresh_from_db()
    assert "Cette signature est la mienne" in offered
    assert response["Location"] == f"/compte/profil/{guest.slug}/"
    assert (guest.user, guest.claim_key) == (yvonne, "")
    assert "Cette signature est la mienne" not in text_of(desk.get("/"))


def test_who_has_a_byline_already_gets_the_guests_articles(entraide, armelle, bran):
    article = make_article(entraide, by=armelle)
    credit(article, armelle, email=bran.user.email)
    guest = article.signatures.get(role="photos").author

    workshop_of(bran).post(f"/invitations/signature/{guest.pk}/")

    assert article.signatures.get(role="photos").author == bran
    assert not Author.objects.filter(pk=guest.pk).exists()


def test_nobody_else_claims_it(entraide, armelle, bran):
    article = make_article(entraide, by=armelle)
    credit(article, armelle, email="yvonne@example.org")
    guest = article.signatures.get(role="photos").author

    response = workshop_of(bran).post(f"/invitations/signature/{guest.pk}/")

    assert response.status_code == 404
    assert Author.objects.get(pk=guest.pk).user is None


def test_a_byline_without_an_address_waits_for_nobody(bran):
    make_author("Yvonne Merdy", account=False)

    assert list(Author.objects.claimable_by(bran.user)) == []


# Merging


def test_two_bylines_become_one_and_all_that_led_to_the_second_leads_to_the_first(
    entraide, armelle, reseau
):
    other = make_author("Armelle Q.", account=False)
    rename_author(other, "Armelle Quemener")
    other.biography = "Gardienne."
    other.save()
    other.links.create(label="Son blog", url="https://armelle.example/")
    article = make_article(entraide, by=armelle, title="Un banc")
    cosign(article, other)
    own = make_draft(entraide, by=armelle, title="Deux bancs")
    signatures.sign(own, author=other, revision=own.latest_revision)
    own.latest_revision.publish(skip_permission_checks=True)
    desk = workshop_of(reseau)
    pair = {"keep": armelle.pk, "gone": other.pk}
    read("localhost", "/auteurs/")

    found = desk.get("/reseau/signatures/", {"nom": "armelle"}).context["found"]
    shown = text_of(desk.get("/reseau/signatures/", pair))
    response = desk.post("/reseau/signatures/", pair)

    armelle.refresh_from_db()
    moved = Signature.objects.values_list("article", "author", "state")
    assert found == [other, armelle]
    assert "Deux bancs" in shown
    assert response["Location"] == "/reseau/signatures/"
    assert sorted(moved) == [
        (article.pk, armelle.pk, "accepted"),
        (own.pk, armelle.pk, "accepted"),
    ]
    assert not Author.objects.filter(pk=other.pk).exists()
    assert armelle.biography == "Gardienne."
    assert [link.label for link in armelle.links.all()] == ["Son blog"]
    for slug in ("armelle-q", "armelle-quemener"):
        led = read("localhost", f"/auteurs/{slug}/")
        assert (led.status_code, led["Location"]) == (301, armelle.get_absolute_url())
    assert "Armelle Quemener" not in text_of(read("localhost", "/auteurs/"))
    searched = {"q": "deux quemeneur"}
    assert "Deux bancs" in text_of(read("localhost", "/recherche/", searched))
    logged = ModelLogEntry.objects.get(action="brestnet.merge_bylines")
    assert (logged.user, logged.data["gone"]) == (reseau, "Armelle Quemener")


@pytest.mark.parametrize(
    ("kept", "going", "outcome"),
    [
        ("accepted", "withdrawn", "accepted"),
        ("invited", "accepted", "accepted"),
        ("withdrawn", "invited", "withdrawn"),
    ],
)
def test_what_was_accepted_stays_accepted(kept, going, outcome, entraide, armelle):
    one, other = (make_author(n, account=False) for n in ("Yann A", "Yann B"))
    article = make_draft(entraide, by=armelle)
    make_signature(article, one, kept)
    make_signature(article, other, going)

    bylines.merge(one, other, by=armelle.user)

    assert [(s.author, s.state) for s in article.signatures.all()] == [(one, outcome)]


def test_two_organisations_become_one_with_their_members(armelle, bran):
    one = make_organisation("Les Lavoirs", armelle)
    other = make_organisation("Lavoirs de Lambé", armelle, bran)

    bylines.merge(one, other, by=armelle.user)

    mandates = one.memberships.order_by("user").values_list("user", flat=True)
    assert list(mandates) == sorted([armelle.user.pk, bran.user.pk])


def test_a_person_and_an_organisation_stay_two(armelle, reseau):
    lavoirs = make_organisation("Les Lavoirs", armelle)

    for pair in (
        {"keep": armelle.pk, "gone": lavoirs.pk},
        {"keep": armelle.pk, "gone": armelle.pk},
        {"keep": armelle.pk, "gone": "99999999999999999999"},
        {"keep": "\x00", "gone": ""},
    ):
        response = workshop_of(reseau).post("/reseau/signatures/", pair)

        assert response.status_code == 422
    assert Author.objects.count() == 2


# Mandates


def test_a_member_invites_another_who_accepts_and_signs_for_the_organisation(
    armelle, bran, committed
):
    lavoirs = make_organisation("Les Lavoirs", armelle)
    desk = workshop_of(bran)

    with committed():
        workshop_of(armelle).post(
            f"/compte/organisations/{lavoirs.slug}/", {"email": bran.user.email}
        )
    invitation = lavoirs.mandate_invitations.get()
    offered = text_of(desk.get("/invitations/"))
    desk.post(f"/invitations/mandat/{invitation.pk}/", {"answer": "yes"})
    desk.post(f"/invitations/mandat/{invitation.pk}/", {"answer": "yes"})

    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([bran.user.email], "Les Lavoirs vous invite")
    ]
    assert "Les Lavoirs" in offered
    assert lavoirs.memberships.filter(user=bran.user).count() == 1
    assert lavoirs in Author.objects.for_user(bran.user)


def test_an_invitation_to_act_is_answered_by_its_person_alone(armelle, bran, passant):
    lavoirs = make_organisation("Les Lavoirs", armelle)
    address = f"/compte/organisations/{lavoirs.slug}/"
    for _time in range(2):
        workshop_of(armelle).post(address, {"email": bran.user.email})
    invitation = lavoirs.mandate_invitations.get()

    stolen = workshop_of(passant).post(
        f"/invitations/mandat/{invitation.pk}/", {"answer": "yes"}
    )
    workshop_of(armelle).post(f"/compte/mandats/{invitation.pk}/annulation/")
    late = workshop_of(bran).post(
        f"/invitations/mandat/{invitation.pk}/", {"answer": "yes"}
    )

    assert (stolen.status_code, late.status_code) == (404, 404)
    assert lavoirs.memberships.count() == 1
    assert len(mail.outbox) == 0


def test_a_mandate_ends_at_once_and_the_articles_keep_their_name(
    entraide, armelle, bran
):
    lavoirs = make_organisation("Les Lavoirs", armelle, bran)
    article = make_article(entraide, by=bran)
    cosign(article, lavoirs)
    mandate = lavoirs.memberships.get(user=bran.user)

    workshop_of(armelle).post(f"/compte/mandats/{mandate.pk}/fin/")

    mandate.refresh_from_db()
    assert mandate.until == timezone.localdate() - timedelta(days=1)
    assert lavoirs not in Author.objects.for_user(bran.user)
    assert lavoirs in again(article).authors


def test_the_last_mandate_does_not_end(armelle):
    lavoirs = make_organisation("Les Lavoirs", armelle)
    make_mandate(armelle, lavoirs, since="2019-01-01", until="2019-02-01")
    mandate = lavoirs.memberships.get(until=None)

    shown = workshop_of(armelle).post(f"/compte/mandats/{mandate.pk}/fin/")

    assert shown["Location"] == f"/compte/organisations/{lavoirs.slug}/"
    assert Membership.objects.current().filter(pk=mandate.pk).exists()


def test_the_role_of_a_guest_is_known(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = credit(article, armelle, role="boss")

    assert response.status_code == 422
    assert article.signatures.filter(role=Role.PHOTOS).count() == 0
