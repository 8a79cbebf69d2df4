"""Inviting others to sign, answering, taking a name back."""

import pytest
from django.core import mail
from django.utils import timezone

from articles.enums import Consent, Role
from articles.models import Signature
from articles.services import signatures
from authors.mailboxes import mailbox_key
from authors.models import Author
from tests.builders import (
    again,
    cosign,
    make_article,
    make_draft,
    make_mandate,
    make_organisation,
    make_user,
    make_waiting,
    text_of,
    workshop_of,
    writing_form,
)

BRAN = "bran-le-gall@example.org"


def invite(article, by, email=BRAN, role=Role.TEXT, **extra):
    return signatures.invite_by_email(
        article, by=by.user, email=email, role=role, **extra
    )


def findable(author):
    author.findable_since = timezone.now()
    author.save()
    return author


def accept(person, invitation, **data):
    article = again(invitation.article)
    seen = signatures.version_to_sign(article).pk
    return workshop_of(person).post(
        f"/signatures/{invitation.pk}/accord/", {"seen": seen, **data}
    )


# By e-mail


def test_invited_by_e_mail_she_gets_a_link_and_no_account_is_asked(
    entraide, armelle, committed
):
    article = make_draft(entraide, by=armelle, title="Le banc")

    with committed():
        response = workshop_of(armelle).post(
            f"/textes/{article.pk}/invitations/",
            {"email": "Yuna@Example.org", "role": "photos", "message": "Tes photos ?"},
        )

    invitation = article.signatures.get()
    assert response["Location"] == f"/textes/{article.pk}/signataires/"
    assert (invitation.state, invitation.role) == (Consent.INVITED, Role.PHOTOS)
    assert invitation.author is None
    assert [m.to for m in mail.outbox] == [["Yuna@Example.org"]]
    assert mail.outbox[0].subject == "On vous invite à signer « Le banc »"
    assert "Armelle Quéméneur écrit" in mail.outbox[0].body
    assert "Tes photos ?" in mail.outbox[0].body
    assert "http://atelier.localhost:8000/invitations/" in mail.outbox[0].body


def test_her_address_is_not_kept(entraide, armelle):
    invitation = invite(make_draft(entraide, by=armelle), armelle)

    kept = " ".join(map(str, Signature.objects.values_list().get(pk=invitation.pk)))

    assert "bran-le-gall" not in kept
    assert invitation.email_key == mailbox_key(BRAN.upper())
    assert invitation.email_hint == "b…@example.org"


@pytest.mark.parametrize("email", [BRAN, "personne@example.org"])
def test_nothing_says_whether_the_address_has_an_account(
    email, entraide, armelle, bran
):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/textes/{article.pk}/invitations/", {"email": email, "role": "text"}
    )
    page = text_of(workshop_of(armelle).get(response["Location"]))

    assert article.signatures.get().author is None
    assert "Bran" not in page
    assert f"{email[0]}…@example.org" in page


def test_who_signs_up_with_that_address_finds_the_invitation_and_signs(
    entraide, armelle, committed
):
    article = make_draft(entraide, by=armelle, title="Le banc")
    invitation = invite(article, armelle, email="yuna@example.org")
    yuna = make_user("yuna@example.org")
    desk = workshop_of(yuna)

    home = text_of(desk.get("/"))
    shown = text_of(desk.get(f"/signatures/{invitation.pk}/"))
    with committed():
        accept(yuna, invitation, name="Yuna Le Borgne")

    signature = again(article).signatures.get()
    assert f"/signatures/{invitation.pk}/" in home
    assert "Il y a un banc." in shown
    assert signature.state == Consent.ACCEPTED
    assert signature.author == Author.objects.get(user=yuna)
    assert signature.author.name == "Yuna Le Borgne"
    assert signature.revision == article.latest_revision
    assert (signature.email_key, signature.email_hint) == ("", "")
    told = [(m.to, m.subject) for m in mail.outbox][-1]
    assert told[0] == [armelle.user.email]
    assert told[1] == "Yuna Le Borgne signe « Le banc » avec vous"


def test_an_address_that_is_not_confirmed_opens_nothing(entraide, armelle):
    invitation = invite(make_draft(entraide, by=armelle), armelle)
    other = make_user("autre@example.org")
    other.emailaddress_set.create(email=BRAN, verified=False)

    response = workshop_of(other).get(f"/signatures/{invitation.pk}/")

    assert response.status_code == 404
    assert "Aucune invitation" in text_of(workshop_of(other).get("/invitations/"))


def test_the_link_of_the_mail_tells_a_visitor_how_to_answer(entraide, armelle):
    invite(make_draft(entraide, by=armelle, title="Secret"), armelle)

    page = text_of(workshop_of(None).get("/invitations/"))

    assert "?next=/invitations/" in page
    assert "Secret" not in page


