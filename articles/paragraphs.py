"""A cleaned body in its blocks: what stands one under the other."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from html.parser import HTMLParser

from articles.html import plain_text

HEADINGS = ("h2", "h3")
# Enough of a paragraph to know it again.
QUOTE = 240
_VOID = frozenset(["br", "hr", "embed", "img", "wbr"])


@dataclass(frozen=True)
class Block:
    """A paragraph, a heading, a list…: where it stands, its markup, its words."""

    position: int
    tag: str
    html: str

    @cached_property
    def words(self) -> str:
        return " ".join(plain_text(self.html).split())

    @property
    def quote(self) -> str:
        """Its first words, by which a remark remembers it."""
        return self.words[:QUOTE]

    @property
    def is_heading(self) -> bool:
        return self.tag in HEADINGS


def blocks_of(body: str) -> list[Block]:
    """Return the blocks of a cleaned body, in order; joined they are the body."""
    reader = _Splitter()
    reader.feed(body)
    reader.close()
    reader.end()
    return [
        Block(position, tag, html) for position, (tag, html) in enumerate(reader.done)
    ]


class _Splitter(HTMLParser):
    """Cut a well-formed body between its outermost elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.done: list[tuple[str, str]] = []
        self.parts: list[str] = []
        self.tag = "p"
        self.depth = 0

    def end(self) -> None:
        html = "".join(self.parts)
        if html.strip():
            self.done.append((self.tag, html))
        self.parts, self.tag = [], "p"

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if self.depth == 0:
            self.end()
            self.tag = tag
        self.parts.append(self.get_starttag_text() or "")
        if tag not in _VOID:
            self.depth += 1
        elif self.depth == 0:
            self.end()

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")
        self.depth = max(self.depth - 1, 0)
        if self.depth == 0:
            self.end()

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")


# How far a paragraph is looked for from where it stood, and how much it may change.
NEAR = 6
ALIKE = 0.6


def find(blocks: list[Block], quote: str, position: int) -> tuple[Block | None, bool]:
    """Return the block that a remark was about, and whether its words are the same.

    The same words, wherever they went, nearest to where they stood; else the
    most alike among the neighbours of that place; else nothing.
    """
    same = [block for block in blocks if block.quote == quote]
    if same:
        return min(same, key=lambda block: abs(block.position - position)), True
    near = blocks[max(0, position - NEAR) : position + NEAR + 1]
    alike = [
        (SequenceMatcher(None, quote, block.quote).ratio(), -block.position)
        for block in near
        if block.quote
    ]
    best, where = max(alike, default=(0.0, 0))
    return (blocks[-where], False) if best >= ALIKE else (None, False)
