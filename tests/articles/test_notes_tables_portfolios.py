"""What readers get of notes, tables and pictures side by side, on every surface."""

import re

import pytest

from articles.display import displayed
from articles.headings import with_anchors
from articles.html import plain_text
from articles.pdf.blocks import Reader
from articles.text import to_markdown
from tests.builders import (
    local,
    make_article,
    make_picture,
    picture_in_body,
    read,
    text_of,
)

NOTED = "<p>Un<fn>Voir <em>là</em></fn> banc<fn>Vert</fn>.</p>"
TABLE = (
    "<table><tr><th>Jour</th><td></td></tr><tr><td>Lundi</td><td>3</td></tr></table>"
)


def test_notes_are_numbered_and_lead_there_and_back():
    shown = displayed(NOTED)

    assert re.findall(r'href="#(\S+)" id="(\S+)" role="doc-noteref"', shown) == [
        ("note-1", "appel-1"),
        ("note-2", "appel-2"),
    ]
    assert re.findall(
        r'<li id="(\S+)">(.*?) <a href="#(\S+)" role="doc-backlink"', shown
    ) == [
        ("note-1", "Voir <em>là</em>", "appel-1"),
        ("note-2", "Vert", "appel-2"),
    ]
    assert 'aria-label="Note 2"' in shown
    assert 'aria-label="Retour au texte, note 2"' in shown


def test_a_text_without_notes_has_no_section_for_them():
    assert displayed("<p>Un</p>") == "<p>Un</p>"


def test_the_notes_of_two_articles_of_a_feed_keep_apart(entraide, armelle):
    first = make_article(entraide, by=armelle, title="Un", body=NOTED)
    second = make_article(entraide, by=armelle, title="Deux", body=NOTED)

    feed = text_of(read("bellevue.localhost", "/flux/"))

    for article in (first, second):
        assert f'id="note-{article.pk}-1"'.replace('"', "&quot;") in feed or (
            f'id="note-{article.pk}-1"' in feed
        )


def test_the_words_of_a_note_do_not_glue_to_the_sentence():
    assert plain_text(NOTED) == "Un banc.\nVoir là\nVert"


def test_a_note_in_a_heading_stays_out_of_the_contents():
    _body, headings = with_anchors("<h2>Titre<fn>Une note</fn></h2>")

    assert [(h.anchor, h.words) for h in headings] == [("partie-titre", "Titre")]


def test_a_table_scrolls_by_itself_and_has_a_head():
    assert displayed(TABLE) == (
        '<div class="table" role="region" tabindex="0" aria-label="Tableau 1"><table>'
        '<thead><tr><th scope="col">Jour</th><td></td></tr></thead>'
        "<tbody><tr><td>Lundi</td><td>3</td></tr></tbody></table></div>"
    )


@pytest.mark.parametrize(("number", "groups"), [(1, 0), (2, 1), (3, 1)])
def test_pictures_that_follow_each_other_are_a_portfolio(
    entraide, armelle, number, groups
):
    pictures = "".join(
        picture_in_body(make_picture(by=armelle)) for _number in range(number)
    )
    article = make_article(entraide, by=armelle, body=f"<p>Un</p>{pictures}<p>Deux</p>")

    page = text_of(read("bellevue.localhost", local(article)))

    assert page.count('class="portfolio"') == groups
    assert page.count('<figure class="figure">') == number
    assert page.count(f"Portfolio de {number} images") == groups


def test_markdown_has_notes_and_tables():
    assert to_markdown(NOTED + TABLE, {}) == (
        "Un[^1] banc[^2].\n\n|  |  |\n| --- | --- |\n| Jour |  |\n| Lundi | 3 |\n\n"
        "[^1]: Voir *là*\n\n[^2]: Vert"
    )


def test_paper_numbers_notes_and_addresses_in_one_row():
    reader = Reader(str)
    reader.feed(
        '<p>Un<fn>Voir <a href="https://a.fr">là</a></fn> et <a href="https://b.fr">ici'
        "</a><fn>Fin</fn></p>" + TABLE
    )

    assert ["".join(run.text for run in note) for note in reader.notes] == [
        "Voir là (https://a.fr)",
        "https://b.fr",
        "Fin",
    ]
    assert "".join(run.text for run in reader.blocks[0].runs) == "Un1 et ici23"
    assert [
        ["".join(run.text for run in cell) for cell in row]
        for row in reader.blocks[1].rows
    ] == [["Jour", ""], ["Lundi", "3"]]
