"""The share pictures: what stands on each, and the files that are kept.

A picture is made when it is first asked for and kept in the media storage. Its
address names the version of what it shows, so that a corrected title, a
changed cover or a withdrawn name has another address at once.
"""

from io import BytesIO
from typing import IO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from articles.models import ArticlePage
from articles.typography import french
from sites.models import NeighbourhoodPage
from sites.poster import Poster, draw

FOLDER = "partage"


def article_poster(article: ArticlePage, site: Site, place: Page) -> Poster:
    """Return what stands for an article: its title, accepted names and cover.

    `place` is the front page of its home site, whose face the poster has.
    """
    cover = article.cover
    credit = f"{cover.credit}, {cover.get_licence_display()}" if cover else ""
    return Poster(
        title=french(article.title),
        names=tuple(author.name for author in article.authors),
        photo=cover.file.name if cover else "",
        photo_credit=credit.removeprefix(", "),
        **_face(site, place),
    )


def site_poster(site: Site, place: Page) -> Poster:
    """Return what stands for a site's front page, and for its sections."""
    return Poster(title=french(place.tagline), names=(), **_face(site, place))


def _face(site: Site, place: Page) -> dict:
    if not isinstance(place, NeighbourhoodPage):
        return {
            "place": site.site_name,
            "under_place": _("les quartiers de Brest"),
            "emblem": "img/logo.png",
            "hue": 230,
            "accent_hue": 40,
        }
    return {
        "place": site.site_name,
        "under_place": settings.WAGTAIL_SITE_NAME,
        # Pillow reads no SVG: each emblem has a copy in pixels beside it.
        "emblem": place.emblem_file.replace(".svg", ".png"),
        "hue": place.hue,
        "accent_hue": place.accent_hue,
    }


def open_picture(poster: Poster, owner: str) -> IO[bytes]:
    """Return the poster's file, open; make it where it is asked for first.

    `owner` names what the poster stands for: its former files go when a new
    one is made. A file's name is a secret, so that a server of media that
    knows nothing of withdrawals does not show what was withdrawn.
    """
    secret = salted_hmac(
        "sites.sharing", f"{owner}/{poster.version}", algorithm="sha256"
    )
    folder, file = f"{FOLDER}/{owner}", f"{secret.hexdigest()[:32]}.jpg"
    try:
        return default_storage.open(f"{folder}/{file}")
    except FileNotFoundError:
        made = _draw(poster)
    default_storage.save(f"{folder}/{file}", ContentFile(made))
    for former in default_storage.listdir(folder)[1]:
        if former != file:
            default_storage.delete(f"{folder}/{former}")
    return BytesIO(made)


def _draw(poster: Poster) -> bytes:
    if not poster.photo:
        return draw(poster)
    try:
        photo = default_storage.open(poster.photo)
    except FileNotFoundError:
        return draw(poster)
    with photo:
        return draw(poster, photo)
