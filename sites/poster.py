"""The picture that stands for a page wherever it is shared: 1200 × 630, JPEG.

Drawn with the site's hues, emblem and headline face. Pure Pillow; knows no
model, so that what is drawn is what the poster says, and nothing else.
"""

import json
import unicodedata
from dataclasses import astuple, dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import IO

from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from PIL import Image, ImageDraw, ImageFont, ImageOps

from articles.colours import rgb
from authors.images import MAX_SIDE

# What Open Graph readers show whole: 1.91 to 1.
WIDTH, HEIGHT = 1200, 630
MAX_BYTES = 120_000
QUALITIES = (86, 78, 68, 56, 40)
# Raised when the drawing changes: every poster then has a new version.
DRAWING = 1

MARGIN = 64
PHOTO_WIDTH = 420
EMBLEM = 300
TITLE_SIZES = range(88, 31, -4)
TITLE_TOP, NAMES_TOP = 172, 486
# Pillow reads no woff2: the same cut as on the pages, with more letters.
FACE = "fonts/bricolage-grotesque-condensed-bold.ttf"


@dataclass(frozen=True)
class Poster:
    """All that is drawn. `emblem` is a static file; `photo` a name in the media."""

    place: str
    under_place: str
    title: str
    names: tuple[str, ...]
    emblem: str
    hue: int
    accent_hue: int
    photo: str = ""
    photo_credit: str = ""

    @property
    def version(self) -> str:
        """Another one as soon as anything that is drawn is another."""
        told = json.dumps([DRAWING, *astuple(self)])
        return sha256(told.encode()).hexdigest()[:12]


