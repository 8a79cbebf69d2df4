"""The only door for contributed markup.

`clean` turns whatever a form, a paste or an import brings into the few elements
that articles are made of, in Wagtail's database format (a picture is an
`<embed embedtype="image">`). Cleaning twice changes nothing, and no word that
a reader would see is lost.

It works in two steps. bleach parses the input as browsers do and lets through
only known elements; then a small builder reads that well-formed stream and
writes each allowed element anew, so that nothing in the result was ever typed
by a person except text, addresses and captions.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from urllib.parse import urlsplit

from bleach.sanitizer import Cleaner
from django.conf import settings

# Innermost last: the one order in which marks are nested.
MARKS = {"a": "a", "strong": "strong", "b": "strong", "em": "em", "i": "em"} | {
    "cite": "em",
    "sup": "sup",
    "sub": "sub",
}
MARK_ORDER = ("a", "strong", "em", "sup", "sub")
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
LISTS = ("ul", "ol")
MAX_LIST_DEPTH = 3
MAX_DEPTH = 100
MAX_TAGS = 20_000
# Elements that hold nothing, or that the next of their kind closes.
NEVER_NESTED = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
    ]
)
# Elements that hold no text for readers.
SILENT = ("script", "style", "template", "title", "head", "iframe", "object", "noembed")
# Elements that are not kept, but end a paragraph.
BREAKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "html",
        "legend",
        "main",
        "nav",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "tr",
    ]
)
KNOWN = {*MARKS, *HEADINGS, *LISTS, *SILENT, *BREAKS} | {
    *("li", "blockquote", "br", "hr", "img", "embed")
}

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a\u202b\u202d\u202e]"
)
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>")
_PICTURE = re.compile(r"(?:photo:)?([1-9][0-9]{0,17})")
_BR = "\n"


class TooMuchMarkup(ValueError):
    """More tags than any text needs; to read them would take minutes."""


_cleaner = Cleaner(
    tags=frozenset(KNOWN),
    attributes={
        "a": ["href"],
        "img": ["src", "alt", "title"],
        "embed": ["embedtype", "id", "alt", "caption"],
    },
    protocols=frozenset({"http", "https", "mailto", "photo"}),
    strip=True,
    strip_comments=True,
)


def clean(markup: str) -> str:
    """Return `markup` as the body of an article, in Wagtail's database format.

    Kept: paragraphs, two heading levels (the first is an h2, none is skipped),
    bold, italic, superscript, subscript, lists to three levels, quotations,
    links to http, https and mailto addresses, line breaks, rules, and our own
    pictures. Links that leave the network get `rel="ugc nofollow noopener"`.
    All else loses its element and keeps its text; scripts and styles go whole.

    Raises TooMuchMarkup for more than MAX_TAGS tags.
    """
    if markup.count("<") > MAX_TAGS:
        raise TooMuchMarkup
    builder = _Builder()
    # Vertical tabs and form feeds are how old word processors break a line.
    markup = markup.replace("\x0b", " ").replace("\x0c", " ")
    builder.feed(_cleaner.clean(_shallow(_CONTROL.sub("", markup))))
    builder.close()
    return builder.result()


def _shallow(markup: str) -> str:
    """Return `markup` without the tags that nest deeper than any text does.

    The parser's time grows with the square of the depth. Nothing here decides
    what is safe: what is left goes through the parser all the same.
    """
    open_now: Counter[str] = Counter()

    def kept(found: re.Match) -> str:
        closes, name = bool(found[1]), found[2].lower()
        if name in NEVER_NESTED:
            return found[0]
        if closes:
            open_now[name] -= open_now[name] > 0
        elif open_now.total() < MAX_DEPTH:
            open_now[name] += 1
        else:
            return " "
        return found[0]

    return _TAG.sub(kept, markup)


def picture_ids(body: str) -> list[int]:
    """Return the ids of the pictures in a cleaned body, in order."""
    return [int(found) for found in re.findall(r'<embed [^>]*? id="(\d+)"/>', body)]


def plain_text(body: str) -> str:
    """Return the words of a cleaned body, a line for each paragraph."""
    reader = _TextReader()
    reader.feed(body)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag not in MARK_ORDER:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag not in MARK_ORDER:
            self.parts.append("\n")


@dataclass(frozen=True)
class _Piece:
    """A stretch of text under the same marks; `_BR` alone is a line break."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""


@dataclass
class _Node:
    """A block: a paragraph or heading with its line, or a container of blocks."""

    tag: str
    line: list[_Piece] = field(default_factory=list)
    children: list["_Node"] = field(default_factory=list)
    html: str = ""


