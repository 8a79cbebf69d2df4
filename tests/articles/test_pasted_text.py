"""What is copied from Word, LibreOffice, mails and pages comes out clean.

`pasted/` holds what browsers put on the clipboard, and the body it becomes. The
browsers' tests paste the same into the editor (`*.editor.html` where it sees
more than the server: styles, and the lists that Word writes as paragraphs).
"""

from pathlib import Path

import pytest

from articles.html import clean

FOLDER = Path(__file__).parent / "pasted"
PASTED = sorted(
    path
    for path in FOLDER.glob("*.html")
    if not {".expected", ".editor"} & {*path.suffixes}
)


@pytest.mark.parametrize("path", PASTED, ids=lambda path: path.stem)
def test_what_is_pasted_comes_out_clean(path):
    expected = path.with_suffix(".expected.html").read_text().strip()

    assert clean(path.read_text()) == expected
    assert clean(expected) == expected


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.editor.html")))
def test_what_the_editor_makes_of_it_is_what_the_door_would_write(path):
    body = path.read_text().strip()

    assert clean(body) == body


@pytest.mark.parametrize(
    "markup",
    [
        # A table of contents and its headings lead to each other too.
        '<p><a id="a" href="#b">Un chapitre</a></p><h2 id="b"><a href="#a">Un chapitre</a></h2>',
        # Nothing leads back.
        '<p>Un<a href="#n">1</a></p><p id="n">La note</p>',
        # Two notes in one paragraph cannot be told apart.
        '<p>Un<a id="c" href="#n">1</a> <a id="d" href="#m">2</a></p>'
        '<p><a id="n" href="#c">1</a> Une <a id="m" href="#d">2</a> Deux</p>',
        # Their words are not in a block of their own.
        'Un<a id="c" href="#n">1</a><a id="n" href="#c">1</a> La note',
    ],
)
def test_links_that_are_no_notes_lose_no_word(markup):
    words = clean(markup.replace("<a ", "<i ").replace("</a>", "</i>"))

    assert "<fn>" not in clean(markup)
    assert clean(markup) == words.replace("<em>", "").replace("</em>", "")


def test_a_note_may_hold_the_call_of_another():
    body = clean(
        '<p>Un<a id="c1" href="#n1">1</a></p>'
        '<div id="n1"><p><a href="#c1">1</a> Une <a id="c2" href="#n2">2</a> fin</p></div>'
        '<div id="n2"><p><a href="#c2">2</a> Deux</p></div>'
    )

    assert body == "<p>Un<fn>Une<br/>Deux<br/>fin</fn></p>"


def test_an_address_called_twice_is_one_note():
    body = clean(
        '<p>Un<sup><a id="c1" href="#n">1</a></sup>, puis<sup><a id="c2" href="#n">1'
        '</a></sup></p><ol><li id="n"><a href="#c1">a</a> <a href="#c2">b</a> Mot</li></ol>'
    )

    assert body == "<p>Un<fn>Mot</fn>, puis<sup>1</sup></p>"
