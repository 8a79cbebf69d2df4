"""A cleaned body as blocks to set, one after the other."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import NamedTuple

from articles.pdf.sheet import Run


class Block(NamedTuple):
    """A part of the body: its element, its words, how deep it stands."""

    tag: str
    runs: list[Run]
    depth: int = 0
    marker: str = ""
    quoted: bool = False
    attrs: dict[str, str] | None = None


class Reader(HTMLParser):
    """Read a cleaned body, and number the addresses that its links lead to."""

    def __init__(self, typeset: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.typeset = typeset
        self.blocks: list[Block] = []
        self.addresses: dict[str, int] = {}
        self.marks: list[str] = []
        # For each open list its kind, and how many items it has had.
        self.lists: list[list] = []
        self.quoted = False
        self.href = self.said = ""

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("p", "h2", "h3"):
            self.blocks.append(Block(tag, [], quoted=self.quoted))
        elif tag in ("ul", "ol"):
            self.lists.append([tag, 0])
        elif tag == "li" and self.lists:
            self.lists[-1][1] += 1
            kind, number = self.lists[-1]
            marker = "–" if kind == "ul" else f"{number}."
            self.blocks.append(Block(tag, [], len(self.lists), marker, self.quoted))
        elif tag == "blockquote":
            self.quoted = True
        elif tag in ("hr", "embed"):
            self.blocks.append(Block(tag, [], attrs=values))
        elif tag == "br":
            self._add("\n")
        elif tag == "a":
            self.href, self.said = values.get("href", ""), ""
        else:
            self.marks.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "blockquote":
            self.quoted = False
        elif tag == "a":
            self._cite()
        elif tag in self.marks:
            self.marks.remove(tag)

    def handle_data(self, data: str) -> None:
        self.said += data
        self._add(self.typeset(data))

    def _add(self, text: str, **style) -> None:
        if self.blocks and self.blocks[-1].attrs is None:
            bold, italic = "strong" in self.marks, "em" in self.marks
            rise = ("sup" in self.marks) - ("sub" in self.marks)
            run = Run(text, "B" if bold else "I" if italic else "", self.href, rise)
            self.blocks[-1].runs.append(run._replace(**style))

    def _cite(self) -> None:
        """Number an address, unless the words of its link are the address."""
        address = self.href.removeprefix("mailto:")
        if address and _bare(address) != _bare(self.said):
            number = self.addresses.setdefault(address, len(self.addresses) + 1)
            self._add(str(number), style="", rise=1)
        self.href = ""


def _bare(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", address.strip()).rstrip("/")