def draw(poster: Poster, photo: IO[bytes] | None = None) -> bytes:
    """Return the poster as a JPEG file of at most MAX_BYTES.

    `photo` is the open file that `poster.photo` names. One that cannot be read
    is left out. Time and memory are bounded: a photo is at most MAX_SIDE
    pixels a side, and a title is tried in fifteen sizes.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), rgb(0.365, 0.078, poster.hue))
    pen = ImageDraw.Draw(image)
    flag = rgb(0.83, 0.12, poster.accent_hue)
    shown = _photo(photo, PHOTO_WIDTH, HEIGHT) if photo else None
    text_left = MARGIN
    if shown:
        image.paste(shown, (WIDTH - PHOTO_WIDTH, 0))
        pen.rectangle((WIDTH - PHOTO_WIDTH - 10, 0, WIDTH - PHOTO_WIDTH, HEIGHT), flag)
        _credit(pen, poster)
        text_left += _emblem(image, poster.emblem, 92, MARGIN, 44)
    else:
        deep = rgb(0.285, 0.06, poster.hue)
        pen.rectangle((WIDTH - PHOTO_WIDTH, 0, WIDTH, HEIGHT), deep)
        left = WIDTH - PHOTO_WIDTH + (PHOTO_WIDTH - EMBLEM) // 2
        _emblem(image, poster.emblem, EMBLEM, left, (HEIGHT - EMBLEM) // 2)
    pen.rectangle((0, HEIGHT - 14, WIDTH - PHOTO_WIDTH, HEIGHT), flag)

    on_band = rgb(0.985, 0.008, poster.hue)
    width = WIDTH - PHOTO_WIDTH - MARGIN - 48
    head = width - (text_left - MARGIN)
    _line(pen, poster.place, 46, (text_left, 44), head, on_band)
    soft = rgb(0.895, 0.03, poster.hue)
    _line(pen, poster.under_place, 28, (text_left, 98), head, soft)
    face, lines = _fit(_drawable(poster.title), width, NAMES_TOP - TITLE_TOP - 24)
    for number, line in enumerate(lines):
        top = TITLE_TOP + number * round(face.size * 1.04)
        pen.text((MARGIN, top), line, on_band, face)
    small = _face(34)
    for number, line in enumerate(_names(poster.names, small, width)):
        pen.text((MARGIN, NAMES_TOP + number * 42), line, flag, small)
    return _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    """Encode the picture as well as its weight allows."""
    data = b""
    for quality in QUALITIES:
        out = BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        data = out.getvalue()
        if len(data) <= MAX_BYTES:
            break
    return data


# Pictures


def _photo(file: IO[bytes], width: int, height: int) -> Image.Image | None:
    """Return the photo cut to the size, or None for one that cannot be read."""
    try:
        photo: Image.Image = Image.open(file)
        if max(photo.size) > MAX_SIDE:
            return None
        return ImageOps.fit(photo.convert("RGB"), (width, height))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _emblem(image: Image.Image, name: str, side: int, left: int, top: int) -> int:
    """Draw the emblem; return the width that it takes, with its distance."""
    path = finders.find(name) if name else None
    if not path:
        return 0
    with Image.open(path) as file:
        emblem = file.convert("RGBA").resize((side, side), Image.Resampling.LANCZOS)
    image.paste(emblem, (left, top), emblem)
    return side + 24


def _credit(pen: ImageDraw.ImageDraw, poster: Poster) -> None:
    if not poster.photo_credit:
        return
    left = WIDTH - PHOTO_WIDTH
    dark, light = rgb(0.215, 0.026, poster.hue), rgb(0.985, 0.008, poster.hue)
    pen.rectangle((left, HEIGHT - 36, WIDTH, HEIGHT), dark)
    where = (left + 16, HEIGHT - 31)
    _line(pen, poster.photo_credit, 20, where, PHOTO_WIDTH - 32, light)


# Words


def _face(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(finders.find(FACE)), size)


@lru_cache(maxsize=2000)
def _has_letter(letter: str) -> bool:
    face = _face(20)
    missing = bytes(face.getmask("\uffff"))
    return letter.isspace() or bytes(face.getmask(letter)) != missing


def _drawable(text: str) -> str:
    """Return the words without what the face has no letter for.

    A letter with an accent that it lacks keeps its base; no empty boxes.
    """
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        if _has_letter(letter):
            kept.append(letter)
        else:
            base = unicodedata.normalize("NFKD", letter)
            kept += [part for part in base if part.isalnum() and _has_letter(part)]
    # Only plain spaces are places to break a line.
    return " ".join(part for part in "".join(kept).split(" ") if part.strip())


def _line(pen, text: str, size: int, where, width: int, colour) -> None:
    """Write one line, cut short where it is too long."""
    face = _face(size)
    pen.text(where, _cut(_drawable(text), face, width), colour, face)


def _cut(text: str, face: ImageFont.FreeTypeFont, width: int) -> str:
    if face.getlength(text) <= width:
        return text
    while text and face.getlength(text + "…") > width:
        text = text[:-1].rstrip()
    return text + "…"


def _wrap(text: str, face: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break the words into lines; one that is wider than a line is cut short."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and face.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(_cut(word, face, width))
    return lines


def _fit(text: str, width: int, height: int):
    """Return the largest face in which the words fit, and their lines."""
    for size in TITLE_SIZES:
        face = _face(size)
        lines = _wrap(text, face, width)
        whole = max(map(face.getlength, text.split(" "))) <= width
        if whole and len(lines) * round(size * 1.04) <= height:
            return face, lines
    most = height // round(size * 1.04)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(" ".join(lines[most - 1 :]), face, width)]
    return face, lines


def _names(names: tuple[str, ...], face, width: int) -> list[str]:
    """Return two lines at most: as many names as fit, and how many more there are."""
    names = tuple(_drawable(name) for name in names)
    for count in range(len(names), 0, -1):
        lines = _wrap(_enumerate(names, count), face, width)
        if len(lines) <= 2:
            return lines
    return []


def _enumerate(names: tuple[str, ...], count: int) -> str:
    """«A, B et C», or «A, B et 3 autres»."""
    rest = len(names) - count
    if rest:
        others = ngettext("%(count)d autre", "%(count)d autres", rest)
        shown, last = list(names[:count]), others % {"count": rest}
    else:
        shown, last = list(names[:-1]), names[-1]
    if not shown:
        return last
    return _("%(names)s et %(last)s") % {"names": ", ".join(shown), "last": last}