class _Builder(HTMLParser):
    """Build the article's blocks from a well-formed stream of known elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("root")
        self.open = [self.root]
        self.marks: list[tuple[str, str]] = []
        self.line: list[_Piece] = []
        self.heading = ""
        self.silent = ""
        self.preformatted = 0
        self.pictures: list[_Node] = []

    # The stream

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        # Here again: an entity can name such a character.
        data = _CONTROL.sub("", data)
        parts = data.split("\n") if self.preformatted else [data]
        for number, part in enumerate(parts):
            if number:
                self._add(_BR)
            self._add(_SPACE.sub(" ", part))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent:
            return
        values = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent = tag
        elif tag in MARKS:
            href = _address(values.get("href", "")) if tag == "a" else ""
            self.marks.append((tag, href))
        elif tag == "br":
            self._add(_BR)
        elif tag in HEADINGS:
            self._end_line()
            self.heading = HEADINGS[tag] if len(self.open) == 1 else ""
        elif tag in LISTS:
            self._open_list(tag)
        elif tag == "li":
            self._open_item()
        elif tag == "blockquote":
            self._end_line()
            if len(self.open) == 1:
                self._enter(_Node("blockquote"))
        elif tag == "hr":
            self._end_line()
            if len(self.open) == 1:
                self.root.children.append(_Node("hr", html="<hr/>"))
        elif tag in ("img", "embed"):
            self._picture(tag, values)
        else:
            self._end_line()
            self.preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag == self.silent:
                self.silent = ""
        elif tag in MARKS:
            if any(open_tag == tag for open_tag, _href in self.marks):
                while self.marks.pop()[0] != tag:
                    pass
        elif tag in HEADINGS:
            self._end_line()
            self.heading = ""
        elif tag in LISTS or tag == "li" or tag == "blockquote":
            self._end_line()
            self._leave(tag)
        elif tag in BREAKS:
            self._end_line()
            self.preformatted -= tag == "pre" and self.preformatted > 0

    # Containers

    def _enter(self, node: _Node) -> None:
        self.open[-1].children.append(node)
        self.open.append(node)

    def _leave(self, tag: str) -> None:
        if not any(node.tag == tag for node in self.open):
            return
        while self.open.pop().tag != tag:
            pass
        if len(self.open) == 1 and self.pictures:
            # A picture stands by itself: after the list or quotation it was in.
            self.root.children += self.pictures
            self.pictures = []

    def _open_list(self, tag: str) -> None:
        self._end_line()
        if sum(node.tag in LISTS for node in self.open) >= MAX_LIST_DEPTH:
            # Deeper items join the deepest list; this tag closes nothing.
            tag = "deeper"
        elif self.open[-1].tag in LISTS:
            self._enter(_Node("li"))
        self._enter(_Node(tag))

    def _open_item(self) -> None:
        self._end_line()
        while self.open[-1].tag in ("li", "deeper"):
            self.open.pop()
        if self.open[-1].tag in LISTS:
            self._enter(_Node("li"))

    def _picture(self, tag: str, values: dict[str, str]) -> None:
        source = values.get("src" if tag == "img" else "id", "")
        found = _PICTURE.fullmatch(source)
        is_ours = source.startswith("photo:") or values.get("embedtype") == "image"
        if not found or not is_ours:
            return
        self._end_line()
        caption = values.get("title" if tag == "img" else "caption", "")
        alt = escape(_one_line(values.get("alt", ""))[:300])
        node = _Node(
            "embed",
            html=f'<embed alt="{alt}" caption="{escape(_one_line(caption)[:500])}"'
            f' embedtype="image" format="fullwidth" id="{found[1]}"/>',
        )
        (self.root.children if len(self.open) == 1 else self.pictures).append(node)

    # Lines

    def _add(self, text: str) -> None:
        if not text:
            return
        href = next((href for _tag, href in reversed(self.marks) if href), "")
        kinds = {MARKS[tag] for tag, _href in self.marks} - {"a"}
        if "sup" in kinds:
            kinds -= {"sub"}
        self.line.append(_Piece(text, frozenset(kinds), href))

    def _end_line(self) -> None:
        pieces, self.line = _tidy(self.line), []
        if not any(piece.text.strip() for piece in pieces):
            return
        node = self.open[-1]
        if node.tag == "deeper":
            node = next(n for n in reversed(self.open) if n.tag in ("li", *LISTS))
        if node.tag in LISTS:
            self._enter(_Node("li"))
            node = self.open[-1]
        if node.tag == "li":
            self._add_to_item(node, pieces)
            return
        for paragraph in _paragraphs(pieces):
            if not any(piece.text.strip() for piece in paragraph):
                continue
            node.children.append(_Node(self.heading or "p", line=paragraph))

    def _add_to_item(self, item: _Node, pieces: list[_Piece]) -> None:
        if item.children:
            # Words after a nested list open an item of their own.
            position = self.open.index(item)
            del self.open[position:]
            self._enter(_Node("li", line=pieces))
        else:
            item.line += [_Piece(_BR), *pieces] if item.line else pieces

    # The result

    def result(self) -> str:
        """Return the built body as markup; call after close()."""
        self._end_line()
        self.root.children += self.pictures
        _mend_headings(self.root.children)
        return "".join(_write(node) for node in self.root.children)


def _one_line(text: str) -> str:
    return " ".join(_CONTROL.sub("", text).split())


def _address(href: str) -> str:
    """Return the address of a link where it is one that readers may follow."""
    href = _CONTROL.sub("", _SPACE.sub("", href))
    try:
        url = urlsplit(href)
    except ValueError:
        return ""
    if url.scheme in ("http", "https") and url.hostname:
        return href
    return href if url.scheme == "mailto" and "@" in url.path else ""


def _leaves_the_network(href: str) -> bool:
    host = urlsplit(href).hostname or ""
    domain = settings.DOMAIN
    return bool(host) and host != domain and not host.endswith(f".{domain}")


def _tidy(pieces: list[_Piece]) -> list[_Piece]:
    """Return the line with single spaces, none at its ends or beside a break."""
    tidy: list[_Piece] = []
    for piece in pieces:
        text = piece.text
        if text != _BR:
            if not tidy or tidy[-1].text.endswith((" ", _BR)):
                text = text.lstrip(" ")
            if not text:
                continue
        elif tidy and tidy[-1].text != _BR:
            tidy = _without_last_space(tidy)
        tidy.append(_Piece(_BR) if text == _BR else _as_seen(piece, text))
    while tidy and (tidy[-1].text == _BR or tidy[-1].text.endswith(" ")):
        tidy = tidy[:-1] if tidy[-1].text == _BR else _without_last_space(tidy)
    while tidy and tidy[0].text == _BR:
        tidy.pop(0)
    return [
        _Piece("".join(p.text for p in same), marks, href)
        if not is_break
        else _Piece(_BR * len(list(same)))
        for (is_break, marks, href), group in groupby(
            tidy, lambda p: (p.text == _BR, p.marks, p.href)
        )
        for same in [list(group)]
    ]


def _as_seen(piece: _Piece, text: str) -> _Piece:
    # A space shows no bold; without marks it joins its neighbours.
    return _Piece(text) if text == " " else _Piece(text, piece.marks, piece.href)


def _without_last_space(pieces: list[_Piece]) -> list[_Piece]:
    last = pieces[-1]
    text = last.text.rstrip(" ")
    return [*pieces[:-1], _Piece(text, last.marks, last.href)] if text else pieces[:-1]


def _paragraphs(pieces: list[_Piece]) -> Iterator[list[_Piece]]:
    """Split a line at its empty lines: two breaks in a row begin a paragraph."""
    paragraph: list[_Piece] = []
    for piece in pieces:
        if piece.text.startswith(_BR) and len(piece.text) > 1:
            yield paragraph
            paragraph = []
        else:
            paragraph.append(piece)
    yield paragraph


def _mend_headings(blocks: list[_Node]) -> None:
    """Let the first heading be an h2: the page's own title is the h1."""
    for node in blocks:
        if node.tag in ("h2", "h3"):
            node.tag = "h2"
            return


