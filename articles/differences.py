"""What changed between two bodies: paragraph by paragraph, word by word.

Pure: cleaned markup goes in, small records come out. Also how two versions of a
text are put together again, a choice for each paragraph that differs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from html import unescape
from typing import NamedTuple

from articles.html import plain_text

# Comparing costs the product of both lengths: what is longer than people's
# paragraphs is told as replaced whole, so that no pair of texts takes minutes.
MOST_BLOCKS = 1_000_000
MOST_WORDS = 2_000_000
ENOUGH_ALIKE = 0.35

_TAG = re.compile(r"<(/?)([a-zA-Z][\w-]*)([^<>]*?)(/?)>")
_ATTRIBUTE = re.compile(r'\b(alt|caption|title)="([^"]*)"')
_VOID = frozenset(("br", "hr", "embed", "img"))
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    # Both have the paragraph, with other words; or the same words, set otherwise.
    CHANGED = "changed"
    RESTYLED = "restyled"


class Keep(StrEnum):
    """What to keep of a paragraph that differs."""

    OLD = "old"
    NEW = "new"
    BOTH = "both"


class Block(NamedTuple):
    """One element of a body that stands by itself, and the words it holds."""

    tag: str
    html: str
    text: str


class Piece(NamedTuple):
    change: Change
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A block of the old text, of the new, or the pair of both."""

    change: Change
    old: Block | None
    new: Block | None
    pieces: tuple[Piece, ...]

    @property
    def tag(self) -> str:
        block = self.new or self.old
        return block.tag if block else ""

    @property
    def old_pieces(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.change != Change.ADDED]

    @property
    def new_pieces(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.change != Change.REMOVED]


def blocks(body: str) -> list[Block]:
    """Return the elements of a cleaned body: joined again, they are the body."""
    found: list[Block] = []
    start = depth = 0
    for tag in _TAG.finditer(body):
        closes, name, empty = bool(tag[1]), tag[2].lower(), bool(tag[4])
        if depth == 0 and tag.start() > start and body[start : tag.start()].strip():
            # Words outside any element: not of our making, and kept.
            found.append(_block("p", body[start : tag.start()]))
        if depth == 0:
            start = tag.start()
        if closes:
            depth = max(0, depth - 1)
        elif not empty and name not in _VOID:
            depth += 1
        if depth == 0:
            found.append(_block(name, body[start : tag.end()]))
            start = tag.end()
    if body[start:].strip():
        found.append(_block("p", body[start:]))
    return found


def _block(tag: str, markup: str) -> Block:
    # What a picture says is in its attributes.
    said = [unescape(words) for _name, words in _ATTRIBUTE.findall(markup) if words]
    text = plain_text(markup)
    return Block(tag, markup, "\n".join([*([text] if text else []), *said]))


