"""Accounts: sign-up, signing in, the password, signing out. At the workshop only."""

import re
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client

from authors.addresses import workshop_url
from authors.models import User
from tests.builders import (
    PASSWORD,
    WORKSHOP,
    At,
    code_in,
    make_author,
    make_user,
    read,
    text_of,
    workshop_of,
)

NEW = {"email": "Yuna@Example.org", "password1": PASSWORD}


def who(visitor):
    """Return the account that this browser is signed in with."""
    pk = visitor.client.session.get("_auth_user_id")
    return User.objects.get(pk=pk) if pk else None


def test_signing_up_with_the_code_that_is_mailed(db, mailoutbox):
    visitor = workshop_of(None)

    asked = visitor.post("/compte/signup/", NEW)
    before = who(visitor)
    visitor.post(asked["Location"], {"code": code_in(mailoutbox[0])})

    user = User.objects.get()
    assert user.email == "yuna@example.org"
    assert EmailAddress.objects.get(user=user).verified
    assert before is None
    assert who(visitor) == user
    assert [mail.to for mail in mailoutbox] == [["yuna@example.org"]]
    assert not user.is_staff


def test_signing_in_with_a_password(passant):
    visitor = workshop_of(None)

    response = visitor.post(
        "/compte/login/", {"login": "PASSANT@example.org", "password": PASSWORD}
    )

    assert response["Location"] == "/"
    assert who(visitor) == passant


def test_signing_in_with_a_code(passant, mailoutbox):
    visitor = workshop_of(None)

    asked = visitor.post("/compte/login/code/", {"email": passant.email})
    visitor.post(asked["Location"], {"code": code_in(mailoutbox[0])})

    assert who(visitor) == passant


def test_a_forgotten_password_is_set_anew(passant, mailoutbox):
    visitor = workshop_of(None)
    visitor.post("/compte/password/reset/", {"email": passant.email})
    path = re.search(r"http://[^/]+(/\S+)", mailoutbox[0].body)[1]

    form = visitor.get(path)
    visitor.post(
        form["Location"], {"password1": "un-autre-matin", "password2": "un-autre-matin"}
    )

    passant.refresh_from_db()
    assert passant.check_password("un-autre-matin")
    assert f"http://{WORKSHOP}" in mailoutbox[0].body


def test_a_password_is_changed(passant):
    desk = workshop_of(None)
    desk.post("/compte/login/", {"login": passant.email, "password": PASSWORD})

    desk.post(
        "/compte/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": "un-autre-matin",
            "password2": "un-autre-matin",
        },
    )

    passant.refresh_from_db()
    assert passant.check_password("un-autre-matin")
    assert who(desk) == passant


def test_signing_out_is_a_gesture_not_a_link(passant):
    desk = workshop_of(passant)

    asked = desk.get("/compte/logout/")
    still = who(desk)
    desk.post("/compte/logout/")

    assert asked.status_code == 200
    assert still == passant
    assert who(desk) is None


# Elsewhere


@pytest.mark.parametrize("host", ["localhost", "bellevue.localhost"])
@pytest.mark.parametrize(
    "path",
    ["/compte/login/", "/compte/signup/", "/gestion/", "/ecrire/", "/moderation/"],
)
def test_readers_hosts_know_no_account(host, path, db):
    assert read(host, path).status_code == 404
    assert At(Client(), host).post(path, NEW).status_code == 405


def test_the_admin_has_no_door_of_its_own(db):
    visitor = workshop_of(None)

    for own in ("/gestion/login/", "/gestion/password_reset/"):
        assert visitor.get(own)["Location"].partition("?")[0] == "/compte/login/"
    asked = visitor.get("/gestion/", follow=True)
    last, _status = asked.redirect_chain[-1]
    assert unquote(last) == "/compte/login/?next=/gestion/"


def test_the_admin_lets_editors_in_and_nobody_else(passant, maiwenn):
    stranger = workshop_of(passant).get("/gestion/")
    editor = workshop_of(maiwenn).get("/gestion/")

    assert stranger.status_code == 302
    assert editor.status_code == 200


# Wrong state


def test_one_account_for_an_address_whatever_its_case(passant):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="PASSANT@EXAMPLE.ORG")


