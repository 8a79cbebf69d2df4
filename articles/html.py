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
from html.parser import HTMLParser

from bleach.sanitizer import Cleaner

from articles import foreign_notes
from articles.building import CONTROL, KNOWN, Builder
from articles.lines import MARK_ORDER

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
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>")


class TooMuchMarkup(ValueError):
    """More tags than any text needs; to read them would take minutes."""


_cleaner = Cleaner(
    tags=frozenset(KNOWN),
    attributes={
        # Never written again: by them, notes are found in what is pasted.
        "*": ["id"],
        "a": ["href", "name"],
        "img": ["src", "alt", "title"],
        "embed": ["embedtype", "alt", "caption", "url", "title"],
        "iframe": ["src", "title"],
        "table": ["role"],
        "td": ["colspan", "rowspan"],
        "th": ["colspan", "rowspan"],
    },
    protocols=frozenset({"http", "https", "mailto", "photo"}),
    strip=True,
    strip_comments=True,
)


def clean(markup: str) -> str:
    """Return `markup` as the body of an article, in Wagtail's database format.

    Kept: paragraphs, two heading levels (the first is an h2, none is skipped),
    bold, italic, superscript, subscript, lists to three levels, quotations,
    links to http, https and mailto addresses, line breaks, rules, our own
    pictures, footnotes (`<fn>`, a line at its place of call), tables of simple
    cells, and videos by their address at a known provider; a line that is only
    such an address is the video. Links that leave the network get `rel="ugc
    nofollow noopener"`. Notes that other programs keep at the end of a text go
    to their calls. All else loses its element and keeps its text; scripts and
    styles go whole.

    Raises TooMuchMarkup for more than MAX_TAGS tags.
    """
    if markup.count("<") > MAX_TAGS:
        raise TooMuchMarkup
    builder = Builder()
    # Vertical tabs and form feeds are how old word processors break a line.
    markup = markup.replace("\x0b", " ").replace("\x0c", " ")
    known = _cleaner.clean(_shallow(CONTROL.sub("", markup)))
    builder.feed(foreign_notes.gather(known))
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
    """Return the words of a cleaned body: a line for each paragraph or row of a
    table, then a line for each note."""
    reader = _TextReader()
    reader.feed(body)
    reader.close()
    text = "".join(reader.parts + reader.notes)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.notes: list[str] = []
        self.in_note = False

    def handle_data(self, data: str) -> None:
        (self.notes if self.in_note else self.parts).append(data)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.in_note = self.in_note or tag == "fn"
        self._between(tag)

    def handle_endtag(self, tag: str) -> None:
        self._between(tag)
        self.in_note = self.in_note and tag != "fn"

    def _between(self, tag: str) -> None:
        if tag not in MARK_ORDER:
            self.handle_data(" " if tag in ("td", "th") else "\n")
