"""Remarks on a draft: beside their paragraph, done, deleted, and found again."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from articles.models import Remark
from articles.paragraphs import blocks_of, find
from articles.services import remarks
from tests.builders import (
    lets_help,
    make_article,
    make_author,
    make_draft,
    make_helper,
    make_picture,
    picture_in_body,
    text_of,
    workshop_of,
    writing_form,
)

BODY = "<p>Il y a un banc.</p><h2>La rade</h2><ul><li>bleue</li></ul><p>Et le vent.</p>"


@pytest.fixture
def article(entraide, armelle):
    return make_draft(entraide, by=armelle, title="Le banc", body=BODY)


@pytest.fixture
def bran_helps(article, armelle, bran, bellevue):
    lets_help(bran, bellevue)
    make_helper(article, by=armelle, helper=bran)
    return bran


def leave(article, text="Où ?", position=0, name="Yann", **who):
    return remarks.leave(article, text=text, name=name, position=position, **who)


def page_of(article, who):
    return workshop_of(who).get(f"/textes/{article.pk}/remarques/")


def test_a_helper_leaves_one_and_the_writer_reads_it_there(
    article, armelle, bran_helps
):
    sent = {"text": "Quel banc ?", "position": "0"}

    workshop_of(bran_helps).post(f"/textes/{article.pk}/remarques/", sent)
    page = text_of(page_of(article, armelle))
    desk = text_of(workshop_of(armelle).get(f"/ecrire/{article.pk}/"))

    left = Remark.objects.get()
    assert (left.by, left.by_name) == (bran_helps.user, "Bran Le Gall")
    between = page[page.index("Il y a un banc.") : page.index("La rade</h2>")]
    assert "Quel banc" in between
    assert "Une remarque à lire" in desk


def test_done_it_is_put_aside_and_can_be_opened_again(article, armelle):
    left = leave(article)
    desk = workshop_of(armelle)

    desk.post(f"/remarques/{left.pk}/fait/")
    left.refresh_from_db()
    done = (left.done_by, bool(left.done_at))
    aside = page_of(article, armelle).context["done"]
    desk.post(f"/remarques/{left.pk}/fait/", {"done": "0"})
    left.refresh_from_db()

    assert done == (armelle.user, True)
    assert aside == [left]
    assert (left.done_by, left.done_at) == (None, None)


def test_the_writer_deletes_one_and_so_does_who_left_it(article, armelle, bran_helps):
    of_a_reader = leave(article)
    of_the_helper = leave(article, by=bran_helps.user, name="Bran Le Gall")
    helper = workshop_of(bran_helps)

    refused = helper.post(f"/remarques/{of_a_reader.pk}/suppression/").status_code
    settled = helper.post(f"/remarques/{of_the_helper.pk}/fait/").status_code
    helper.post(f"/remarques/{of_the_helper.pk}/suppression/")
    workshop_of(armelle).post(f"/remarques/{of_a_reader.pk}/suppression/")

    assert (refused, settled) == (404, 404)
    assert Remark.objects.count() == 0


@pytest.mark.parametrize("gesture", ["fait", "suppression"])
def test_nobody_else_touches_it(gesture, article, bran, passant, maiwenn, reseau):
    left = leave(article)

    answers = [
        workshop_of(who).post(f"/remarques/{left.pk}/{gesture}/").status_code
        for who in (bran, passant, maiwenn, reseau)
    ]

    assert answers == [404] * 4
    assert Remark.objects.filter(done_at=None).count() == 1


def test_when_the_text_changes_it_stays_understandable(article, armelle):
    leave(article, text="A", position=0)
    leave(article, text="B", position=3)
    leave(article, text="C", position=1)
    body = "<p>Avant.</p><p>Et le vent.</p><p>Il y avait un banc.</p>"
    sent = writing_form(article, body_html=body)

    workshop_of(armelle).post(f"/ecrire/{article.pk}/", sent)
    context = page_of(article, armelle).context

    placed = {
        where: [(remark.text, remark.is_same) for remark in found]
        for where, found in context["placed"].items()
    }
    # Moved, changed, gone: each with the words it was about.
    assert placed == {1: [("B", True)], 2: [("A", False)]}
    assert [remark.text for remark in context["lost"]] == ["C"]
    assert "La rade" in text_of(page_of(article, armelle))


def test_a_picture_can_be_remarked_too(entraide, armelle):
    picture = picture_in_body(make_picture(by=armelle))
    article = make_draft(entraide, by=armelle, body="<p>Un.</p>" + picture)

    left = leave(article, position=1)

    assert (left.quote, left.position) == ("", 1)
    assert page_of(article, armelle).context["placed"] == {1: [left]}


def test_of_a_published_text_there_are_none(entraide, armelle):
    article = make_article(entraide, by=armelle)

    assert page_of(article, armelle).status_code == 404


def test_a_text_holds_only_so_many(article, armelle, monkeypatch):
    monkeypatch.setattr(remarks, "MOST_OPEN", 1)
    leave(article)

    response = workshop_of(armelle).post(
        f"/textes/{article.pk}/remarques/", {"text": "Encore une.", "position": ""}
    )

    assert response.status_code == 422
    assert "Encore une." in text_of(response)


@pytest.mark.parametrize(
    "asked", ["tout", "0", "99999", "x", "²", "-1", "9" * 40, "\0"]
)
def test_whatever_paragraph_is_asked_for_the_page_is_shown(asked, article, armelle):
    response = workshop_of(armelle).get(
        f"/textes/{article.pk}/remarques/", {"p": asked}
    )

    assert response.status_code == 200


def test_the_database_keeps_the_rules(article):
    for wrong in (
        {"by_name": ""},
        {"text": ""},
        {"quote": "sans place", "position": None},
    ):
        fields = {"by_name": "Yann", "text": "Où ?", **wrong}
        with pytest.raises(IntegrityError), transaction.atomic():
            Remark.objects.create(article=article, **fields)


def test_a_body_is_the_sum_of_its_blocks():
    body = BODY + '<blockquote><p>L&amp;x</p></blockquote><embed id="1"/><hr/>'

    blocks = blocks_of(body)

    assert "".join(block.html for block in blocks) == body
    assert [block.tag for block in blocks] == [
        *("p", "h2", "ul", "p", "blockquote", "embed", "hr")
    ]
    assert blocks[4].words == "L&x"


def test_the_same_words_are_found_nearest_to_where_they_were():
    blocks = blocks_of("<p>Oui.</p><p>Non.</p><p>Oui.</p>")

    assert find(blocks, "Oui.", 2) == (blocks[2], True)
    assert find(blocks, "Oui.", 9) == (blocks[2], True)
    assert find([], "Oui.", 0) == (None, False)


@pytest.mark.parametrize("count", [1, 3])
def test_reading_costs_the_same_whatever_the_number(count, article, armelle):
    for number in range(count):
        helper = make_author(f"Gwenn {number}")
        leave(article, text=f"{number}", position=number, by=helper.user)
        leave(article, text=f"tout {number}", position=None)
    desk = workshop_of(armelle)
    desk.get(f"/textes/{article.pk}/remarques/")

    with CaptureQueriesContext(connection) as queries:
        desk.get(f"/textes/{article.pk}/remarques/")

    assert len(queries) == 23
