"""Words as readers search them: whatever their accents, mostly whatever their ending.

PostgreSQL knows French stems; SQLite knows none, and no database marks words in a
text that we set ourselves. One short list of endings serves both, and gives the
stemmer the plurals that it leaves alone (vélos, photos).
"""

import re
from collections.abc import Iterable

from authors.names import fold

# More words than anybody types, and few enough for any index.
MOST_WORDS = 12
# Characters around the first word that was found.
BEFORE, LENGTH = 70, 230
_WORD = re.compile(r"[^\W_]+")
# Words that every text holds. «été» and «est» are left out: summer, and the east.
_EMPTY = """
    a au aux avec c ce ces d dans de des du elle en et eux il ils j je l la le les leur
    leurs lui m ma mais me mes moi mon n ne nos notre nous on ou par pas pour qu que qui
    s sa se ses son sur t ta te tes toi ton tu un une vos votre vous y
"""
EMPTY = frozenset(_EMPTY.split())
# The longest first; a short word has a plural and nothing else.
ENDINGS = (
    *("eres", "ent", "ere", "ees", "ers"),
    *("er", "ez", "es", "ee"),
    *("e", "s", "x"),
)
_SHORT = 3


def searchable(text: str) -> str:
    """Return the words of a text as the index gets them: nothing but letters and digits.

    So every database splits a text as `words_of` splits what is asked, and takes
    nothing for an address, a path or a tag.
    """
    return " ".join(_WORD.findall(fold(text)))


def words_of(text: str) -> list[str]:
    """Return the words that count in what was asked, without accents, each once.

    All of them count where nothing else was asked.
    """
    words = list(dict.fromkeys(_WORD.findall(fold(text))))
    return ([word for word in words if word not in EMPTY] or words)[:MOST_WORDS]


def _root(word: str) -> tuple[str, tuple[str, ...]]:
    """Return the beginning of a word, and the endings that it may have."""
    if not word.isalpha() or len(word) < _SHORT:
        return word, ()
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > _SHORT:
            return word.removesuffix(ending), ENDINGS
    if len(word) == _SHORT + 1 and word.endswith("s"):
        word = word[:-1]
    return word, ENDINGS if len(word) > _SHORT else ("s",)


def forms_of(word: str) -> list[str]:
    """Return a word of `words_of` with its other endings, to be looked up as well."""
    root, endings = _root(word)
    return [root, *(root + ending for ending in endings)]


def _plain_letters() -> dict[int, str]:
    """Return the table that takes accents and capitals away, letter for letter."""
    letters = {chr(code): fold(chr(code)) for code in range(0x41, 0x250)}
    return {
        ord(letter): "œ" if letter in "œŒ" else folded
        for letter, folded in letters.items()
        if len(folded) == 1 or letter in "œŒ"
    }


_PLAIN = _plain_letters()


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return the expression that finds any of these words in a text without accents."""
    each = []
    for word in words:
        root, endings = _root(word)
        tail = f"(?:{'|'.join(endings)})?" if endings else ""
        each.append(re.escape(root).replace("oe", "(?:oe|œ)") + tail)
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(each)})(?![^\W_])")


def extract(text: str, pattern: re.Pattern[str]) -> list[tuple[str, bool]]:
    """Return a short passage of `text` around the first word that was found.

    It comes in pieces, each with whether it is such a word; empty where no word
    is found.
    """
    # Letter for letter: what is found here stands there.
    plain = text.translate(_PLAIN)
    first = pattern.search(plain)
    if first is None:
        return []
    start, end = _passage(text, first)
    pieces, done = [], start
    for found in pattern.finditer(plain, start, end):
        pieces += [
            (text[done : found.start()], False),
            (text[found.start() : found.end()], True),
        ]
        done = found.end()
    pieces.append((text[done:end], False))
    if start > 0:
        pieces.insert(0, ("… ", False))
    if end < len(text):
        pieces.append((" …", False))
    return [(piece.replace("\n", " "), found) for piece, found in pieces if piece]


def _passage(text: str, first: re.Match[str]) -> tuple[int, int]:
    """Return where the passage begins and ends: between words, where there are any."""
    start = max(first.start() - BEFORE, 0)
    # Its own paragraph, or after an ordinary space: no-break ones hold together.
    line = text.rfind("\n", start, first.start())
    if line >= 0:
        start = line + 1
    elif start:
        space = text.find(" ", start, first.start())
        start = space + 1 if space >= 0 else first.start()
    end = max(start + LENGTH, first.end())
    if end >= len(text):
        return start, len(text)
    spaces = [text.rfind(space, first.end(), end) for space in " \n"]
    return start, max([*spaces, first.end()]) if max(spaces) > 0 else end
