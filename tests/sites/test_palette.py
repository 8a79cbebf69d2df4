"""Any two hues that editors choose leave every text readable, by day and by night."""

import re
from pathlib import Path

import pytest

from articles.colours import contrast, mapped, rgb
from sites import palette
from sites.palette import DARK, LIGHT, NAMED_HUES, PAIRS, SCHEMES, Token, flaws

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"
COLOUR = re.compile(r"--([\w-]+): oklch\(([\d.]+) ([\d.]+) var\(--(hue|accent-hue)\)\)")


def written(css: str) -> dict[str, Token]:
    """Return the tokens of a style sheet that the check knows."""
    found = {
        name: Token(float(lightness), float(chroma), of)
        for name, lightness, chroma, of in COLOUR.findall(css)
    }
    return {name: token for name, token in found.items() if name in LIGHT}


def test_the_check_and_the_style_sheet_have_the_same_numbers():
    day, _dark, night = TOKENS.read_text().partition("prefers-color-scheme: dark")

    assert written(day) == LIGHT
    assert written(day) | written(night) == DARK


def test_every_colour_that_a_site_gives_to_a_text_is_checked():
    above = {"ink", "ink-soft", "brand", "on-brand", "on-band", "on-band-soft"}
    checked = {pair[0] for pair in PAIRS}

    assert checked >= above | {"accent", "on-flag"}
    assert {name for pair in PAIRS for name in pair[:2]} <= set(LIGHT)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((255, 255, 255), (0, 0, 0), 21.0),
        ((118, 118, 118), (255, 255, 255), 4.54),
        ((200, 20, 20), (200, 20, 20), 1.0),
    ],
)
def test_contrast_is_wcags(one, other, expected):
    assert round(contrast(one, other), 2) == expected


def test_a_colour_beyond_the_screen_keeps_its_lightness_when_mapped():
    # Yellow-green has room for this chroma, blue has not.
    assert mapped(0.83, 0.12, 110) == rgb(0.83, 0.12, 110)
    assert mapped(0.83, 0.2, 250) != rgb(0.83, 0.2, 250)
    assert mapped(0.83, 0.2, 250)[2] > mapped(0.83, 0.2, 250)[0]


def test_no_named_hue_is_refused_beside_any_other():
    refused = [
        (hue, other) for hue in NAMED_HUES for other in NAMED_HUES if flaws(hue, other)
    ]

    assert refused == []


def test_no_hue_of_the_circle_is_refused():
    assert [hue for hue in range(360) if flaws(hue, (hue + 180) % 360)] == []


def test_two_colours_too_close_are_told_by_their_names(monkeypatch):
    pale = LIGHT | {"accent": Token(0.62, 0.135, "accent-hue")}
    day, night = SCHEMES
    monkeypatch.setattr(palette, "SCHEMES", {day: pale, night: DARK})

    sentences = [str(flaw) for flaw in flaws(230, 185)]

    assert len(sentences) == 3
    assert sentences[0] == (
        "L’accent sur le fond se lirait mal le jour : contraste de 3,0 pour 1, "
        "il faut 4,5."
    )
