"""The paper of a site: its colours, its masthead, what stands on every page."""

import re

import segno
from django.conf import settings
from wagtail.models import Site

from articles.colours import RGB, rgb
from articles.pdf.sheet import COLUMN, DISPLAY, LEFT, RIGHT, WIDTH, Look, Run, Sheet
from articles.typography import french
from authors.addresses import public_url

# Millimetres: the height of the masthead, the side of a QR code.
BAND = 40
CODE = 30

SMALL = Look(8, 11, "soft")


class Paper(Sheet):
    """Sheets with the head of a neighbourhood's site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.place = site.root_page.specific
        super().__init__(_colours(self.place.hue, self.place.accent_hue))

    def masthead(self) -> None:
        """Draw the site's band: horizon, emblem, name, what it says of itself."""
        pdf = self.pdf
        self.fill("band", 0, 0, WIDTH, BAND)
        horizon = _drawing("img/horizon.svg")
        deep = f'<path fill="{_hex(self.colours["band_deep"])}"'
        pdf.image(horizon.replace("<path", deep, 1).encode(), 0, BAND - 13, WIDTH)
        self.fill("flag", 0, BAND, WIDTH, 1.4)
        x = LEFT
        if self.place.emblem_file:
            pdf.image(self.emblem(), LEFT, 7, 22, 22)
            x += 28
        name = Look(32, 36, "on_band", DISPLAY)
        self.draw_words(str(self.site.site_name), name, x, 5)
        tagline = Look(11, 15, "on_band_soft")
        self.draw_words(french(self.place.tagline), tagline, x, 18.5, style="I")

    def emblem(self) -> bytes:
        """Return the emblem, framed in the band's colour instead of clipped.

        fpdf2 draws SVG without the clip paths of groups.
        """
        drawing = _drawing(self.place.emblem_file)
        clip = re.search(r'<clipPath[^>]*><path d="([^"]+)"/></clipPath>', drawing)
        if clip:
            frame = (
                f'<path fill="{_hex(self.colours["band"])}" fill-rule="evenodd"'
                f' d="M-1-1H101V101H-1z{clip[1]}"/></svg>'
            )
            drawing = drawing.replace(clip[0], "").replace("</svg>", frame)
        return drawing.encode()

    def running_head(self, title: str) -> None:
        name, words = Look(9.5, 12, "brand", DISPLAY), Look(8.5, 12, "soft")
        self.draw_words(str(self.site.site_name), name, LEFT, 13)
        self.draw_words(title, words, COLUMN, 13, style="I", width=RIGHT - COLUMN)
        self.fill("flag", LEFT, 18.5, RIGHT - LEFT, 0.5)

    def foot(self, folio: str) -> None:
        host = public_url(site=self.site).partition("//")[2].rstrip("/")
        self.draw_words(host, SMALL, LEFT, 283)
        width = self.width(SMALL, Run(folio))
        self.draw_words(folio, SMALL, RIGHT - width, 283)

    def code(self, address: str, x: float, y: float) -> None:
        """Draw an address as a QR code (ISO/IEC 18004), each row in few strokes."""
        rows = segno.make(address, error="m", micro=False).matrix
        module = CODE / len(rows)
        self.pdf.set_fill_color(0)
        for down, row in enumerate(rows):
            for dark in re.finditer("1+", "".join(map(str, row))):
                left, wide = x + dark.start() * module, len(dark[0]) * module
                # A hair taller: no white line between two rows.
                self.pdf.rect(left, y + down * module, wide, module + 0.01, style="F")


def _colours(hue: int, accent: int) -> dict[str, RGB]:
    """Return a site's colours: the tokens of the style sheets in daylight, but
    words are black, for any printer."""
    return {
        "ink": (0, 0, 0),
        "soft": (70, 70, 70),
        "band": rgb(0.365, 0.078, hue),
        "band_deep": rgb(0.285, 0.06, hue),
        "on_band": rgb(0.985, 0.008, hue),
        "on_band_soft": rgb(0.895, 0.03, hue),
        "brand": rgb(0.415, 0.095, hue),
        "link": rgb(0.415, 0.095, hue),
        "accent": rgb(0.485, 0.135, accent),
        "flag": rgb(0.83, 0.12, accent),
    }


def _hex(colour: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def _drawing(name: str) -> str:
    return (settings.BASE_DIR / "static" / name).read_text()
