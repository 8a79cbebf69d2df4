"""The body as light text: what the desk shows without JavaScript."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.html import clean, plain_text
from articles.text import from_text, to_text
from tests.articles.test_markup import RICH, letters, often

CANONICAL = [
    "<p>Un mot.</p>",
    "<p>Un.</p><p>Deux.</p>",
    "<p>Un<br/>deux</p>",
    "<p>Un <strong>mot</strong> <em>penché</em>.</p>",
    "<h2>Titre</h2><p>Un.</p><h3>Sous-titre</h3><p>Deux.</p>",
    "<ul><li>Un</li><li>Deux</li></ul>",
    "<ol><li>Un</li><li>Deux</li></ol>",
    "<ul><li>Un<ul><li>Deux</li></ul></li><li>Trois</li></ul>",
    "<blockquote><p>Un.</p><p>Deux.</p></blockquote>",
    "<p>Un</p><hr/><p>Deux</p>",
    '<p><a href="https://example.org/a_b" rel="ugc nofollow noopener">Un lien</a></p>',
    '<p>Un</p><embed alt="Un banc" caption="Mai" embedtype="image"'
    ' format="fullwidth" id="3"/><p>Deux</p>',
    '<embed alt="Un [banc] *vert*" caption="Dit &quot;le vieux&quot; \\ &amp;lt;"'
    ' embedtype="image" format="fullwidth" id="3"/>',
    "<p>1. Ce n’est pas une liste</p>",
    "<p>- Ce n’est pas une liste</p>",
    "<p># Ce n’est pas un titre</p>",
    "<p>&gt; Ce n’est pas une citation</p>",
    "<p>Deux * trois * quatre _ cinq _ six</p>",
    "<p>2 &lt; 3 &amp; 4 &gt; 1</p>",
    "<p>&amp;eacute; et &lt;b&gt; tels quels</p>",
    "<p>Un [crochet] (parenthèse) ! `code` ~ \\ | fin</p>",
    "<p>Un \\[crochet, [un](https://example.org) &lt;a@example.org&gt; \\</p>",
    "<p>\\* \\\\ \\<br/>\\</p>",
    '<p>Un<fn>Voir <em>là</em>, <a href="https://example.org" rel="ugc nofollow'
    ' noopener">ici</a> [x]<br/>fin]</fn> mot [[pas une note]] [^1]</p>',
    "<h2>Titre<fn>Une note</fn></h2><p>Un</p>",
    "<table><tr><th>A|b</th><th>B</th></tr><tr><td>1<fn>n|n</fn></td><td></td></tr></table>",
    "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
    '<p>a</p><embed embedtype="video" title="" url="https://vimeo.com/76979871"/>',
    '<embed embedtype="video" title="Le [film] *vert*" url="https://vimeo.com/76979871"/>',
    "<p>a | b<br/>--- | ---<br/>|--|--|</p>",
    "<p>a\u00a0: b\u202f! «\u00a0c\u00a0»</p>",
]


@pytest.mark.parametrize("body", CANONICAL)
def test_there_and_back_it_is_the_same_body(body):
    assert clean(body) == body

    assert from_text(to_text(body)) == body


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Un\n\ndeux", "<p>Un</p><p>deux</p>"),
        ("Un\r\n\r\ndeux", "<p>Un</p><p>deux</p>"),
        ("Un\rdeux", "<p>Un<br/>deux</p>"),
        ("## Titre\nUn", "<h2>Titre</h2><p>Un</p>"),
        ("# Titre", "<h2>Titre</h2>"),
        ("- un\n- deux", "<ul><li>un</li><li>deux</li></ul>"),
        ("> cité", "<blockquote><p>cité</p></blockquote>"),
        ("**gras** _italique_", "<p><strong>gras</strong> <em>italique</em></p>"),
        (
            "[lien](https://example.org)",
            '<p><a href="https://example.org" rel="ugc nofollow noopener">lien</a></p>',
        ),
        ("Un [[mot *vert*]].", "<p>Un <fn>mot <em>vert</em></fn>.</p>"),
        (
            "Un[^1] deux[^b] [^z].\n\n[^1]: La *note*\nsuite\n[^b]: B\n\nFin",
            "<p>Un<fn>La <em>note</em><br/>suite</fn> deux<fn>B</fn> [^z].</p><p>Fin</p>",
        ),
        (
            "A | B\n--|--\n1 | 2",
            "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>",
        ),
        (
            "Un\n\nhttps://vimeo.com/76979871",
            '<p>Un</p><embed embedtype="video" title="" url="https://vimeo.com/76979871"/>',
        ),
        ("    quatre espaces", "<p>quatre espaces</p>"),
        ("<b>tapé</b> & <script>x</script>", None),
    ],
)
def test_what_is_typed_becomes_a_body(text, body):
    expected = (
        body or "<p>&lt;b&gt;tapé&lt;/b&gt; &amp; &lt;script&gt;x&lt;/script&gt;</p>"
    )

    assert from_text(text) == expected


@often
@given(RICH)
def test_there_and_back_no_word_is_lost(markup):
    body = clean(markup)

    back = from_text(to_text(body))

    assert letters(plain_text(back)) == letters(plain_text(body))


@often
@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=60))
def test_a_line_that_is_typed_keeps_its_letters(line):
    typed = clean(f"<p>{escape(line)}</p>")

    back = from_text(to_text(typed))

    assert letters(plain_text(back)) == letters(line)
