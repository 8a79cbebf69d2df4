"""What changed between two texts, as readers and writers are told."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.differences import (
    MOST_BLOCKS,
    Change,
    Keep,
    Piece,
    blocks,
    compare,
    compare_words,
    merge,
)
from articles.html import clean

SAME, ADDED, REMOVED = Change.SAME, Change.ADDED, Change.REMOVED
PICTURE = '<embed alt="Un banc" caption="La rade" embedtype="image" format="fullwidth" id="3"/>'


def told(old: str, new: str) -> list[tuple]:
    return [
        (p.change.value, p.tag, *(t for _c, t in p.pieces)) for p in compare(old, new)
    ]


def test_a_body_is_cut_into_what_stands_by_itself():
    body = f"<h2>Un</h2><p>a <em>b</em><br/>c</p><ul><li>x</li><li>y</li></ul>{PICTURE}<hr/>"

    assert [(b.tag, b.text) for b in blocks(body)] == [
        ("h2", "Un"),
        ("p", "a b\nc"),
        ("ul", "x\ny"),
        ("embed", "Un banc\nLa rade"),
        ("hr", ""),
    ]
    assert "".join(b.html for b in blocks(body)) == body


def test_words_are_marked_inside_the_paragraph_that_changed():
    found = compare(
        "<p>Avant.</p><p>Il y a un banc rouge.</p>",
        "<p>Avant.</p><p>Il y a deux bancs rouges.</p>",
    )

    assert [p.change for p in found] == [SAME, Change.CHANGED]
    assert found[1].pieces == (
        Piece(SAME, "Il y a "),
        Piece(REMOVED, "un"),
        Piece(ADDED, "deux"),
        Piece(SAME, " "),
        Piece(REMOVED, "banc"),
        Piece(ADDED, "bancs"),
        Piece(SAME, " "),
        Piece(REMOVED, "rouge"),
        Piece(ADDED, "rouges"),
        Piece(SAME, "."),
    )


def test_paragraphs_come_and_go():
    old = "<p>Le premier paragraphe.</p><p>Celui qui part.</p><p>La fin.</p>"
    new = "<p>Le premier paragraphe.</p><p>La fin.</p><p>Tout nouveau, tout autre.</p>"

    assert told(old, new) == [
        ("same", "p", "Le premier paragraphe."),
        ("removed", "p", "Celui qui part."),
        ("same", "p", "La fin."),
        ("added", "p", "Tout nouveau, tout autre."),
    ]


def test_a_paragraph_written_before_a_changed_one_is_not_taken_for_it():
    old = "<p>Monsieur Cozan garde les clés.</p>"
    new = "<p>Ceci vient avant, rien à voir !</p><p>Monsieur Cozan garde ses clés.</p>"

    assert [p.change.value for p in compare(old, new)] == ["added", "changed"]


def test_the_same_words_set_otherwise_are_told_apart():
    found = compare("<p>Un banc.</p>", "<p>Un <strong>banc</strong>.</p>")

    assert [p.change for p in found] == [Change.RESTYLED]
    assert found[0].pieces == (Piece(SAME, "Un banc."),)


def test_two_titles_are_compared_too():
    assert compare_words("Le banc", "Le banc bleu") == (
        Piece(SAME, "Le banc"),
        Piece(ADDED, " bleu"),
    )
    assert compare_words("", "") == ()


def test_one_text_is_made_of_two_by_a_choice_for_each_paragraph():
    found = compare(
        "<p>Un banc rouge ici.</p><p>La fin.</p><p>Parti.</p>",
        "<p>Un banc bleu ici.</p><p>La fin.</p>",
    )

    assert merge(found, {0: Keep.OLD, 2: Keep.NEW}) == (
        "<p>Un banc rouge ici.</p><p>La fin.</p>"
    )
    assert merge(found, {0: Keep.NEW, 2: Keep.OLD}) == (
        "<p>Un banc bleu ici.</p><p>La fin.</p><p>Parti.</p>"
    )
    # Without a choice nothing is lost.
    assert merge(found, {}) == (
        "<p>Un banc rouge ici.</p><p>Un banc bleu ici.</p><p>La fin.</p><p>Parti.</p>"
    )


WORDS = st.text("ab <>&é.\n", max_size=12)
BODIES = st.lists(
    st.tuples(st.sampled_from(["p", "h2", "blockquote", "ul", "li"]), WORDS), max_size=6
).map(lambda found: clean("".join(f"<{tag}>{words}</{tag}>" for tag, words in found)))


@settings(max_examples=60, deadline=None)
@given(BODIES, BODIES)
def test_whatever_the_texts_each_is_found_again_whole(old, new):
    found = compare(old, new)
    numbers = range(len(found))

    assert merge(found, dict.fromkeys(numbers, Keep.OLD)) == old
    assert merge(found, dict.fromkeys(numbers, Keep.NEW)) == new
    for paragraph in found:
        before, after = paragraph.old, paragraph.new
        was = "".join(piece.text for piece in paragraph.old_pieces)
        became = "".join(piece.text for piece in paragraph.new_pieces)
        assert was == (before.text if before else "")
        assert became == (after.text if after else "")


def test_no_pair_of_texts_takes_long():
    words = [f"mot{n}" for n in range(150)]
    one = "<p>" + " ".join(words * 100) + "</p>"
    other = "<p>x " + " ".join(reversed(words * 100)) + " y</p>"
    many, more = ("".join(f"<p>{n % k}</p>" for n in range(8000)) for k in (97, 101))
    start = time.process_time()

    assert len(compare(one, other)) == 1
    assert len(many) * len(more) > MOST_BLOCKS
    assert compare(many, more)

    assert time.process_time() - start < 5
