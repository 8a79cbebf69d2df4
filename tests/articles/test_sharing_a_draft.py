"""A draft read by a link: who may, for how long, and what is left of it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import DraftLink, Remark
from articles.services import remarks, sharing_drafts
from articles.services.sharing_drafts import digest_of, make_link, open_link
from tests.builders import (
    WORKSHOP,
    At,
    again,
    make_article,
    make_draft,
    make_signature,
    make_waiting,
    make_withdrawn,
    text_of,
    workshop_of,
)

WRONG = "A" * 43


@pytest.fixture
def article(entraide, armelle):
    body = "<p>Il y a un banc.</p><p>Et la rade.</p>"
    return make_draft(entraide, by=armelle, title="Le banc", body=body)


@pytest.fixture
def token(article, armelle):
    return make_link(article, by=armelle.user)[1]


def reader():
    """Somebody without an account or a cookie, whose forms are checked."""
    return At(Client(enforce_csrf_checks=True), WORKSHOP)


def remark(**changes):
    return {"text": "On ne sait pas où.", "name": "Yann", "position": "1", **changes}


def test_a_link_is_made_shown_once_and_opens_the_draft(article, armelle):
    desk, address = workshop_of(armelle), f"/textes/{article.pk}/partage/"

    made = desk.post(address, {"days": "7"})
    link = re.search(
        r'value="http://atelier\.localhost:8000(/lecture/[\w-]{43}/)"', text_of(made)
    )[1]
    later = text_of(desk.get(address))
    page = reader().get(link)

    kept = DraftLink.objects.get()
    token = link.split("/")[2]
    assert made.status_code == 201
    assert (kept.digest, kept.made_by) == (digest_of(token), armelle.user)
    assert kept.expires_at - kept.made_at == timedelta(days=7)
    # In the database, and on the page afterwards, there is no link to steal.
    assert token not in str(DraftLink.objects.values())
    assert token not in later
    assert "Il y a un banc." in text_of(page)


def test_readers_of_a_link_leave_no_trace_and_get_none(token):
    response = reader().get(f"/lecture/{token}/")

    assert response.status_code == 200
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert '<meta name="robots" content="noindex">' in text_of(response)
    assert response.cookies == {}
    assert "Set-Cookie" not in response.headers


def test_wrong_revoked_and_expired_are_the_same_page(article, armelle, token):
    revoked, old = (
        make_link(article, by=armelle.user),
        make_link(article, by=armelle.user),
    )
    sharing_drafts.revoke(revoked[0], by=armelle.user)
    past = timezone.now() - timedelta(seconds=1)
    DraftLink.objects.filter(pk=old[0].pk).update(
        made_at=past - timedelta(days=1), expires_at=past
    )

    answers = [
        reader().get(f"/lecture/{tried}/")
        for tried in (WRONG, revoked[1], old[1], "court", WRONG + "A", "é" * 43)
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert len({text_of(answer) for answer in answers}) == 1
    assert reader().get(f"/lecture/{token}/").status_code == 200


def test_a_closed_link_takes_no_remark(article, armelle, token):
    workshop_of(armelle).post(f"/partages/{DraftLink.objects.get().pk}/fin/")

    response = reader().post(f"/lecture/{token}/", remark())

    assert response.status_code == 404
    assert Remark.objects.count() == 0


def test_closing_twice_keeps_the_first_time(article, armelle):
    link, _token = make_link(article, by=armelle.user)
    desk = workshop_of(armelle)

    desk.post(f"/partages/{link.pk}/fin/")
    first = DraftLink.objects.get().revoked_at
    desk.post(f"/partages/{link.pk}/fin/")

    assert DraftLink.objects.get().revoked_at == first


@pytest.mark.parametrize("days", ["2", "0", "-1", "x", "", "9" * 30])
def test_only_the_proposed_times(days, article, armelle):
    sent = {"days": days}

    response = workshop_of(armelle).post(f"/textes/{article.pk}/partage/", sent)

    assert response.status_code == 422
    assert DraftLink.objects.count() == 0


def test_five_links_at_once(article, armelle):
    for _number in range(5):
        make_link(article, by=armelle.user)

    response = workshop_of(armelle).post(
        f"/textes/{article.pk}/partage/", {"days": "14"}
    )

    assert response.status_code == 422
    assert "Cinq liens sont déjà ouverts" in text_of(response)
    assert DraftLink.objects.count() == 5


def test_names_that_have_not_accepted_are_not_read(article, bran, token):
    make_signature(article, bran, "invited")

    assert "Bran Le Gall" not in text_of(reader().get(f"/lecture/{token}/"))


def test_a_waiting_text_is_read_a_published_one_is_at_its_own_place(
    entraide, armelle, maiwenn
):
    waiting = make_waiting(entraide, by=armelle)
    _link, token = make_link(waiting, by=armelle.user)
    read = reader().get(f"/lecture/{token}/").status_code
    again(waiting).latest_revision.publish(skip_permission_checks=True)

    moved = reader().get(f"/lecture/{token}/")

    assert read == 200
    assert moved["Location"] == again(waiting).get_absolute_url()


def test_a_withdrawn_text_is_read_by_nobody(entraide, armelle, maiwenn):
    article = make_draft(entraide, by=armelle)
    _link, token = make_link(article, by=armelle.user)
    gone = make_withdrawn(entraide, by=armelle, withdrawn_by=maiwenn, reason="Erreur.")
    DraftLink.objects.update(article=gone)

    assert reader().get(f"/lecture/{token}/").status_code == 404


def test_no_link_to_what_everybody_reads(entraide, armelle):
    article = make_article(entraide, by=armelle)

    response = workshop_of(armelle).get(f"/textes/{article.pk}/partage/")

    assert response.status_code == 404


def test_a_link_opens_its_own_draft_alone(article, jardins, bran, token):
    make_draft(jardins, by=bran, title="Les poireaux", body="<p>Secret.</p>")

    assert "Secret." not in text_of(reader().get(f"/lecture/{token}/"))


# Remarks by people without an account


def test_a_reader_leaves_a_remark_at_a_paragraph(article, armelle, token):
    asked = text_of(reader().get(f"/lecture/{token}/?p=1"))
    response = reader().post(f"/lecture/{token}/", remark())
    thanked = text_of(reader().get(response["Location"].split("#")[0]))

    left = Remark.objects.get()
    assert 'name="position" value="1"' in asked
    assert "csrfmiddlewaretoken" not in asked
    assert "votre remarque est arrivée" in thanked
    assert (left.by, left.by_name, left.text) == (None, "Yann", "On ne sait pas où.")
    assert (left.article, left.position, left.quote) == (article, 1, "Et la rade.")
    assert response["Referrer-Policy"] == "no-referrer"
    # Readers of a link do not read one another.
    assert "On ne sait pas où." not in thanked


def test_or_about_the_whole_text(token):
    reader().post(f"/lecture/{token}/", remark(position=""))

    left = Remark.objects.get()
    assert (left.position, left.quote) == (None, "")


@pytest.mark.parametrize(
    "changes",
    [
        *({"text": ""}, {"text": " \u200b\u202e "}, {"text": "x" * 1001}, {"name": ""}),
        *({"name": "x" * 81}, {"name": "a@b.c"}, {"name": "https://x.y"}),
        *({"position": "2"}, {"position": "-1"}, {"position": "9" * 30}),
        *({"position": "x"}, {"name": "123"}),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(changes, token):
    sent = remark(**changes)

    response = reader().post(f"/lecture/{token}/", sent)

    assert response.status_code == 422
    assert "à reprendre" in text_of(response)
    assert sent["text"].strip() in text_of(response)
    assert Remark.objects.count() == 0


def test_words_are_words(article, armelle, token):
    sent = remark(text="<b>gras</b>\0\u202e\r\nfin", name="O’Brien <i>")

    reader().post(f"/lecture/{token}/", sent)
    page = text_of(workshop_of(armelle).get(f"/textes/{article.pk}/remarques/"))

    assert Remark.objects.get().text == "<b>gras</b>\nfin"
    assert "&lt;b&gt;gras&lt;/b&gt;<br>fin" in page
    assert "O’Brien &lt;i&gt;" in page


def test_a_program_that_fills_everything_in_is_thanked(token):
    response = reader().post(f"/lecture/{token}/", remark(website="http://x"))

    assert response.status_code == 302
    assert Remark.objects.count() == 0


def test_sent_twice_it_is_one_remark(token):
    for _time in range(2):
        reader().post(f"/lecture/{token}/", remark())

    assert Remark.objects.count() == 1


def test_a_link_brings_so_many_remarks_and_not_faster(
    article, armelle, token, monkeypatch
):
    link = open_link(token)

    def leave(number):
        return reader().post(f"/lecture/{token}/", remark(text=str(number)))

    quick = [leave(number).status_code for number in range(remarks.BURST + 1)]
    Remark.objects.update(at=timezone.now() - remarks.WITHIN)
    later = leave("plus tard").status_code
    monkeypatch.setattr(remarks, "MOST_BY_LINK", link.remarks.count())
    Remark.objects.update(at=timezone.now() - remarks.WITHIN)
    full = leave("trop")

    assert quick == [302] * remarks.BURST + [422]
    assert later == 302
    assert full.status_code == 422
    assert "merci, c’est assez" in text_of(full)
