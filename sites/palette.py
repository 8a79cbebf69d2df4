"""A site's palette: two hues, and what the tokens make of them.

The same numbers as in static/css/tokens.css: a test compares them.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.colours import RGB, contrast, mapped, rgb

TEXT = 4.5
LARGE = 3.0


class Of(StrEnum):
    """Which of a site's two hues a colour takes."""

    HUE = "hue"
    ACCENT = "accent-hue"


class Token(NamedTuple):
    lightness: float
    chroma: float
    of: Of


LIGHT = {
    "paper": Token(0.976, 0.006, Of.HUE),
    "paper-raised": Token(0.995, 0.003, Of.HUE),
    "paper-sunk": Token(0.946, 0.012, Of.HUE),
    "tint": Token(0.915, 0.034, Of.HUE),
    "ink": Token(0.215, 0.026, Of.HUE),
    "ink-soft": Token(0.435, 0.03, Of.HUE),
    "edge": Token(0.58, 0.03, Of.HUE),
    "band": Token(0.365, 0.078, Of.HUE),
    "band-deep": Token(0.285, 0.06, Of.HUE),
    "on-band": Token(0.985, 0.008, Of.HUE),
    "on-band-soft": Token(0.895, 0.03, Of.HUE),
    "brand": Token(0.415, 0.095, Of.HUE),
    "on-brand": Token(0.99, 0.005, Of.HUE),
    "accent": Token(0.485, 0.135, Of.ACCENT),
    "mark": Token(0.66, 0.16, Of.ACCENT),
    "flag": Token(0.83, 0.12, Of.ACCENT),
    "on-flag": Token(0.24, 0.05, Of.ACCENT),
}
DARK = LIGHT | {
    "paper": Token(0.195, 0.018, Of.HUE),
    "paper-raised": Token(0.235, 0.022, Of.HUE),
    "paper-sunk": Token(0.165, 0.016, Of.HUE),
    "tint": Token(0.29, 0.042, Of.HUE),
    "ink": Token(0.935, 0.01, Of.HUE),
    "ink-soft": Token(0.775, 0.022, Of.HUE),
    "edge": Token(0.61, 0.03, Of.HUE),
    "band": Token(0.315, 0.066, Of.HUE),
    "band-deep": Token(0.245, 0.05, Of.HUE),
    "brand": Token(0.83, 0.075, Of.HUE),
    "on-brand": Token(0.2, 0.03, Of.HUE),
    "accent": Token(0.8, 0.105, Of.ACCENT),
    "mark": Token(0.74, 0.14, Of.ACCENT),
}
SCHEMES = {_("le jour"): LIGHT, _("la nuit"): DARK}

# What stands on what, and the least contrast that lets everybody read it: text,
# or large and drawn things (WCAG 2.2, 1.4.3 and 1.4.11).
PAIRS = (
    ("ink", "paper", TEXT, _("le texte sur le fond")),
    ("ink", "paper-raised", TEXT, _("le texte sur les cadres")),
    ("ink", "paper-sunk", TEXT, _("le texte sur les encadrés")),
    ("ink", "tint", TEXT, _("le texte sur la teinte")),
    ("ink-soft", "paper", TEXT, _("le texte discret sur le fond")),
    ("ink-soft", "paper-raised", TEXT, _("le texte discret sur les cadres")),
    ("ink-soft", "paper-sunk", TEXT, _("le texte discret sur les encadrés")),
    ("brand", "paper", TEXT, _("les liens sur le fond")),
    ("brand", "paper-raised", TEXT, _("les liens sur les cadres")),
    ("brand", "paper-sunk", TEXT, _("les liens sur les encadrés")),
    ("on-brand", "brand", TEXT, _("le texte des boutons")),
    ("on-band", "band", TEXT, _("le nom du site sur son bandeau")),
    ("on-band-soft", "band", TEXT, _("la devise sur le bandeau")),
    ("on-band", "band-deep", TEXT, _("le pied de page")),
    ("on-band-soft", "band-deep", TEXT, _("le pied de page, en discret")),
    ("on-flag", "flag", TEXT, _("le bouton « Écrire »")),
    ("accent", "paper", TEXT, _("l’accent sur le fond")),
    ("accent", "paper-raised", TEXT, _("l’accent sur les cadres")),
    ("accent", "paper-sunk", TEXT, _("l’accent sur les encadrés")),
    ("edge", "paper", LARGE, _("le bord des champs")),
    ("edge", "paper-raised", LARGE, _("le bord des champs, sur les cadres")),
    ("flag", "band", LARGE, _("le filet sous le bandeau")),
)


class Flaw(NamedTuple):
    """Two colours that are too close, and by how much."""

    what: str
    when: str
    ratio: float
    least: float

    def __str__(self) -> str:
        # Rounded down: 4.49 is not 4.5.
        ratio = int(self.ratio * 10) / 10
        return gettext(
            "%(what)s se lirait mal %(when)s : contraste de %(ratio)s pour 1, "
            "il faut %(least)s."
        ) % {
            "what": str(self.what).capitalize(),
            "when": self.when,
            "ratio": str(ratio).replace(".", ","),
            "least": f"{self.least:g}".replace(".", ","),
        }


def flaws(hue: int, accent_hue: int) -> list[Flaw]:
    """Return the pairs that people would read badly with these two hues."""
    found = []
    for when, tokens in SCHEMES.items():
        for above, below, least, what in PAIRS:
            ratio = min(
                contrast(*both)
                for both in _as_shown((tokens[above], tokens[below]), hue, accent_hue)
            )
            if ratio < least:
                found.append(Flaw(str(what), str(when), ratio, least))
    return found


def _as_shown(pair, hue: int, accent_hue: int) -> Iterator[list[RGB]]:
    """Yield two colours as browsers show them: most cut, the newest map."""
    for shown in (rgb, mapped):
        yield [
            shown(t.lightness, t.chroma, hue if t.of == Of.HUE else accent_hue)
            for t in pair
        ]


# Fifteen degrees apart, each with a name from here: what a palette is chosen from.
NAMED_HUES = {
    0: _("framboise"),
    15: _("garance"),
    30: _("brique"),
    45: _("rouille"),
    60: _("ambre"),
    75: _("miel"),
    90: _("genêt"),
    105: _("ajonc"),
    120: _("olive"),
    135: _("fougère"),
    150: _("prairie"),
    165: _("sapin"),
    180: _("émeraude"),
    195: _("turquoise"),
    210: _("lagon"),
    225: _("rade"),
    240: _("ardoise"),
    255: _("océan"),
    270: _("indigo"),
    285: _("lavande"),
    300: _("bruyère"),
    315: _("prune"),
    330: _("fuchsia"),
    345: _("hortensia"),
}
