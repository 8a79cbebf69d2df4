"""The blocks of an article, built from a well-formed stream of known elements.

The second step of `articles.html`, where its rules are told.
"""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

from articles import videos
from articles.lines import (
    BREAK,
    NOTE,
    Line,
    Piece,
    has_words,
    paragraphs,
    tidy,
    write,
)
from articles.tables import MAX_COLUMNS, MAX_ROWS, Cell, write_table

MARKS = {"a": "a", "strong": "strong", "b": "strong", "em": "em", "i": "em"} | {
    "cite": "em",
    "sup": "sup",
    "sub": "sub",
}
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
LISTS = ("ul", "ol")
MAX_LIST_DEPTH = 3
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
    *("li", "blockquote", "br", "hr", "img", "embed", "fn")
}
# Where blocks of an article may stand.
TOPS = ("root", "cell", "caption")

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
CONTROL = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a\u202b\u202d\u202e]"
)
_PICTURE = re.compile(r"(?:photo:)?([1-9][0-9]{0,17})")


@dataclass
class _Node:
    """A block: a paragraph or heading with its line, or a container of blocks."""

    tag: str
    line: Line = field(default_factory=list)
    children: list["_Node"] = field(default_factory=list)
    html: str = ""
    # Of a cell: whether it heads, and over how many columns and rows.
    place: tuple[bool, int, int] = (False, 1, 1)


