"""The one door for markup that people type, paste or forge."""

import sys
from collections import Counter
from html import escape
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import videos
from articles.html import TooMuchMarkup, clean, picture_ids, plain_text

often = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

BLOCKS = {"p", "h2", "h3", "ul", "ol", "li", "blockquote", "hr", "embed"}
BLOCKS |= {"table", "tr", "th", "td"}
MARKS = {"a", "strong", "em", "sup", "sub", "br", "fn"}
VOID = {"br", "hr", "embed"}
ATTRIBUTES = {
    "a": [{"href"}, {"href", "rel"}],
    "embed": [
        {"alt", "caption", "embedtype", "format", "id"},
        {"embedtype", "title", "url"},
    ],
}
WHERE = {
    "p": {"", "blockquote"},
    "h2": {""},
    "h3": {""},
    "hr": {""},
    "embed": {""},
    "blockquote": {""},
    "table": {""},
    "tr": {"table"},
    "th": {"tr"},
    "td": {"tr"},
    "ul": {"", "li", "blockquote"},
    "ol": {"", "li", "blockquote"},
    "li": {"ul", "ol"},
}


class Judge(HTMLParser):
    """Says what in a cleaned body should not be there."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.faults, self.headings = [], [], []

    def handle_starttag(self, tag, attrs):
        names, values = {name for name, _value in attrs}, dict(attrs)
        if tag not in BLOCKS | MARKS:
            self.faults.append(f"<{tag}>")
        if names not in ATTRIBUTES.get(tag, [set()]):
            self.faults.append(f"{tag} {names}")
        around = next((t for t in reversed(self.open) if t in BLOCKS), "")
        if tag in BLOCKS and around not in WHERE.get(tag, set()):
            self.faults.append(f"{tag} in {around}")
        if tag == "a" and not values["href"].startswith(
            ("http://", "https://", "mailto:")
        ):
            self.faults.append(values["href"])
        if tag == "embed" and not values.get("id", "0").isdecimal():
            self.faults.append(values["id"])
        if tag == "embed" and "url" in values and not videos.find(values["url"]):
            self.faults.append(values["url"])
        if tag == "fn" and (
            self.open[-1:] == ["fn"] or {*self.open} & (MARKS - {"fn"})
        ):
            self.faults.append(f"fn in {self.open}")
        if tag in ("h2", "h3"):
            self.headings.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}>")

    def handle_comment(self, data):
        self.faults.append(f"<!--{data}-->")

    handle_decl = handle_pi = unknown_decl = handle_comment


def faults(body):
    judge = Judge()
    judge.feed(body)
    judge.close()
    if judge.headings[:1] == ["h3"]:
        judge.faults.append("the first heading is an h3")
    return judge.faults + [f"open: {tag}" for tag in judge.open]


def letters(text):
    return "".join(text.split())


# Trees that a paste can bring

WORDS = st.text(
    st.one_of(
        st.sampled_from("aé œ’«»&<>\"'-*_#1.)[]!\n\t\u00a0\u202f"),
        st.characters(
            exclude_categories=["Cs", "Cc", "Cn"],
            exclude_characters="\ufffe\uffff\u202a\u202b\u202d\u202e",
        ),
    ),
    max_size=12,
)
TAGS = [
    *("p", "div", "span", "section", "h1", "h2", "h3", "h5", "ul", "ol", "li"),
    *("blockquote", "strong", "b", "em", "i", "a", "sup", "sub", "u", "font", "pre"),
    *("figure", "figcaption", "article", "dl", "dt", "dd", "code", "center", "cite"),
]

TABLES = ["table", "caption", "thead", "tr", "th", "td"]


@st.composite
def element(draw, inside):
    tag = draw(st.sampled_from(TAGS))
    extra = draw(
        st.sampled_from(
            ["", ' style="color:red"', ' onclick="x()"', ' class="MsoNormal" id="i"']
        )
    )
    if tag == "a":
        extra += draw(
            st.sampled_from([' href="https://example.org/"', ' href="x"', ""])
        )
    return f"<{tag}{extra}>{draw(inside)}</{tag}>"


TREES = st.recursive(
    st.one_of(WORDS.map(escape), st.sampled_from(["<br>", "<hr>", "<!-- c -->"])),
    lambda inside: st.lists(
        st.one_of(element(inside), inside), min_size=1, max_size=4
    ).map("".join),
    max_leaves=14,
)


@st.composite
def table(draw, inside):
    cell = st.tuples(st.sampled_from(["td", "th", 'td colspan="2"']), inside)
    rows = draw(st.lists(st.lists(cell, max_size=3), max_size=3))
    lines = ("".join(f"<{t}>{words}</{t[:2]}>" for t, words in row) for row in rows)
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


# With notes and tables too: their words may change places.
RICH = st.recursive(
    st.one_of(WORDS.map(escape), st.sampled_from(["<br>", "<hr>"])),
    lambda inside: st.one_of(
        table(inside),
        inside.map("<fn>{}</fn>".format),
        element(inside),
        st.lists(inside, min_size=2, max_size=3).map("".join),
    ),
    max_leaves=10,
)
SOUP = st.lists(
    st.one_of(
        st.sampled_from(
            [f"<{tag}>" for tag in [*TAGS, *TABLES, "fn", "script", "svg", "img"]]
            + [f"</{tag}>" for tag in [*TAGS, *TABLES, "fn", "script", "svg"]]
            + ['<a id="x" href="#y">', '<p id="y"><a href="#x">']
            + ["<!--", "-->", "<![CDATA[", "]]>", "<", "&", "&#0;", "&lt;", "<a href='"]
            + [
                "&#x202e;",
                "&#x7f;",
                "&#11;",
                "&nbsp;",
                "<a href='https://a.b/&#x202e;'>",
            ]
            + ['<img src="photo:3" alt="', '<embed embedtype="image" id="7">', '">']
        ),
        st.text(max_size=6),
    ),
    max_size=25,
).map("".join)


class Seen(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text = ""

    def handle_data(self, data):
        self.text += data


def seen(markup):
    reader = Seen()
    reader.feed(markup)
    reader.close()
    return letters(reader.text)


@often
@given(TREES)
def test_no_word_that_a_reader_sees_is_lost(markup):
    assert letters(plain_text(clean(markup))) == seen(markup)


@often
@given(RICH)
def test_no_word_of_a_note_or_a_table_is_lost(markup):
    kept = Counter(letters(plain_text(clean(markup))))

    assert kept == Counter(seen(markup))


@often
@given(st.one_of(TREES, RICH, SOUP))
def test_cleaning_twice_changes_nothing(markup):
    once = clean(markup)

    assert clean(once) == once


@often
@given(st.one_of(RICH, SOUP, st.text()))
def test_only_what_articles_are_made_of_comes_out(markup):
    assert faults(clean(markup)) == []


@often
@given(WORDS)
def test_plain_words_stay_as_they_are(words):
    assert letters(plain_text(clean(escape(words)))) == letters(words)


# What is kept


@pytest.mark.parametrize(
    "body",
    [
        "<p>Un mot.</p>",
        "<p>Un <strong>mot <em>penché</em></strong>, x<sup>2</sup>, H<sub>2</sub>O.</p>",
        "<h2>Titre</h2><p>Un.</p><h3>Sous-titre</h3><p>Deux.</p>",
        "<ul><li>Un</li><li>Deux<ol><li>Trois</li></ol></li></ul>",
        "<blockquote><p>Un.</p><p>Deux.</p></blockquote>",
        "<p>Un<br/>deux</p><hr/><p>Trois</p>",
        '<p><a href="mailto:a@example.org">Écrire</a></p>',
        '<p><a href="http://bellevue.localhost/entraide/">Chez nous</a></p>',
        '<p><a href="https://example.org/?a=1&amp;b=2" rel="ugc nofollow noopener">'
        "Ailleurs</a></p>",
        '<embed alt="Un banc" caption="Mai" embedtype="image" format="fullwidth" id="3"/>',
        "<p>Un<fn>Voir <em>là</em><br/>et ici</fn> mot.</p>",
        "<p>Un<fn>Deux</fn><br/>Trois<fn>Quatre</fn></p>",
        "<h2>Titre<fn>Une note</fn></h2><ul><li>Un<fn>Deux</fn></li></ul>",
        "<table><tr><th>Un</th><th>Deux</th></tr><tr><td>3<fn>note</fn></td><td></td></tr>"
        "</table>",
        "<table><tr><td>1</td><td>2<br/>3</td></tr><tr><td>4</td><td>5</td></tr></table>",
    ],
)
def test_what_an_article_is_made_of_is_kept_to_the_letter(body):
    assert clean(body) == body


@pytest.mark.parametrize(
    ("pasted", "body"),
    [
        # Word
        (
            '<p class="MsoNormal" style="margin:0"><b style="mso-bidi">Gras</b>'
            "<o:p></o:p></p><!--[if gte mso 9]><xml>x</xml><![endif]-->"
            '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>',
            "<p><strong>Gras</strong></p>",
        ),
        # LibreOffice
        (
            '<meta charset="utf-8"><style>@page{}</style><h1 class="western">Titre</h1>'
            '<p style="line-height:100%"><font color="#000"><font face="Arial">Un '
            "<i>mot</i></font></font></p>",
            "<h2>Titre</h2><p>Un <em>mot</em></p>",
        ),
        # Gmail
        (
            '<div dir="ltr">Bonjour,<div><br></div><div>Un <b>mot</b>.</div></div>'
            '<div class="gmail_quote">Fin</div>',
            "<p>Bonjour,</p><p>Un <strong>mot</strong>.</p><p>Fin</p>",
        ),
        # A page of the web
        (
            "<article><header><h4>Titre</h4></header><table><tr><td>Un</td>"
            "<td>Deux</td></tr></table><nav><ul><li><p>Trois</p></li></ul></nav></article>",
            "<h2>Titre</h2><p>Un</p><p>Deux</p><ul><li>Trois</li></ul>",
        ),
        # Laid out, not told: one row, headings, another table within
        (
            "<table><tr><td><h3>A</h3></td><td>B</td></tr><tr><td>C</td></tr></table>",
            "<h2>A</h2><p>B</p><p>C</p>",
        ),
        (
            "<table><tr><td><table><tr><td>1<td>2<tr><td>3<td>4</table></td></tr></table>",
            "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
        ),
        (
            f"<table><tr>{'<td>x</td>' * 13}</tr><tr><td>y</td></tr></table>",
            "<p>x</p>" * 13 + "<p>y</p>",
        ),
        (
            "<div>a<fn></fn>b<fn>c<fn>d</fn><ul><li>e</li></ul></fn></div>",
            "<p>ab<fn>c d<br/>e</fn></p>",
        ),
        (
            "<p><b>a<fn>b</fn></b> <a href=https://a.b>c<fn>d</fn></a></p>",
            "<p><strong>a</strong><fn>b</fn> "
            '<a href="https://a.b" rel="ugc nofollow noopener">c</a><fn>d</fn></p>',
        ),
        ("Une ligne\nla même", "<p>Une ligne la même</p>"),
        ("<pre>Un\ndeux</pre>", "<p>Un<br/>deux</p>"),
        ("<p>Un<br><br>deux</p>", "<p>Un</p><p>deux</p>"),
        ("<p></p><p> </p><h2></h2><ul><li></li></ul><blockquote></blockquote>", ""),
        ("<h1>A</h1><h2>B</h2><h6>C</h6>", "<h2>A</h2><h2>B</h2><h3>C</h3>"),
        ("<h3>A</h3><h3>B</h3><h2>C</h2>", "<h2>A</h2><h3>B</h3><h2>C</h2>"),
        (
            "<ul><li>1<ul><li>2<ul><li>3<ul><li>4</li></ul></li></ul></li></ul></li></ul>",
            "<ul><li>1<ul><li>2<ul><li>3</li><li>4</li></ul></li></ul></li></ul>",
        ),
    ],
)
def test_what_is_pasted_becomes_an_article(pasted, body):
    assert clean(pasted) == body


# What is refused


@pytest.mark.parametrize(
    ("attack", "body"),
    [
        ("<script>alert(1)</script>Bon", "<p>Bon</p>"),
        ("<scr<script>ipt>alert(1)</script>", None),
        ("<p onclick=alert(1) style=x id=a class=b data-x=y>Bon</p>", "<p>Bon</p>"),
        ("<svg onload=alert(1)>Bon", None),
        ('<svg><a xlink:href="javascript:alert(1)">Bon</a></svg>', None),
        ('<math><mi xlink:href="data:x,1">Bon</mi></math>', None),
        ('<a href="javascript:alert(1)">Bon</a>', "<p>Bon</p>"),
        ('<a href="JaVaScRiPt:alert(1)">Bon</a>', "<p>Bon</p>"),
        ('<a href="java\tscript:alert(1)">Bon</a>', "<p>Bon</p>"),
        ('<a href="java&#10;script:alert(1)">Bon</a>', "<p>Bon</p>"),
        ('<a href="&#1;javascript:alert(1)">Bon</a>', "<p>Bon</p>"),
        ('<a href="data:text/html,<script>1</script>">Bon</a>', "<p>Bon</p>"),
        ('<a href="vbscript:x">Bon</a>', "<p>Bon</p>"),
        ('<a href="//example.org/">Bon</a>', "<p>Bon</p>"),
        ('<a href="http://">Bon</a>', "<p>Bon</p>"),
        ('<a href="http://[">Bon</a>', "<p>Bon</p>"),
        ('<a href="photo:3">Bon</a>', "<p>Bon</p>"),
        ('<a href="/gestion/">Bon</a>', "<p>Bon</p>"),
        ('<img src="https://example.org/x.png" onerror=alert(1)>Bon', "<p>Bon</p>"),
        ('<img src="data:image/svg+xml,x">Bon', "<p>Bon</p>"),
        ('<img src=x onerror="alert(1)">Bon', "<p>Bon</p>"),
        ('<iframe src="https://example.org">x</iframe>Bon', "<p>Bon</p>"),
        ('<object data="x">x</object><embed src="x.swf">Bon', "<p>Bon</p>"),
        ("<form action=x><input name=y><button>Bon</button></form>", "<p>Bon</p>"),
        (
            '<link rel=stylesheet href=x><base href="x"><meta http-equiv=refresh>Bon',
            None,
        ),
        ("<style>p{}</style>Bon", "<p>Bon</p>"),
        ("<template><script>1</script></template>Bon", "<p>Bon</p>"),
        ('<embed embedtype="media" url="https://example.org">Bon', "<p>Bon</p>"),
        ('<embed embedtype="image" id="3 or 1=1">Bon', "<p>Bon</p>"),
        ('<embed embedtype="image" id="-3">Bon', "<p>Bon</p>"),
        ('<embed embedtype="image" id="٣">Bon', "<p>Bon</p>"),
        ('<embed embedtype="image" id="9999999999999999999999">Bon', "<p>Bon</p>"),
        ('<a linktype="page" id="3">Bon</a>', "<p>Bon</p>"),
        # Markup that changes its meaning when a browser reads it a second time
        ('<noscript><p title="</noscript><img src=x onerror=alert(1)>">Bon', None),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", None),
        ('<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">', None),
        ("<listing>&lt;img src=x onerror=alert(1)&gt;</listing>", None),
        ("<xmp><img src=x onerror=alert(1)></xmp>", None),
        ("<textarea></textarea><script>alert(1)</script>", None),
        ("<!--><img src=x onerror=alert(1)>-->Bon", None),
        ("<![CDATA[<img src=x onerror=alert(1)>]]>", None),
        ("<plaintext><img src=x onerror=alert(1)>", None),
        ("<select><style></select><img src=x onerror=alert(1)></style>", None),
    ],
)
def test_an_attack_leaves_words_at_most(attack, body):
    result = clean(attack)

    assert faults(result) == []
    assert "<img" not in result
    assert "<script" not in result
    assert clean(result) == result
    if body is not None:
        assert result == body


def test_an_attribute_does_not_break_out_of_a_caption():
    body = clean('<img src="photo:3" alt="&quot;><script>" title="&lt;b&gt;&quot;">')

    assert body == (
        '<embed alt="&quot;&gt;&lt;script&gt;" caption="&lt;b&gt;&quot;"'
        ' embedtype="image" format="fullwidth" id="3"/>'
    )


@pytest.mark.parametrize(
    "character",
    ["\x00", "\x0b", "\x1b", "\x85", "\u202e", "\ufffe", "&#x202e;", "&#11;", "&#127;"],
)
def test_characters_that_nobody_types_are_gone(character):
    assert clean(f"<p>Un{character}deux</p>").replace(" ", "") == "<p>Undeux</p>"


def test_a_deep_nest_keeps_its_words():
    body = clean("<div>" * 1000 + "Bon" + "<ul><li>" * 200)

    assert plain_text(body) == "Bon"


@pytest.mark.parametrize("start", ["<ul><li>", "<b><p>", "<b></i>", "<table><td>"])
def test_twice_the_depth_does_not_take_four_times_the_steps(start):
    """Steps, not seconds: what the parser does is counted."""
    once, twice = (_steps(start * number + "Bon") for number in (500, 1000))

    assert twice < 3 * once


def _steps(markup):
    count = 0

    def step(frame, event, arg):
        nonlocal count
        count += 1

    before = sys.getprofile()
    sys.setprofile(step)
    try:
        clean(markup)
    finally:
        sys.setprofile(before)
    return count


def test_more_tags_than_any_text_has_are_refused():
    with pytest.raises(TooMuchMarkup):
        clean("<b><p>" * 20_000)


def test_the_pictures_of_a_body_are_known_in_order():
    body = clean(
        '<p>Un</p><img src="photo:12"><ul><li>Deux<img src="photo:3"></li></ul>'
        '<img src="https://example.org/photo:4">'
    )

    assert picture_ids(body) == [12, 3]


def test_a_network_link_is_told_from_its_imitation():
    body = clean(
        '<a href="http://localhost/">a</a> <a href="http://evillocalhost/">b</a>'
        ' <a href="http://localhost.example.org/">c</a>'
        ' <a href="http://localhost@example.org/">d</a>'
    )

    assert body.count("nofollow") == 3
    assert '<a href="http://localhost/">a</a>' in body