def compare(old: str, new: str) -> list[Paragraph]:
    """Return all paragraphs of two cleaned bodies, in the order of reading."""
    return _Comparison().bodies(old, new)


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of two plain texts, such as two titles."""
    return _Comparison().words(old, new)


def merge(paragraphs: list[Paragraph], choices: Mapping[int, Keep]) -> str:
    """Return one body: the paragraph that was chosen wherever the two differ.

    `choices` are by the paragraph's place in the list; without one, both stay.
    """
    kept = []
    for number, paragraph in enumerate(paragraphs):
        keep = choices.get(number, Keep.BOTH)
        if paragraph.old and keep != Keep.NEW and paragraph.change != Change.SAME:
            kept.append(paragraph.old.html)
        if paragraph.new and (keep != Keep.OLD or paragraph.change == Change.SAME):
            kept.append(paragraph.new.html)
    return "".join(kept)


class _Comparison:
    def __init__(self) -> None:
        self.words_left = MOST_WORDS

    def bodies(self, old: str, new: str) -> list[Paragraph]:
        before, after = blocks(old), blocks(new)
        head = _common(before, after)
        tail = _common(before[head:][::-1], after[head:][::-1])
        middle_old = before[head : len(before) - tail]
        middle_new = after[head : len(after) - tail]
        return [
            *(_same(block) for block in after[:head]),
            *self._middle(middle_old, middle_new),
            *(_same(block) for block in after[len(after) - tail :]),
        ]

    def _middle(self, old: list[Block], new: list[Block]) -> list[Paragraph]:
        if len(old) * len(new) > MOST_BLOCKS:
            return [*map(_removed, old), *map(_added, new)]
        found: list[Paragraph] = []
        for kind, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
            if kind == "equal":
                found += map(_same, new[k:m])
            else:
                found += self._replaced(old[i:j], new[k:m])
        return found

    def _replaced(self, old: list[Block], new: list[Block]) -> list[Paragraph]:
        """Pair the paragraphs that are alike; the others went or came."""
        found: list[Paragraph] = []
        i = j = 0
        for left, right in [*_pairs(old, new), (len(old), len(new))]:
            found += map(_removed, old[i:left])
            found += map(_added, new[j:right])
            if left < len(old):
                found.append(self._pair(old[left], new[right]))
            i, j = left + 1, right + 1
        return found

    def _pair(self, old: Block, new: Block) -> Paragraph:
        if old.text == new.text:
            pieces = (Piece(Change.SAME, new.text),)
            return Paragraph(Change.RESTYLED, old, new, pieces)
        return Paragraph(Change.CHANGED, old, new, self.words(old.text, new.text))

    def words(self, old: str, new: str) -> tuple[Piece, ...]:
        before, after = _WORD.findall(old), _WORD.findall(new)
        head = _common(before, after)
        tail = _common(before[head:][::-1], after[head:][::-1])
        pieces = [Piece(Change.SAME, "".join(after[:head]))]
        pieces += self._words_between(
            before[head : len(before) - tail], after[head : len(after) - tail]
        )
        pieces.append(Piece(Change.SAME, "".join(after[len(after) - tail :])))
        return _joined(pieces)

    def _words_between(self, old: list[str], new: list[str]) -> list[Piece]:
        cost = len(old) * len(new)
        if cost > self.words_left:
            return _replacement("".join(old), "".join(new))
        self.words_left -= cost
        found: list[Piece] = []
        matcher = SequenceMatcher(None, old, new, autojunk=cost > 250_000)
        for kind, i, j, k, m in matcher.get_opcodes():
            if kind == "equal":
                found.append(Piece(Change.SAME, "".join(new[k:m])))
            else:
                found += _replacement("".join(old[i:j]), "".join(new[k:m]))
        return found


def _replacement(old: str, new: str) -> list[Piece]:
    return [Piece(Change.REMOVED, old), Piece(Change.ADDED, new)]


def _common(old: list, new: list) -> int:
    """Return how many items two lists have in common from their start."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _same(block: Block) -> Paragraph:
    return Paragraph(Change.SAME, block, block, (Piece(Change.SAME, block.text),))


def _removed(block: Block) -> Paragraph:
    pieces = (Piece(Change.REMOVED, block.text),)
    return Paragraph(Change.REMOVED, block, None, pieces)


def _added(block: Block) -> Paragraph:
    return Paragraph(Change.ADDED, None, block, (Piece(Change.ADDED, block.text),))


def _pairs(old: list[Block], new: list[Block]) -> list[tuple[int, int]]:
    """Return which paragraphs are two states of one, in order."""
    if len(old) * len(new) > 2_500:
        return [(n, n) for n in range(min(len(old), len(new)))]
    bags = [[set(_WORD.findall(b.text)) - {" "} for b in side] for side in (old, new)]
    # best[i][j]: the most likeness that the paragraphs from i and from j on have.
    best = [[0.0] * (len(new) + 1) for _row in range(len(old) + 1)]
    alike = [[0.0] * len(new) for _row in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            alike[i][j] = _likeness(old[i], new[j], bags[0][i], bags[1][j])
            best[i][j] = max(
                best[i + 1][j], best[i][j + 1], alike[i][j] + best[i + 1][j + 1]
            )
    found, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(old: Block, new: Block, words: set[str], others: set[str]) -> float:
    if (old.tag in _VOID or new.tag in _VOID) and old.tag != new.tag:
        return 0.0
    if old.text == new.text:
        return 2.0
    shared = 2 * len(words & others) / ((len(words) + len(others)) or 1)
    return shared if shared >= ENOUGH_ALIKE else 0.0


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].change == piece.change:
            joined[-1] = Piece(piece.change, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)