class Builder(HTMLParser):
    """Build the article's blocks from a well-formed stream of known elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("root")
        self.open = [self.root]
        self.marks: list[tuple[str, str]] = []
        self.line: Line = []
        self.heading = ""
        self.silent = ""
        self.preformatted = 0
        # What stands by itself, met where it cannot: it follows.
        self.apart: list[_Node] = []
        # The line and the marks around the note that is being read.
        self.around: tuple[Line, list[tuple[str, str]]] | None = None
        self.notes_within = 0
        # Open tables: those that are not kept are None.
        self.tables: list[_Node | None] = []
        self.in_thead = False

    # The stream

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        # Here again: an entity can name such a character.
        data = CONTROL.sub("", data)
        parts = data.split("\n") if self.preformatted else [data]
        for number, part in enumerate(parts):
            if number:
                self._add(BREAK)
            self._add(_SPACE.sub(" ", part))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.silent:
            return
        values = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent = tag
            if tag == "iframe":
                self._video(values.get("src", ""), values.get("title", ""))
        elif tag in MARKS:
            href = _address(values.get("href", "")) if tag == "a" else ""
            self.marks.append((tag, href))
        elif tag == "br":
            self._add(BREAK)
        elif tag == "fn":
            self._open_note()
        elif tag in ("img", "embed"):
            self._embed(tag, values)
        elif self.around is not None:
            # A note is one line.
            self._add(BREAK)
        else:
            self._open_block(tag, values)

    def _open_block(self, tag: str, values: dict[str, str]) -> None:
        self._end_line()
        if tag in HEADINGS:
            self.heading = HEADINGS[tag] if self._at_top() else ""
        elif tag in LISTS:
            self._open_list(tag)
        elif tag == "li":
            self._open_item()
        elif tag == "blockquote" and self._at_top():
            self._enter(_Node("blockquote"))
        elif tag == "hr" and self._at_top():
            self.open[-1].children.append(_Node("hr", html="<hr/>"))
        elif tag == "table":
            self._open_table(values)
        elif tag in ("caption", "thead", "tr", "td", "th"):
            self._open_in_table(tag, values)
        else:
            self.preformatted += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag == self.silent:
                self.silent = ""
        elif tag in MARKS:
            if any(open_tag == tag for open_tag, _href in self.marks):
                while self.marks.pop()[0] != tag:
                    pass
        elif tag == "fn":
            self._close_note()
        elif self.around is not None:
            if tag in KNOWN:
                self._add(BREAK)
        elif tag in KNOWN:
            self._close_block(tag)

    def _close_block(self, tag: str) -> None:
        self._end_line()
        if tag in HEADINGS:
            self.heading = ""
        elif tag in LISTS or tag in ("li", "blockquote"):
            self._leave(tag)
        elif tag == "table":
            self._close_table()
        elif tag in ("caption", "thead", "tr", "td", "th"):
            self._close_in_table(tag)
        else:
            self.preformatted -= tag == "pre" and self.preformatted > 0

    # Containers

    def _at_top(self) -> bool:
        return self.open[-1].tag in TOPS

    def _enter(self, node: _Node) -> None:
        self.open[-1].children.append(node)
        self.open.append(node)

    def _leave(self, tag: str) -> None:
        if not any(node.tag == tag for node in self.open):
            return
        while self.open.pop().tag != tag:
            pass
        self._put_apart()

    def _put_apart(self) -> None:
        # A picture stands by itself: after the list or quotation it was in.
        if self.apart and self._at_top():
            self.open[-1].children += self.apart
            self.apart = []

    def _open_list(self, tag: str) -> None:
        if sum(node.tag in LISTS for node in self.open) >= MAX_LIST_DEPTH:
            # Deeper items join the deepest list; this tag closes nothing.
            tag = "deeper"
        elif self.open[-1].tag in LISTS:
            self._enter(_Node("li"))
        self._enter(_Node(tag))

    def _open_item(self) -> None:
        while self.open[-1].tag in ("li", "deeper"):
            self.open.pop()
        if self.open[-1].tag in LISTS:
            self._enter(_Node("li"))

    # Tables

    def _open_table(self, values: dict[str, str]) -> None:
        kept = self._at_top() and values.get("role") not in ("presentation", "none")
        self.tables.append(_Node("table") if kept else None)
        if self.tables[-1]:
            self._enter(self.tables[-1])

    def _open_in_table(self, tag: str, values: dict[str, str]) -> None:
        if not self.tables or not self.tables[-1]:
            return
        if tag == "thead":
            self.in_thead = True
        elif tag in ("td", "th"):
            columns = _number(values.get("colspan", ""), MAX_COLUMNS + 1)
            rows = _number(values.get("rowspan", ""), MAX_ROWS)
            self._enter(
                _Node("cell", place=(tag == "th" or self.in_thead, columns, rows))
            )
        else:
            self._enter(_Node(tag))

    def _close_in_table(self, tag: str) -> None:
        if not self.tables or not self.tables[-1]:
            return
        if tag == "thead":
            self.in_thead = False
        else:
            self._leave("cell" if tag in ("td", "th") else tag)

    def _close_table(self) -> None:
        """Keep a table of simple cells; of what was only laid out, keep the words."""
        table = self.tables.pop() if self.tables else None
        if not table:
            return
        while self.open.pop() is not table:
            pass
        parent = self.open[-1]
        parent.children.remove(table)
        rows = [node for node in table.children if node.tag == "tr"]
        written = _write_table(rows)
        for node in table.children:
            if node.tag != "tr" or not written:
                cells = node.children if node.tag == "tr" else [node]
                parent.children += [block for cell in cells for block in cell.children]
            elif node is rows[0]:
                parent.children.append(_Node("table", html=written))

    # Notes, pictures, videos

    def _open_note(self) -> None:
        self.notes_within += 1
        if self.notes_within == 1:
            self.around = self.line, self.marks
            self.line, self.marks = [], []
        else:
            self._add(" ")

    def _close_note(self) -> None:
        self.notes_within -= 1
        if self.notes_within or self.around is None:
            self._add(" ")
            return
        note = tuple(
            Piece(BREAK) if piece.text.startswith(BREAK) else piece
            for piece in tidy(self.line)
        )
        (self.line, self.marks), self.around = self.around, None
        if note:
            self.line.append(Piece(NOTE, note=note))

    def _embed(self, tag: str, values: dict[str, str]) -> None:
        if values.get("embedtype") == "video":
            self._video(values.get("url", ""), values.get("title", ""), or_link=True)
            return
        source = values.get("src" if tag == "img" else "id", "")
        found = _PICTURE.fullmatch(source)
        is_ours = source.startswith("photo:") or values.get("embedtype") == "image"
        if not found or not is_ours:
            if tag == "img":
                self._video(source, values.get("alt", ""))
            return
        caption = values.get("title" if tag == "img" else "caption", "")
        alt = escape(_one_line(values.get("alt", ""))[:300])
        self._stand_alone(
            f'<embed alt="{alt}" caption="{escape(_one_line(caption)[:500])}"'
            f' embedtype="image" format="fullwidth" id="{found[1]}"/>'
        )

    def _video(self, address: str, title: str, *, or_link: bool = False) -> None:
        """Add the card of a video; another address becomes a link, where asked."""
        address = f"https:{address}" if address.startswith("//") else address
        title = _one_line(title)[:200].strip()
        video = videos.find(address)
        href = _address(address)
        if video:
            self._stand_alone(_write_video(video, title))
        elif or_link and href:
            self._add(BREAK)
            self.line.append(Piece(title or href, href=href))
            self._add(BREAK)

    def _stand_alone(self, html: str) -> None:
        node = _Node("embed", html=html)
        if self.around is None:
            self._end_line()
        if self.around is None and self._at_top():
            self.open[-1].children.append(node)
        else:
            self.apart.append(node)

    # Lines

    def _add(self, text: str) -> None:
        if not text:
            return
        href = next((href for _tag, href in reversed(self.marks) if href), "")
        kinds = {MARKS[tag] for tag, _href in self.marks} - {"a"}
        if "sup" in kinds:
            kinds -= {"sub"}
        self.line.append(Piece(text, frozenset(kinds), href))

    def _end_line(self) -> None:
        pieces, self.line = tidy(self.line), []
        if has_words(pieces):
            self._place(pieces)
        self._put_apart()

    def _place(self, pieces: Line) -> None:
        node = self.open[-1]
        if node.tag == "deeper":
            node = next(n for n in reversed(self.open) if n.tag in ("li", *LISTS))
        if node.tag in LISTS:
            self._enter(_Node("li"))
            node = self.open[-1]
        if node.tag == "li":
            self._add_to_item(node, pieces)
            return
        for paragraph in paragraphs(pieces):
            if has_words(paragraph):
                node.children.append(_Node(self.heading or "p", line=paragraph))

    def _add_to_item(self, item: _Node, pieces: Line) -> None:
        if item.children:
            # Words after a nested list open an item of their own.
            position = self.open.index(item)
            del self.open[position:]
            self._enter(_Node("li", line=pieces))
        else:
            item.line += [Piece(BREAK), *pieces] if item.line else pieces

    # The result

    def result(self) -> str:
        """Return the built body as markup; call after close()."""
        self._end_line()
        self.root.children += self.apart
        _mend_headings(self.root.children)
        return "".join(_video_alone(n) or _write(n) for n in self.root.children)


def _one_line(text: str) -> str:
    return " ".join(CONTROL.sub("", text).split())


def _number(value: str, most: int) -> int:
    """Return how far a cell stretches."""
    digits = value.strip()
    return max(1, min(most, int(digits[:4]))) if digits.isdecimal() else 1


def _address(href: str) -> str:
    """Return the address of a link where it is one that readers may follow."""
    href = CONTROL.sub("", _SPACE.sub("", href))
    try:
        url = urlsplit(href)
    except ValueError:
        return ""
    if url.scheme in ("http", "https") and url.hostname:
        return href
    return href if url.scheme == "mailto" and "@" in url.path else ""


def _mend_headings(blocks: list[_Node]) -> None:
    """Let the first heading be an h2: the page's own title is the h1."""
    for node in blocks:
        if node.tag in ("h2", "h3"):
            node.tag = "h2"
            return


