"""One line of text as pieces, each under its marks; how it is tidied and written.

A line break and a footnote are pieces of their own, told by their text.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import groupby
from urllib.parse import urlsplit

from django.conf import settings

# Innermost last: the one order in which marks are nested.
MARK_ORDER = ("a", "strong", "em", "sup", "sub")
BREAK = "\n"
# A character that the door lets nobody type.
NOTE = "\x00"


@dataclass(frozen=True)
class Piece:
    """A stretch of text under the same marks; a line break; a footnote's call."""

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    note: tuple["Piece", ...] = ()


Line = list[Piece]


def has_words(line: Line) -> bool:
    return any(piece.text.strip() for piece in line)


def tidy(pieces: Line) -> Line:
    """Return the line with single spaces, none at its ends or beside a break."""
    tidied: Line = []
    for piece in pieces:
        text = piece.text
        if text != BREAK:
            if not tidied or tidied[-1].text.endswith((" ", BREAK)):
                text = text.lstrip(" ")
            if not text:
                continue
        elif tidied and tidied[-1].text != BREAK:
            tidied = _without_last_space(tidied)
        tidied.append(Piece(BREAK) if text == BREAK else _as_seen(piece, text))
    while tidied and (tidied[-1].text == BREAK or tidied[-1].text.endswith(" ")):
        tidied = (
            tidied[:-1] if tidied[-1].text == BREAK else _without_last_space(tidied)
        )
    while tidied and tidied[0].text == BREAK:
        tidied.pop(0)
    return [joined for _kind, same in groupby(tidied, _kind) for joined in _join(same)]


def _kind(piece: Piece) -> tuple:
    return piece.text == BREAK, piece.note, piece.marks, piece.href


def _join(same: Iterator[Piece]) -> Iterator[Piece]:
    first, *others = same
    if first.note:
        yield from (first, *others)
    else:
        text = "".join(piece.text for piece in (first, *others))
        yield Piece(text, first.marks, first.href)


def _as_seen(piece: Piece, text: str) -> Piece:
    # A space shows no bold; without marks it joins its neighbours.
    return Piece(text) if text == " " else replace(piece, text=text)


def _without_last_space(pieces: Line) -> Line:
    last = pieces[-1]
    text = last.text.rstrip(" ")
    return [*pieces[:-1], replace(last, text=text)] if text else pieces[:-1]


def paragraphs(pieces: Line) -> Iterator[Line]:
    """Split a line at its empty lines: two breaks in a row begin a paragraph."""
    paragraph: Line = []
    for piece in pieces:
        if piece.text.startswith(BREAK) and len(piece.text) > 1:
            yield paragraph
            paragraph = []
        else:
            paragraph.append(piece)
    yield paragraph


def write(pieces: Line, line_break: str = "<br/>") -> str:
    """Return a tidied line as markup."""
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
        if piece.note:
            out.append(f"<fn>{write(list(piece.note))}</fn>")
        elif piece.text.startswith(BREAK):
            out.append(line_break)
        else:
            out.append(escape(piece.text, quote=False))
    out += [f"</{mark}>" for mark in reversed(opened)]
    return "".join(out)


def _start(mark: str, href: str) -> str:
    if mark != "a":
        return f"<{mark}>"
    rel = ' rel="ugc nofollow noopener"' if _leaves_the_network(href) else ""
    return f'<a href="{escape(href)}"{rel}>'


def _leaves_the_network(href: str) -> bool:
    host = urlsplit(href).hostname or ""
    domain = settings.DOMAIN
    return bool(host) and host != domain and not host.endswith(f".{domain}")
