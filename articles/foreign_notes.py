"""Notes as other programs keep them: a call in the text, the words at its end.

Word, LibreOffice, Google Docs, SPIP, Wikipedia and most pages write two links
that lead to each other. That is all we look for: no name of a class, no number.
"""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

_TAG = re.compile(r"<[^>]*>")
_VOID = ("br", "hr", "img", "embed")
_BLOCKS = ("p", "li", "dd", "dt", "div", "section", "aside", "td", "th", "blockquote")
_BLOCKS += ("h1", "h2", "h3", "h4", "h5", "h6")
# What a call says: a figure, a letter, a star, as it may be bracketed.
_CALL = re.compile(r"(?:notes? ?)?[\[(]?(?:\d{1,4}|[a-z]{1,4}|[*†‡§]{1,4})[\])]?", re.I)
# Words that lead back, such as «Retour au texte»; longer ones say more.
_LONGEST_BACK = 20
# What is left of the place where the notes were: their rule, emptied elements.
_LEFT = re.compile(
    r"(?:<hr>|<br>|</?(?:div|section|aside|ol|ul|p)\b[^>]*>|\s|&nbsp;)+$"
)


class _Element:
    """An element of a well-formed text; what is in it, in order."""

    def __init__(self, tag: str, start: str, attrs: dict, parent=None, order=0) -> None:
        self.tag, self.start, self.attrs = tag, start, attrs
        self.parent: _Element | None = parent
        self.order = order
        self.children: list[_Element | str] = []

    def within(self) -> Iterator["_Element"]:
        """Yield it and the elements in it."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [c for c in element.children if isinstance(c, _Element)]

    def above(self) -> Iterator["_Element"]:
        """Yield it and what it is in, not far up: a note is not deep."""
        element: _Element | None = self
        for _step in range(6):
            if element is not None and element.tag:
                yield element
                element = element.parent

    def words(self) -> str:
        found = unescape(_TAG.sub("", self.write()))
        return " ".join(found.split())

    def block(self) -> "_Element":
        """Return the nearest block around it, or itself."""
        element = self
        while element.tag not in _BLOCKS and element.parent and element.parent.tag:
            element = element.parent
        return element

    def write(self) -> str:
        """Return its markup; without recursion, whatever the depth."""
        out: list[str] = []
        waiting: list[_Element | str] = [self]
        while waiting:
            part = waiting.pop()
            if isinstance(part, str):
                out.append(part)
                continue
            out.append(part.start)
            if part.tag and part.tag not in _VOID:
                waiting.append(f"</{part.tag}>")
            waiting += reversed(part.children)
        return "".join(out)

    def replace(self, *others: "_Element | str") -> None:
        if self.parent and self in self.parent.children:
            at = self.parent.children.index(self)
            self.parent.children[at : at + 1] = others


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.root = self.open = _Element("", "", {})
        self.count = 0
        self.named: dict[str, _Element] = {}
        self.links: list[tuple[_Element, str]] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.count += 1
        values = {name: value or "" for name, value in attrs}
        start = self.get_starttag_text() or ""
        element = _Element(tag, start, values, self.open, self.count)
        self.open.children.append(element)
        for name in filter(None, (values.get("id"), values.get("name"))):
            self.named.setdefault(name, element)
        # What is copied from a page says the page's whole address.
        _page, found, name = values.get("href", "").partition("#")
        if tag == "a" and found:
            self.links.append((element, name))
        if tag not in _VOID:
            self.open = element

    def handle_endtag(self, tag: str) -> None:
        if tag == self.open.tag and self.open.parent:
            self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.children.append(data)

    def handle_entityref(self, name: str) -> None:
        self.open.children.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.open.children.append(f"&#{name};")


def gather(markup: str) -> str:
    """Return well-formed markup with each note at its first call, as `<fn>`.

    A link that leads to nothing, or whose end does not lead back, stays as it was.
    """
    if "#" not in markup:
        return markup
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    pairs = _pairs(reader)
    for block, (call, backward) in pairs.items():
        for link in backward:
            link.replace(" ")
        _strip_marker(block)
        _strip_brackets(call)
        note = _Element("fn", "<fn>", {})
        # The same list: a note may hold the call of another.
        note.children = block.children
        call.replace(note)
    for block in pairs:
        block.replace()
    text = reader.root.write()
    return _LEFT.sub(_without_rule, text) if pairs else text


def _pairs(reader: _Reader) -> dict[_Element, tuple[_Element, list[_Element]]]:
    """Return for each block of a note its first call, and what leads back to it."""
    backward: dict[_Element, list[tuple[_Element, _Element]]] = {}
    forward: list[tuple[_Element, _Element]] = []
    for link, name in reader.links:
        end = reader.named.get(name)
        if end and end.order < link.order:
            for around in link.above():
                backward.setdefault(around, []).append((link, end.block()))
        elif end and _CALL.fullmatch(link.words()):
            forward.append((link, end))
    blocks = [_block_of_note(end) for _call, end in forward]
    ends: dict[_Element, set[_Element]] = {}
    for block, (_call, end) in zip(blocks, forward, strict=True):
        ends.setdefault(block, set()).add(end)
    found: dict[_Element, tuple[_Element, list[_Element]]] = {}
    for block, (call, _end) in zip(blocks, forward, strict=True):
        if block.tag not in _BLOCKS or len(ends[block]) > 1:
            continue
        here = [link for link, to in backward.get(block, ()) if to is call.block()]
        if here and block not in found and call not in set(block.within()):
            short = [x for x, _to in backward[block] if len(x.words()) <= _LONGEST_BACK]
            found[block] = call, short
    return found


def _block_of_note(element: _Element) -> _Element:
    """Return the block of a note; a named one around it, for several paragraphs."""
    block = element.block()
    around = block.parent
    if around and around.tag in ("div", "li") and around.attrs.get("id"):
        first = next((c for c in around.children if not isinstance(c, str)), None)
        if first is block and block.tag == "p":
            return around
    return block


def _strip_marker(block: _Element) -> None:
    """Take off what stood around the link back: brackets, an arrow, a point."""
    waiting: list[tuple[_Element, int]] = [(block, 0)]
    while waiting:
        element, at = waiting.pop()
        while at < len(element.children):
            child = element.children[at]
            at += 1
            if isinstance(child, _Element):
                waiting.append((element, at))
                element, at = child, 0
                continue
            kept = "" if child == "&nbsp;" else child.lstrip(" \t\r\n\xa0[]()↑^.")
            element.children[at - 1] = kept
            if kept:
                return


def _strip_brackets(call: _Element) -> None:
    """Take off the brackets around a call: [1]."""
    around = call.parent.children if call.parent else []
    at = around.index(call) if call in around else 0
    before, after = around[:at][-1:], around[at + 1 :][:1]
    if before and after and isinstance(before[0], str) and isinstance(after[0], str):
        left, right = before[0].rstrip(), after[0].lstrip()
        if left.endswith(("[", "(")) and right.startswith(("]", ")")):
            around[at - 1], around[at + 1] = left[:-1].rstrip("\xa0"), right[1:]
            if around[at - 2 : at] == ["&nbsp;", ""]:
                around[at - 2] = ""


def _without_rule(found: re.Match) -> str:
    return found[0].replace("<hr>", "")