def _video_alone(node: _Node) -> str:
    """Return the card of the video whose address is all that a paragraph says."""
    if node.tag != "p" or len(node.line) != 1:
        return ""
    (piece,) = node.line
    video = videos.find(piece.text)
    leads_there = not piece.href or videos.find(piece.href) == video
    return _write_video(video, "") if video and leads_there else ""


def _write_video(video: videos.Video, title: str) -> str:
    return (
        f'<embed embedtype="video" title="{escape(title)}" url="{escape(video.url)}"/>'
    )


def _write_table(rows: list[_Node]) -> str:
    cells: list[list[Cell]] = []
    for row in rows:
        cells.append([])
        for cell in row.children:
            line = _as_one_line(cell.children)
            if line is None:
                return ""
            cells[-1].append(Cell(tidy(line), *cell.place))
    return write_table(cells)


def _as_one_line(blocks: list[_Node]) -> Line | None:
    """Return paragraphs and lists as one line with breaks; None for other blocks."""
    pieces: Line = []
    for node in blocks:
        within = _as_one_line(node.children)
        if within is None or node.tag not in ("p", *LISTS, "li", "deeper"):
            return None
        for line in filter(None, (node.line, within)):
            pieces += [Piece(BREAK), *line] if pieces else line
    return pieces


def _write(node: _Node) -> str:
    if node.html:
        return node.html
    inside = write(node.line, " " if node.tag in ("h2", "h3") else "<br/>")
    inside += "".join(_write(child) for child in node.children)
    if node.tag == "deeper":
        return inside
    return f"<{node.tag}>{inside}</{node.tag}>" if inside else ""