def test_who_accepts_for_the_text_may_write_it(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    invitation = invite(article, armelle)
    before = workshop_of(bran).get(f"/ecrire/{article.pk}/").status_code

    accept(bran, invitation, author=bran.pk)

    assert before == 404
    assert workshop_of(bran).get(f"/ecrire/{article.pk}/").status_code == 200


def test_the_invited_person_reads_the_draft_and_no_more_after_declining(
    entraide, armelle, bran, committed
):
    article = make_draft(entraide, by=armelle, title="Le banc")
    invitation = invite(article, armelle, role=Role.PHOTOS)
    desk = workshop_of(bran)
    before = desk.get(f"/ecrire/{article.pk}/apercu/").status_code

    with committed():
        desk.post(f"/signatures/{invitation.pk}/refus/")

    assert before == 200
    assert desk.get(f"/ecrire/{article.pk}/apercu/").status_code == 404
    assert article.signatures.get().state == Consent.DECLINED
    assert mail.outbox[-1].to == [armelle.user.email]
    assert "Bran" not in mail.outbox[-1].subject + mail.outbox[-1].body


# By name


def test_only_those_who_agreed_are_found_by_name(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    page = f"/textes/{article.pk}/signataires/"
    desk = workshop_of(armelle)

    before = desk.get(page, {"nom": "le gall"}).context["found"]
    refused = desk.post(
        f"/textes/{article.pk}/invitations/", {"author": bran.pk, "role": "text"}
    )
    findable(bran)
    after = desk.get(page, {"nom": "Gall bran"}).context["found"]

    assert (before, after) == ([], [bran])
    assert refused.status_code == 422
    assert article.signatures.count() == 0


def test_being_found_is_a_dated_choice_of_the_profile(armelle):
    form = {
        "name": armelle.name,
        "biography": "",
        "links-TOTAL_FORMS": "0",
        "links-INITIAL_FORMS": "0",
    }
    desk = workshop_of(armelle)
    address = f"/compte/profil/{armelle.slug}/"

    desk.post(address, {**form, "findable": "on"})
    since = Author.objects.get(pk=armelle.pk).findable_since
    desk.post(address, {**form, "findable": "on"})
    kept = Author.objects.get(pk=armelle.pk).findable_since
    desk.post(address, form)

    assert armelle.findable_since is None
    assert since is not None
    assert kept == since
    assert Author.objects.get(pk=armelle.pk).findable_since is None


def test_invited_by_name_she_is_told_and_signs_with_that_name(
    entraide, armelle, bran, committed
):
    article = make_draft(entraide, by=armelle)
    lavoirs = make_organisation("Les Lavoirs", bran)
    findable(bran)

    with committed():
        workshop_of(armelle).post(
            f"/textes/{article.pk}/invitations/", {"author": bran.pk, "role": "text"}
        )
    invitation = article.signatures.get()
    other = accept(bran, invitation, author=lavoirs.pk)
    accept(bran, invitation, author=bran.pk)

    assert [m.to for m in mail.outbox] == [[BRAN]]
    assert other.status_code == 422
    assert article.signatures.get().state == Consent.ACCEPTED


# Bounds


def test_nobody_is_asked_twice_in_a_day_nor_after_declining(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    invitation = invite(article, armelle)
    desk = workshop_of(armelle)
    again_asked = {"email": BRAN, "role": "text"}
    address = f"/textes/{article.pk}/invitations/"

    twice = desk.post(address, again_asked)
    desk.post(f"/signatures/{invitation.pk}/annulation/")
    same_day = desk.post(address, again_asked)
    Signature.objects.update(mailed_at=timezone.now() - 2 * signatures.A_DAY)
    next_day = desk.post(address, again_asked)
    signatures.decline(article.signatures.get(), by=bran.user)
    Signature.objects.update(mailed_at=timezone.now() - 2 * signatures.A_DAY)
    declined = desk.post(address, again_asked)

    answers = [twice, same_day, next_day, declined]
    assert [r.status_code for r in answers] == [422, 422, 302, 422]
    assert article.signatures.count() == 1
    assert BRAN in text_of(declined)


def test_twenty_invitations_wait_at_most(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    for number in range(signatures.MOST_INVITATIONS):
        invite(article, armelle, email=f"voisin-{number}@example.org")

    response = workshop_of(armelle).post(
        f"/textes/{article.pk}/invitations/", {"email": BRAN, "role": "text"}
    )

    assert response.status_code == 422
    assert article.signatures.count() == signatures.MOST_INVITATIONS


@pytest.mark.parametrize(
    "data",
    [
        {"email": "pas une adresse", "role": "text"},
        {"email": "a\x00@example.org", "role": "text"},
        {"email": BRAN, "role": "boss"},
        {"email": "armelle-quemeneur@example.org", "role": "text"},
        {"email": BRAN, "role": "text", "message": "m" * 1001},
        {"author": "999999999999999999999999", "role": "text"},
        {"author": "x\x00", "role": "text"},
    ],
)
def test_an_invitation_that_says_nothing_good_is_refused(data, entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(f"/textes/{article.pk}/invitations/", data)

    assert response.status_code == 422
    assert article.signatures.count() == 0


# Answering


def test_an_invitation_taken_back_is_not_accepted(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    invitation = invite(article, armelle)
    workshop_of(armelle).post(f"/signatures/{invitation.pk}/annulation/")

    response = accept(bran, invitation, author=bran.pk)

    assert response["Location"] == "/invitations/"
    assert article.signatures.get().state == Consent.WITHDRAWN


def test_a_text_that_changed_is_read_again_before_it_is_signed(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    invitation = invite(article, armelle)
    seen = article.latest_revision_id
    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, body="Tout autre chose.")
    )

    response = workshop_of(bran).post(
        f"/signatures/{invitation.pk}/accord/", {"seen": seen, "author": bran.pk}
    )

    assert response["Location"] == f"/signatures/{invitation.pk}/"
    assert article.signatures.get().state == Consent.INVITED


def test_accepted_twice_it_is_signed_once(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    invitation = invite(article, armelle)
    accept(bran, invitation, author=bran.pk)

    response = accept(bran, invitation, author=bran.pk)

    assert response.status_code == 302
    assert article.signatures.get().state == Consent.ACCEPTED


def test_nobody_accepts_under_the_name_of_another(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    invitation = invite(article, armelle)

    response = accept(bran, invitation, author=armelle.pk)

    assert response.status_code == 422
    assert article.signatures.get().state == Consent.INVITED


def test_who_declined_by_name_and_accepts_by_e_mail_signs_once(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    findable(bran)
    named = signatures.invite_by_name(
        article, by=armelle.user, author=bran, role=Role.TEXT
    )
    signatures.decline(named, by=bran.user)
    invitation = invite(article, armelle)

    accept(bran, invitation, author=bran.pk)

    assert [s.state for s in article.signatures.filter(author=bran)] == ["accepted"]


# Taking a name back


def test_a_name_taken_back_opens_the_text_no_more(entraide, armelle, bran, committed):
    article = make_draft(entraide, by=armelle)
    cosign(article, armelle)
    signature = cosign(article, bran)

    with committed():
        workshop_of(bran).post(f"/signatures/{signature.pk}/retrait/")

    assert article.signatures.get(author=bran).state == Consent.WITHDRAWN
    assert workshop_of(bran).get(f"/ecrire/{article.pk}/").status_code == 404
    assert [m.to for m in mail.outbox] == [[armelle.user.email]]
    assert "Bran" not in mail.outbox[0].subject + mail.outbox[0].body


@pytest.mark.parametrize("make", [make_article, make_waiting])
def test_the_last_name_of_a_text_that_is_read_is_not_taken_off_silently(
    make, entraide, armelle, bran
):
    article = make(entraide, by=armelle)
    cosign(article, bran, role="photos")
    signature = article.signatures.get(author=armelle)
    desk = workshop_of(armelle)

    asked = text_of(desk.get(f"/signatures/{signature.pk}/retrait/"))
    refused = desk.post(f"/signatures/{signature.pk}/retrait/")

    assert "C’est le dernier nom" in asked
    assert f'href="http://atelier.localhost:8000/textes/{article.pk}/"' in asked
    assert refused.status_code == 409
    assert article.signatures.get(author=armelle).state == Consent.ACCEPTED


def test_the_order_of_names_is_the_writers(entraide, armelle, bran):
    article = make_article(entraide, by=armelle)
    signature = cosign(article, bran)

    workshop_of(armelle).post(f"/signatures/{signature.pk}/rang/")
    workshop_of(armelle).post(f"/signatures/{signature.pk}/rang/")

    assert [c.author for c in again(article).credits] == [bran, armelle]


def test_an_expired_mandate_answers_no_invitation(entraide, armelle, bran):
    lavoirs = make_organisation("Les Lavoirs")
    make_mandate(bran, lavoirs, since="2020-01-01", until="2020-12-31")
    findable(lavoirs)
    article = make_draft(entraide, by=armelle)
    invitation = signatures.invite_by_name(
        article, by=armelle.user, author=lavoirs, role=Role.TEXT
    )

    response = accept(bran, invitation, author=lavoirs.pk)

    assert response.status_code == 404
    assert article.signatures.get().state == Consent.INVITED
