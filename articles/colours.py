"""Colours of the house for what is not a web page: OKLCH as sRGB, and contrast."""

from math import cos, radians, sin

RGB = tuple[int, int, int]


def rgb(lightness: float, chroma: float, hue: float) -> RGB:
    """Return an OKLCH colour, as the style sheets write them, in sRGB.

    CSS Color Module Level 4, §10: matrices of Oklab, then the sRGB transfer
    curve; what sRGB cannot show is cut to what it can.
    """
    red, green, blue = _linear(lightness, chroma, hue)
    return _channel(red), _channel(green), _channel(blue)


def mapped(lightness: float, chroma: float, hue: float) -> RGB:
    """Return the same colour where a browser maps instead of cutting: of the same
    lightness and hue, with as much chroma as sRGB can show (CSS Color 4, §13)."""
    least, most = 0.0, chroma
    if not _is_shown(lightness, chroma, hue):
        while most - least > 0.0005:
            middle = (least + most) / 2
            if _is_shown(lightness, middle, hue):
                least = middle
            else:
                most = middle
        chroma = least
    return rgb(lightness, chroma, hue)


def contrast(one: RGB, other: RGB) -> float:
    """Return the contrast of two colours as WCAG 2.2 defines it: from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _is_shown(lightness: float, chroma: float, hue: float) -> bool:
    return all(-0.0001 <= light <= 1.0001 for light in _linear(lightness, chroma, hue))


def _channel(light: float) -> int:
    light = min(max(light, 0.0), 1.0)
    if light <= 0.0031308:
        return round(255 * 12.92 * light)
    return round(255 * (1.055 * light ** (1 / 2.4) - 0.055))


def _luminance(colour: RGB) -> float:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