def _write(node: _Node) -> str:
    if node.html:
        return node.html
    inside = _write_line(node.line, " " if node.tag in ("h2", "h3") else "<br/>")
    inside += "".join(_write(child) for child in node.children)
    if node.tag == "deeper":
        return inside
    return f"<{node.tag}>{inside}</{node.tag}>" if inside else ""


def _write_line(pieces: list[_Piece], line_break: str) -> str:
    out: list[str] = []
    opened: list[str] = []
    previous = ""
    for piece in pieces:
        wanted = [
            m for m in MARK_ORDER if m in piece.marks or (m == "a" and piece.href)
        ]
        keep = 0
        same_link = piece.href == previous
        while keep < min(len(opened), len(wanted)) and opened[keep] == wanted[keep]:
            if opened[keep] == "a" and not same_link:
                break
            keep += 1
        out += [f"</{mark}>" for mark in reversed(opened[keep:])]
        out += [_start(mark, piece.href) for mark in wanted[keep:]]
        opened, previous = wanted, piece.href
        text = piece.text
        out.append(line_break if text.startswith(_BR) else escape(text, quote=False))
    out += [f"</{mark}>" for mark in reversed(opened)]
    return "".join(out)


def _start(mark: str, href: str) -> str:
    if mark != "a":
        return f"<{mark}>"
    rel = ' rel="ugc nofollow noopener"' if _leaves_the_network(href) else ""
    return f'<a href="{escape(href)}"{rel}>'
