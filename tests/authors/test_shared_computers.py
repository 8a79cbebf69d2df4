"""On a shared computer nothing stays; signing out clears the browser anywhere."""

import time

import pytest
from django.contrib.sessions.models import Session

from authors.middleware import CLEAR
from tests.builders import (
    PASSWORD,
    WORKSHOP,
    At,
    Client,
    again,
    code_in,
    make_draft,
    text_of,
    writing_form,
)


def signed_in(author, **extra) -> At:
    desk = At(Client(), WORKSHOP)
    desk.post(
        "/compte/login/", {"login": author.user.email, "password": PASSWORD, **extra}
    )
    return desk


def left_alone(desk, minutes):
    session = desk.client.session
    session["seen_at"] = int(time.time()) - minutes * 60
    session.save()


def test_at_home_the_session_lasts(armelle):
    desk = signed_in(armelle)

    assert desk.client.cookies["session"]["max-age"] == 14 * 24 * 3600
    assert "data-shared" not in text_of(desk.get("/"))


def test_on_a_shared_computer_it_ends_with_the_browser(armelle):
    desk = signed_in(armelle, shared="on")

    assert desk.client.cookies["session"]["max-age"] == ""
    assert 'data-shared data-idle="900"' in text_of(desk.get("/"))


def test_with_a_mailed_code_too(armelle, mailoutbox):
    desk = At(Client(), WORKSHOP)

    asked = desk.post(
        "/compte/login/code/", {"email": armelle.user.email, "shared": "on"}
    )
    desk.post(asked["Location"], {"code": code_in(mailoutbox[0])})

    assert desk.client.cookies["session"]["max-age"] == ""
    assert "data-shared" in text_of(desk.get("/"))


@pytest.mark.parametrize("path", ["login/", "login/code/", "signup/"])
def test_the_switch_is_on_each_page_that_signs_in(path, db):
    page = text_of(At(Client(), WORKSHOP).get(f"/compte/{path}"))

    assert 'type="checkbox" name="shared"' in page


def test_the_switch_is_forgotten_with_the_session(armelle):
    desk = signed_in(armelle, shared="on")
    desk.post("/compte/logout/")

    desk.post("/compte/login/", {"login": armelle.user.email, "password": PASSWORD})

    assert "data-shared" not in text_of(desk.get("/"))


def test_left_alone_it_signs_out_and_says_so(armelle):
    desk = signed_in(armelle, shared="on")
    left_alone(desk, 16)

    response = desk.get("/")
    page = desk.get(response["Location"])

    assert response["Location"] == "/compte/absence/"
    assert "Vous avez été déconnecté·e" in text_of(page)
    assert page["Clear-Site-Data"] == CLEAR
    assert "no-store" in page["Cache-Control"]
    assert Session.objects.count() == 0


def test_left_alone_a_page_that_saves_is_told(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = signed_in(armelle, shared="on")
    left_alone(desk, 16)

    response = desk.post(
        f"/ecrire/{article.pk}/sauvegarde/",
        writing_form(article, body="Trop tard."),
        HTTP_ACCEPT="application/json",
    )

    assert (response.status_code, response.json()) == (401, {"status": "signed-out"})
    assert again(article).body == "<p>Il y a un banc.</p>"


def test_with_somebody_there_it_stays_open(armelle):
    desk = signed_in(armelle, shared="on")
    left_alone(desk, 14)
    desk.get("/")

    assert time.time() - desk.client.session["seen_at"] < 60


def test_a_page_that_asks_by_itself_does_not_count(armelle):
    desk = signed_in(armelle, shared="on")
    left_alone(desk, 14)
    desk.get("/ecrire/session/")

    assert time.time() - desk.client.session["seen_at"] > 13 * 60


def test_at_home_nobody_is_signed_out_for_being_away(armelle):
    desk = signed_in(armelle)
    left_alone(desk, 600)

    assert desk.get("/").status_code == 200
    assert "Mes textes" in text_of(desk.get("/"))


def test_signing_out_clears_what_the_browser_kept(armelle):
    desk = signed_in(armelle)

    response = desk.post("/compte/logout/")

    assert response["Clear-Site-Data"] == CLEAR
    assert "Clear-Site-Data" not in desk.post("/compte/logout/").headers


def test_the_page_leaves_by_itself(armelle):
    desk = signed_in(armelle, shared="on")

    response = desk.post("/compte/absence/")

    assert response["Location"] == "/compte/absence/"
    assert desk.get("/").context["user"].is_authenticated is False


def test_no_page_of_the_desk_is_kept(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = signed_in(armelle)

    paths = ["/", f"/ecrire/{article.pk}/", f"/ecrire/{article.pk}/versions/"]
    kept = [desk.get(path)["Cache-Control"] for path in paths]

    assert kept == ["private, no-store"] * 3
