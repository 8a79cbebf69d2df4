"""Anybody reports a page, without an account; its site's editors alone know who."""

import re

import pytest

from articles.models import Notice
from tests.builders import (
    local,
    make_article,
    make_draft,
    read,
    text_of,
    workshop_of,
)


@pytest.fixture
def article(entraide, armelle):
    return make_article(entraide, by=armelle)


def filled(page, **changes) -> dict:
    return {
        "address": page,
        "kind": "error",
        "explanation": "Le banc est à Kerbernier, pas à Bellevue.",
        "name": "Soizic Nédélec",
        "email": "soizic@example.net",
        **changes,
    }


def test_an_article_leads_to_the_form_with_its_address(article, bellevue):
    page = text_of(read(bellevue, local(article)))
    [link] = re.findall(r'href="([^"]+)">Signaler</a>', page)

    form = text_of(workshop_of(None).get(link.partition("localhost:8000")[2]))

    assert f'value="{article.get_absolute_url()}"' in form


def test_a_visitor_reports_and_everybody_concerned_is_told(
    article, maiwenn, mailoutbox, committed
):
    visitor = workshop_of(None)

    with committed():
        response = visitor.post(
            "/signaler/", filled(article.get_absolute_url() + "#sig")
        )

    notice = Notice.objects.get()
    assert response["Location"] == f"/signaler/{notice.number}/"
    assert (notice.site.site_name, notice.article.pk) == ("Bellevue", article.pk)
    assert notice.address == article.get_absolute_url()
    assert (notice.kind, notice.name, notice.email) == (
        "error",
        "Soizic Nédélec",
        "soizic@example.net",
    )
    to_editor, to_sender = mailoutbox
    assert to_editor.to == ["maiwenn@example.org"]
    assert "pas à Bellevue" in to_editor.body
    assert "soizic@example.net" in to_editor.body
    assert to_sender.to == ["soizic@example.net"]
    assert notice.number in to_sender.subject
    # A stranger's words are not mailed to whoever he names.
    assert "pas à Bellevue" not in to_sender.body
    assert "Soizic" not in to_sender.body


def test_the_receipt_shows_the_number_and_no_name(article):
    visitor = workshop_of(None)
    visitor.post("/signaler/", filled(article.get_absolute_url()))
    number = Notice.objects.get().number

    shown = text_of(workshop_of(None).get(f"/signaler/{number}/"))

    assert number in shown
    assert article.get_absolute_url() in shown
    assert [w for w in ("Soizic", "soizic", "Kerbernier") if w in shown] == []
    assert workshop_of(None).get("/signaler/AAAA-AAAA/").status_code == 404
    assert workshop_of(None).get("/signaler/%00/").status_code == 404


def test_sent_twice_it_is_one_notice(article, maiwenn, mailoutbox, committed):
    visitor = workshop_of(None)

    with committed():
        answers = [
            visitor.post("/signaler/", filled(article.get_absolute_url()))
            for _time in range(2)
        ]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Notice.objects.count() == 1
    assert len(mailoutbox) == 2


def test_a_page_of_the_portal_is_for_the_administrators(
    armelle, article, reseau, maiwenn, mailoutbox, committed
):
    with committed():
        workshop_of(None).post("/signaler/", filled(armelle.get_absolute_url()))

    assert Notice.objects.get().site.is_default_site
    assert mailoutbox[0].to == ["reseau@example.org"]
    assert (
        workshop_of(maiwenn)
        .get("/moderation/signalements/")
        .context["page_of_list"]
        .items
        == []
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"address": "https://example.org/"},
            "n’est pas celle d’une page de nos sites",
        ),
        ({"address": "http://[::1"}, "n’est pas celle d’une page de nos sites"),
        ({"address": "http://atelier.localhost/"}, "n’est pas celle d’une page"),
        ({"address": "javascript:alert(1)"}, "n’est pas celle d’une page"),
        ({"address": "x" * 501}, "500 caractères"),
        ({"kind": "autre"}, "n’en fait pas partie"),
        ({"explanation": "x" * 3001}, "3000 caractères"),
        ({"explanation": "a\0b"}, "caractère"),
        ({"explanation": ""}, "Un point à reprendre"),
        ({"email": "soizic"}, "adresse"),
        ({"name": "n" * 81}, "80 caractères"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    changes, sentence, article, mailoutbox
):
    data = filled(article.get_absolute_url(), **changes)

    response = workshop_of(None).post("/signaler/", data)

    shown = text_of(response).replace("&#x27;", "’").replace("'", "’")
    assert response.status_code == 422
    assert sentence in shown
    assert ("Kerbernier" in shown) == ("explanation" not in changes)
    assert Notice.objects.count() == 0
    assert mailoutbox == []


def test_a_robot_that_fills_in_everything_is_sent_away(article, mailoutbox, committed):
    with committed():
        response = workshop_of(None).post(
            "/signaler/", filled(article.get_absolute_url(), website="http://spam")
        )

    assert response.status_code == 302
    assert Notice.objects.count() == 0
    assert mailoutbox == []


def test_five_in_an_hour_in_one_name_and_twenty_from_one_place(article):
    visitor = workshop_of(None)
    address = article.get_absolute_url()

    def send(number, name):
        data = filled(
            address, explanation=f"Erreur {number}", email=f"{name}@example.net"
        )
        return visitor.post("/signaler/", data).status_code

    assert [send(n, "soizic") for n in range(6)] == [302] * 5 + [429]
    assert [send(n, f"autre{n}") for n in range(15)] == [302] * 14 + [429]
    assert Notice.objects.count() == 19


def test_what_is_not_published_is_not_named_by_a_notice(entraide, armelle):
    draft = make_draft(entraide, by=armelle, title="Secret")

    workshop_of(None).post("/signaler/", filled(draft.get_absolute_url()))

    assert Notice.objects.get().article is None


def test_editors_see_the_notices_of_their_own_sites(
    article, jardins, armelle, maiwenn, goulven, reseau
):
    other = make_article(jardins, by=armelle)
    visitor = workshop_of(None)
    visitor.post("/signaler/", filled(article.get_absolute_url(), explanation="Ici."))
    visitor.post("/signaler/", filled(other.get_absolute_url(), explanation="Là-bas."))

    seen = {
        who: text_of(workshop_of(user).get("/moderation/signalements/"))
        for who, user in {"here": maiwenn, "there": goulven, "all": reseau}.items()
    }

    assert {who: ("Ici." in page, "Là-bas." in page) for who, page in seen.items()} == {
        "here": (True, False),
        "there": (False, True),
        "all": (True, True),
    }
    queue = text_of(workshop_of(maiwenn).get("/moderation/"))
    assert "Signalements (1)" in queue


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(
    count, article, maiwenn, django_assert_num_queries
):
    visitor = workshop_of(None)
    for number in range(count):
        visitor.post(
            "/signaler/",
            filled(article.get_absolute_url(), explanation=f"Erreur {number}"),
        )
    desk = workshop_of(maiwenn)
    desk.get("/moderation/signalements/")

    with django_assert_num_queries(6):
        desk.get("/moderation/signalements/")


def test_no_page_of_readers_tells_of_a_notice(article, bellevue):
    workshop_of(None).post("/signaler/", filled(article.get_absolute_url()))

    page = text_of(read(bellevue, local(article)))

    assert [w for w in ("Soizic", "soizic", "Kerbernier") if w in page] == []