def test_an_address_that_has_an_account_is_not_told_from_a_new_one(passant, mailoutbox):
    taken = workshop_of(None).post(
        "/compte/signup/", {**NEW, "email": "Passant@example.org"}
    )
    free = workshop_of(None).post("/compte/signup/", NEW)

    assert taken.status_code == free.status_code == 302
    assert taken["Location"] == free["Location"]
    assert User.objects.filter(email__iexact="passant@example.org").count() == 1
    # Only the owner of the address reads which it was.
    assert [mail.to for mail in mailoutbox] == [
        ["passant@example.org"],
        ["yuna@example.org"],
    ]


@pytest.mark.parametrize("path", ["/compte/login/code/", "/compte/password/reset/"])
def test_an_unknown_address_is_answered_like_a_known_one(path, passant):
    known = workshop_of(None).post(path, {"email": passant.email})
    unknown = workshop_of(None).post(path, {"email": "nobody@example.org"})

    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"]


def test_a_wrong_password_says_no_more_than_a_wrong_address(passant):
    wrong = workshop_of(None).post(
        "/compte/login/", {"login": passant.email, "password": "pas-celui-la"}
    )
    nobody = workshop_of(None).post(
        "/compte/login/", {"login": "nobody@example.org", "password": "pas-celui-la"}
    )

    assert wrong.context["form"].errors == nobody.context["form"].errors
    assert len(wrong.context["form"].errors) == 1


def test_a_wrong_code_signs_nobody_in(passant):
    visitor = workshop_of(None)
    asked = visitor.post("/compte/login/code/", {"email": passant.email})

    visitor.post(asked["Location"], {"code": "AAAA-AAAA"})

    assert who(visitor) is None


# Bad input


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "pas une adresse"}, "email"),
        ({"email": "x" * 300 + "@example.org"}, "email"),
        ({"email": "a\x00b@example.org"}, "email"),
        ({"password1": ""}, "password1"),
        ({"password1": "trop-court"}, "password1"),
        ({"password1": "yuna@example.org"}, "password1"),
    ],
)
def test_a_sign_up_that_is_refused_says_why_by_the_field(
    changes, field, db, mailoutbox
):
    response = workshop_of(None).post("/compte/signup/", {**NEW, **changes})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]
    assert User.objects.count() == 0
    assert mailoutbox == []


@pytest.mark.parametrize(
    "after", ["https://example.org/", "//example.org", "javascript:x"]
)
def test_signing_in_leads_nowhere_else(after, passant):
    response = workshop_of(None).post(
        "/compte/login/",
        {"login": passant.email, "password": PASSWORD, "next": after},
    )

    assert response["Location"] == "/"


# Limits


def attempts(count, **headers):
    visitor = workshop_of(None)
    answers = []
    for number in range(count):
        response = visitor.post(
            "/compte/login/",
            {"login": f"nobody-{number}@example.org", "password": "x" * 12},
            **headers,
        )
        answers.append(response.status_code)
    return answers


def test_too_many_attempts_from_one_address_are_stopped(db):
    answers = attempts(40, REMOTE_ADDR="192.0.2.1")

    assert answers[0] == 200
    assert answers[-1] == 429


def test_behind_a_proxy_each_reader_has_her_own_limit(db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    attempts(40, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1")

    same = attempts(1, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.1")
    other = attempts(1, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="192.0.2.2")
    forged = attempts(
        1, REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.9, 192.0.2.1"
    )

    assert (same, other, forged) == ([429], [200], [429])


def test_without_a_proxy_the_header_is_not_believed(db):
    attempts(40, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.1")

    forged = attempts(1, REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.2")

    assert forged == [429]


def test_the_pages_of_an_account_show_no_byline_of_somebody_else(passant, db):
    make_author("Yuna Zoudour")
    make_user("autre@example.org")

    page = text_of(workshop_of(passant).get("/compte/profil/"))

    assert "Zoudour" not in page
    assert "autre@example.org" not in page
    assert "passant@example.org" in page


def test_a_forged_port_is_not_in_what_is_mailed(passant, mailoutbox):
    Client().post(
        "/compte/password/reset/",
        {"email": "passant@example.org"},
        HTTP_HOST=f"{WORKSHOP}:666",
    )

    assert len(mailoutbox) == 1
    assert "666" not in mailoutbox[0].body
    assert workshop_url("/compte/") in mailoutbox[0].body
