"""The headings of a body: an anchor for each, and the contents they make."""

import re
from dataclasses import dataclass
from html import unescape

from django.utils.text import slugify

from articles.notes import without_notes

# Fewer parts need no table: the text itself shows them.
ENOUGH = 4
# As articles.html writes them: without attributes, never one in another.
_HEADING = re.compile(r"<h([23])>(.*?)</h\1>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Heading:
    """A part of a text: its level (2 or 3), its anchor, its words."""

    level: int
    anchor: str
    words: str


def with_anchors(body: str) -> tuple[str, list[Heading]]:
    """Return a cleaned body with an id on each heading, and the headings.

    Ids are made of the words, so that a link to a part outlives small changes;
    their first letters keep them apart from the page's own.
    """
    headings: list[Heading] = []
    taken: set[str] = set()

    def anchored(found: re.Match) -> str:
        told = _TAG.sub(" ", without_notes(found[2]))
        words = " ".join(unescape(told).split())
        anchor = start = f"partie-{slugify(words)[:60].strip('-') or 'sans-titre'}"
        number = 1
        while anchor in taken:
            number += 1
            anchor = f"{start}-{number}"
        taken.add(anchor)
        headings.append(Heading(int(found[1]), anchor, words))
        return f'<h{found[1]} id="{anchor}">{found[2]}</h{found[1]}>'

    return _HEADING.sub(anchored, body), headings
