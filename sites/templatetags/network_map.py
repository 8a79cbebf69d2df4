"""The map of the network: the rade, the Penfeld, and the eight neighbourhoods.

It is drawn for the project from approximate positions, asks nobody for tiles,
and is made of links: a keyboard and a screen reader go through it as a list.
"""

from math import cos, radians

from django import template
from django.utils.translation import gettext as _

from sites.models import NeighbourhoodPage

register = template.Library()

# What the drawing shows: its north-west corner, and units for a degree east.
WEST, NORTH, SCALE = -4.565, 48.428, 1000 / 0.14
WIDTH, HEIGHT = 1000, 640
# Where a name stands beside its dot, so that no two of the eight meet.
ON_THE_LEFT = ("lambezellec", "quatre-moulins", "saint-marc")


def position(latitude: float, longitude: float) -> tuple[int, int]:
    """Return where a place stands on the drawing, in its units, inside its frame.

    Equirectangular, with degrees north as long as they are at Brest.
    """
    x = (longitude - WEST) * SCALE
    y = (NORTH - latitude) * SCALE / cos(radians(NORTH))
    return round(min(max(x, 30), WIDTH - 30)), round(min(max(y, 30), HEIGHT - 30))


@register.inclusion_tag("sites/_map.html")
def network_map(pages=None, marked=None):
    """The map of `pages`, the neighbourhoods where the view brought them, of all
    of them otherwise; with `marked`, site names, only these stand out."""
    if pages is None:
        pages = NeighbourhoodPage.objects.live().order_by("title")
    dots = []
    for page in pages:
        if page.latitude is None or page.longitude is None:
            continue
        x, y = position(page.latitude, page.longitude)
        is_left = page.slug in ON_THE_LEFT
        dots.append(
            {
                "page": page,
                "x": x,
                "y": y,
                "label_x": x - 26 if is_left else x + 26,
                "label_y": y + 13,
                "is_left": is_left,
                "is_quiet": marked is not None and page.title not in marked,
            }
        )
    label = _("Carte des huit quartiers") if marked is None else _("Où, sur la carte")
    return {"dots": dots, "label": label, "width": WIDTH, "height": HEIGHT}
