"""The pictures of a cleaned body, one by one: what they say, where they stand."""

import re
from html import escape, unescape

from articles.html import clean

_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*?(/?)>")
_PICTURE = re.compile(
    r'<embed alt="([^"]*)" caption="([^"]*)" embedtype="image"[^<>]*? id="(\d+)"/>'
)
_VOID = ("br", "hr", "embed")


def pictures_in(body: str) -> list[tuple[int, str, str]]:
    """Return each picture in order: its id, its description here, its caption."""
    found = _PICTURE.findall(body)
    return [(int(pk), unescape(alt), unescape(caption)) for alt, caption, pk in found]


def described_in(body: str) -> set[int]:
    """Return the ids of the pictures that are described wherever they stand."""
    pictures = pictures_in(body)
    bare = {pk for pk, alt, _caption in pictures if not alt}
    return {pk for pk, _alt, _caption in pictures} - bare


def figure(pk: int, *, alt: str, caption: str) -> str:
    """Return a picture as it stands in a body."""
    return clean(
        f'<img src="photo:{pk}" alt="{escape(alt)}" title="{escape(caption)}">'
    )


def describe_figure(body: str, position: int, *, alt: str, caption: str) -> str:
    """Return the body with other words for its picture number `position`, from 0."""
    blocks = _blocks(body)
    here = _place(blocks, position)
    if here >= 0:
        pk = pictures_in(blocks[here])[0][0]
        blocks[here] = figure(pk, alt=alt, caption=caption)
    return "".join(blocks)


def move_picture(body: str, position: int, by: int) -> str:
    """Return the body with its picture number `position`, from 0, a block lower
    (`by` 1) or higher (-1). At an end of the text, or past one, nothing moves."""
    blocks = _blocks(body)
    here = _place(blocks, position)
    there = here + by
    if here < 0 or not 0 <= there < len(blocks):
        return body
    blocks.insert(there, blocks.pop(here))
    return "".join(blocks)


def remove_picture(body: str, position: int) -> str:
    """Return the body without its picture number `position`, from 0."""
    blocks = _blocks(body)
    here = _place(blocks, position)
    return "".join(block for n, block in enumerate(blocks) if n != here)


def _place(blocks: list[str], position: int) -> int:
    places = [n for n, block in enumerate(blocks) if _PICTURE.fullmatch(block)]
    return places[position] if 0 <= position < len(places) else -1


def _blocks(body: str) -> list[str]:
    """Cut a cleaned body, which is well formed, between its outermost elements."""
    blocks = []
    depth = start = 0
    for found in _TAG.finditer(body):
        closes, name, alone = found.groups()
        if name in _VOID or alone:
            pass
        elif closes:
            depth -= 1
        else:
            depth += 1
        if depth == 0:
            blocks.append(body[start : found.end()])
            start = found.end()
    rest = body[start:]
    return [*blocks, rest] if rest else blocks
