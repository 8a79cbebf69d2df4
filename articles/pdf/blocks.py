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
    # Of a table: its cells, row by row.
    rows: list[list[list[Run]]] | None = None


class Reader(HTMLParser):
    """Read a cleaned body, and number its notes and the addresses of its links.

    `notes` holds both, in the order of their calls: the words of each.
    """

    def __init__(self, typeset: Callable[[str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.typeset = typeset
        self.blocks: list[Block] = []
        self.notes: list[list[Run]] = []
        self.addresses: dict[str, int] = {}
        self.marks: list[str] = []
        # For each open list its kind, and how many items it has had.
        self.lists: list[list] = []
        self.quoted = False
        self.href = self.said = ""
        # Where words go; around a note, where they go after it.
        self.into: list[Run] = []
        self.around: list[Run] | None = None

    def handle_starttag(self, tag: str, attrs: list) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("p", "h2", "h3"):
            self._begin(Block(tag, [], quoted=self.quoted))
        elif tag in ("ul", "ol"):
            self.lists.append([tag, 0])
        elif tag == "li" and self.lists:
            self.lists[-1][1] += 1
            kind, number = self.lists[-1]
            marker = "–" if kind == "ul" else f"{number}."
            self._begin(Block(tag, [], len(self.lists), marker, self.quoted))
        elif tag == "blockquote":
            self.quoted = True
        elif tag in ("hr", "embed"):
            self._begin(Block(tag, [], attrs=values))
        elif tag in ("table", "tr", "th", "td"):
            self._open_in_table(tag)
        elif tag == "br":
            self._add("\n")
        elif tag == "a":
            self.href, self.said = values.get("href", ""), ""
        elif tag == "fn":
            self.notes.append([])
            self._call(len(self.notes))
            self.around, self.into = self.into, self.notes[-1]
        else:
            self.marks.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "blockquote":
            self.quoted = False
        elif tag == "a":
            self._cite()
        elif tag == "fn" and self.around is not None:
            self.into, self.around = self.around, None
        elif tag == "th" and "strong" in self.marks:
            self.marks.remove("strong")
        elif tag in self.marks:
            self.marks.remove(tag)

    def handle_data(self, data: str) -> None:
        self.said += data
        self._add(self.typeset(data))

    def _begin(self, block: Block) -> None:
        self.blocks.append(block)
        self.into = block.runs

    def _open_in_table(self, tag: str) -> None:
        if tag == "table":
            self._begin(Block(tag, [], rows=[]))
            return
        rows = self.blocks[-1].rows if self.blocks else None
        if rows is None:
            return
        if tag == "tr":
            rows.append([])
        elif rows:
            rows[-1].append([])
            self.into = rows[-1][-1]
            if tag == "th":
                self.marks.append("strong")

    def _add(self, text: str, **style) -> None:
        bold, italic = "strong" in self.marks, "em" in self.marks
        rise = ("sup" in self.marks) - ("sub" in self.marks)
        run = Run(text, "B" if bold else "I" if italic else "", self.href, rise)
        self.into.append(run._replace(**style))

    def _call(self, number: int) -> None:
        self._add(str(number), style="", rise=1)

    def _cite(self) -> None:
        """Number an address, unless the words of its link are the address.

        In a note, which is where addresses go, it follows its words.
        """
        address = self.href.removeprefix("mailto:")
        if address and _bare(address) != _bare(self.said):
            if self.around is not None:
                self._add(f" ({address})", style="")
            else:
                if address not in self.addresses:
                    self.notes.append([Run(address, "", self.href)])
                    self.addresses[address] = len(self.notes)
                self._call(self.addresses[address])
        self.href = ""


def _bare(address: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", address.strip()).rstrip("/")
