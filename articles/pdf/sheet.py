"""Setting text on A4 sheets: words into lines, lines into slices, slices into
pages. What is drawn is drawn last, so that the number of pages is known before.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple
from unicodedata import normalize

from django.conf import settings
from django.utils.encoding import iri_to_uri
from fpdf import FPDF

from articles.colours import RGB
from articles.typography import NARROW, NO_BREAK

# Millimetres. A wide margin holds captions; the text stands right of it.
WIDTH = 210
LEFT, RIGHT = 20, 190
COLUMN = 58
TOP, BOTTOM = 27, 276
POINT = 25.4 / 72

TEXT, DISPLAY = "literata", "bricolage"
FACES = {
    (TEXT, ""): "literata-regular-3.103.ttf",
    (TEXT, "B"): "literata-bold-3.103.ttf",
    (TEXT, "I"): "literata-italic-3.103.ttf",
    (DISPLAY, ""): "bricolage-grotesque-condensed-bold-5.3.0.woff2",
}
# Small raised and lowered figures: their size, and by how much they move.
_SMALLER, _RAISED, _LOWERED = 0.66, 0.33, 0.15
_PARTS = re.compile(r"[ \n]|[^ \n/-]+[/-]?|[/-]")


class TooLong(ValueError):
    """More than we print."""


class Run(NamedTuple):
    """Words in one style: "", "B" or "I"; `rise` is 1 above the line, -1 below."""

    text: str
    style: str = ""
    link: str = ""
    rise: int = 0


class Piece(NamedTuple):
    """A run in its place on a line."""

    x: float
    width: float
    run: Run


Line = list[Piece]


class Look(NamedTuple):
    """How a text is set: face, size and line in points, colour by its name."""

    size: float = 10.5
    line: float = 15.5
    colour: str = "ink"
    family: str = TEXT


BODY = Look()


class Slice(NamedTuple):
    """What no page break cuts; `keep` holds it beside what follows.

    `draw` is given its top; `space` stands above it, except first on a page.
    `smaller`, given the height that is left on a page, returns the same in it.
    """

    height: float
    draw: Callable[[float], None]
    space: float = 0
    keep: bool = False
    smaller: Callable[[float], "Slice | None"] | None = None


Page = list[tuple[float, Slice]]


class Sheet:
    """A document with its faces and its colours."""

    def __init__(self, colours: dict[str, RGB]) -> None:
        self.colours = colours
        self.pdf = FPDF(format="A4")
        self.pdf.set_auto_page_break(False)
        for (family, style), file in FACES.items():
            path = settings.BASE_DIR / "static" / "fonts" / file
            self.pdf.add_font(family, style, path)
        self.faces = {key: self.pdf.fonts["".join(key)] for key in FACES}

    def close(self) -> None:
        for face in self.faces.values():
            face.ttfont.close()

    # Lines

    def face(self, look: Look, run: Run) -> tuple[str, str]:
        """Return the face of a run that `_drawable` has seen."""
        of_headlines = look.family == DISPLAY and not run.style
        return (DISPLAY, "") if of_headlines else (TEXT, run.style)

    def width(self, look: Look, run: Run) -> float:
        face = self.faces[self.face(look, run)]
        size = look.size * (_SMALLER if run.rise else 1)
        return face.get_text_width(run.text, size, None)[1] * POINT

    def lines(self, runs: Iterable[Run], look: Look, width: float) -> list[Line]:
        """Break runs into lines no wider than `width`."""
        lines: list[Line] = [[]]
        for gap, word in _words(self._drawable(run, look) for run in runs):
            wide = sum(self.width(look, run) for run in word)
            space = self.width(look, Run(" ")) if gap == " " else 0
            full = bool(lines[-1]) and _end(lines[-1]) + space + wide > width
            if gap == "\n" or full:
                lines.append([])
            elif space and lines[-1]:
                last = lines[-1][-1].run
                style = word[0] if word[0][1:] == last[1:] else Run("")
                _add(lines[-1], style._replace(text=" "), space)
            if wide <= width:
                for run in word:
                    _add(lines[-1], run, self.width(look, run))
            else:
                self._add_cut(lines, word, look, width)
        return lines

    def _add_cut(
        self, lines: list[Line], word: list[Run], look: Look, width: float
    ) -> None:
        """Add a word that no line holds, an address or a joke, letter by letter."""
        for run in word:
            for char in run.text:
                letter = run._replace(text=char)
                wide = self.width(look, letter)
                if lines[-1] and _end(lines[-1]) + wide > width:
                    lines.append([])
                _add(lines[-1], letter, wide)

    def balanced(self, runs: list[Run], look: Look, width: float) -> list[Line]:
        """Break a title into lines of like width, no more than it takes anyway."""
        lines = self.lines(runs, look, width)
        while width > 40:
            width -= 3
            narrower = self.lines(runs, look, width)
            if len(narrower) > len(lines):
                break
            lines = narrower
        return lines

    def _drawable(self, run: Run, look: Look) -> Run:
        """Leave out what no face draws: a sign goes, a letter becomes a square.

        The face of headlines stops at French and Breton: words with other
        letters take the text's.
        """
        text = normalize("NFC", run.text)
        if look.family == DISPLAY:
            text = text.replace(NARROW, NO_BREAK)
            run = run._replace(style="", rise=0)
            if self._knows(text, (DISPLAY, "")):
                return run._replace(text=text)
            run = run._replace(style="B")
        face = (TEXT, run.style)

        def drawn(char: str) -> str:
            for same in (char, normalize("NFKD", char)):
                if self._knows(same, face):
                    return same
            return "□" if char.isalnum() else ""

        return run._replace(text="".join(map(drawn, text)))

    def _knows(self, text: str, face: tuple[str, str]) -> bool:
        known = self.faces[face].cmap
        return all(ord(char) in known or char == "\n" for char in text)

    # Slices

    def paragraph(
        self,
        runs: list[Run],
        look: Look = BODY,
        *,
        x: float = COLUMN,
        space: float = 0,
        keep: bool = False,
        balance: bool = False,
        beside: Callable[[float, int], None] | None = None,
    ) -> list[Slice]:
        """Return a slice for each line, from `x` to the right margin.

        No page begins with the last line of a paragraph nor ends with its
        first; `keep` holds all of it beside what follows. `beside` draws what
        stands before each line, given its top and its number.
        """
        if not any(run.text.strip() for run in runs):
            return []
        lines = (self.balanced if balance else self.lines)(runs, look, RIGHT - x)
        last = len(lines) - 1

        def drawing(number: int) -> Callable[[float], None]:
            def draw(y: float) -> None:
                if beside:
                    beside(y, number)
                self.draw_line(lines[number], look, x, y)

            return draw

        return [
            Slice(
                look.line * POINT,
                drawing(number),
                0 if number else space,
                keep or (last > 0 and number in (0, last - 1)),
            )
            for number in range(len(lines))
        ]

    # Drawing

    def draw_line(self, line: Line, look: Look, x: float, y: float) -> None:
        base = y + (look.line / 2 + look.size * 0.31) * POINT
        for piece in line:
            run = piece.run
            size = look.size * (_SMALLER if run.rise else 1)
            self.pdf.set_font(*self.face(look, run), size)
            self.pdf.set_text_color(self.colours["link" if run.link else look.colour])
            lift = {1: _RAISED, 0: 0, -1: -_LOWERED}[run.rise] * look.size * POINT
            self.pdf.text(x + piece.x, base - lift, run.text)
            if run.link:
                place = (x + piece.x, y, piece.width, look.line * POINT)
                self.pdf.link(*place, iri_to_uri(run.link))

    def draw_words(
        self, text: str, look: Look, x: float, y: float, *, style="", width=400.0
    ) -> None:
        """Draw one line of words; what goes beyond `width` is left out."""
        lines = self.lines([Run(text, style)], look, width - (2 if width < 400 else 0))
        line = lines[0]
        if len(lines) > 1:
            _add(line, line[-1].run._replace(text="…"), 0)
        self.draw_line(line, look, x, y)

    def fill(self, colour: str, x: float, y: float, w: float, h: float) -> None:
        self.pdf.set_fill_color(self.colours[colour])
        self.pdf.rect(x, y, w, h, style="F")


def paginate(slices: list[Slice], end: Slice, *, first: float, most: int) -> list[Page]:
    """Place slices on pages; `end` stands at the foot of the last, never alone.

    The first page begins at `first`. Raises TooLong beyond `most` pages.
    """
    # The last lines go to a new page together, where `end` would stand alone.
    together = 6
    pages: list[Page] = [[]]
    y = first
    room = BOTTOM - end.space - end.height
    chunks = list(_chunks(slices))
    for number, chunk in enumerate(chunks):
        below = room if number >= len(chunks) - together else BOTTOM
        height = sum(part.space + part.height for part in chunk)
        smaller = chunk[0].smaller
        fitting = smaller(below - y - chunk[0].space) if smaller else None
        if fitting:
            chunk = [fitting]
        elif pages[-1] and y + height > below:
            if len(pages) == most:
                raise TooLong
            pages.append([])
            y = TOP - chunk[0].space
        for part in chunk:
            y += part.space
            pages[-1].append((y, part))
            y += part.height
    if y > room:
        pages.append([])
    pages[-1].append((BOTTOM - end.height, end))
    return pages


def _chunks(slices: list[Slice]) -> Iterator[list[Slice]]:
    chunk: list[Slice] = []
    for part in slices:
        chunk.append(part)
        if not part.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _words(runs: Iterable[Run]) -> Iterator[tuple[str, list[Run]]]:
    """Yield what stands before each word (a space, a break, nothing), and the word.

    A long word may break after its hyphens, an address after its strokes.
    """
    gap = ""
    word: list[Run] = []
    for run in runs:
        for part in _PARTS.findall(run.text):
            before = word[-1].text if word else ""
            if part in (" ", "\n"):
                if word or part == gap == "\n":
                    yield gap, word
                    gap = ""
                gap, word = "\n" if "\n" in (gap, part) else " ", []
            elif len(before) > 2 and before[-1] in "-/" and len(part) > 2:
                yield gap, word
                gap, word = "", [run._replace(text=part)]
            else:
                word.append(run._replace(text=part))
    if word:
        yield gap, word


def _end(line: Line) -> float:
    return line[-1].x + line[-1].width if line else 0


def _add(line: Line, run: Run, width: float) -> None:
    """Add to a line; words in one style are written as one string."""
    last = line[-1] if line else None
    if last and last.run[1:] == run[1:]:
        whole = run._replace(text=last.run.text + run.text)
        line[-1] = Piece(last.x, last.width + width, whole)
    else:
        line.append(Piece(_end(line), width, run))
