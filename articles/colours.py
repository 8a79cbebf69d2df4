"""Colours of the house for what is not a web page: OKLCH as sRGB."""

from math import cos, radians, sin

RGB = tuple[int, int, int]


def rgb(lightness: float, chroma: float, hue: float) -> RGB:
    """Return an OKLCH colour, as the style sheets write them, in sRGB.

    CSS Color Module Level 4, §10: matrices of Oklab, then the sRGB transfer
    curve; what sRGB cannot show is cut to what it can.
    """
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _channel(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
        _channel(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
        _channel(-0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short),
    )


def _channel(light: float) -> int:
    light = min(max(light, 0.0), 1.0)
    if light <= 0.0031308:
        return round(255 * 12.92 * light)
    return round(255 * (1.055 * light ** (1 / 2.4) - 0.055))
