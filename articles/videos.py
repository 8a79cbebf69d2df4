"""Videos by their address: which providers a card may lead to.

Nothing here asks anything of them: an address is read, and written anew in the
one form that its provider's page has.
"""

import re
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.conf import settings


class Video(NamedTuple):
    """A video at its provider's: who that is, and its page."""

    provider: str
    url: str


_YOUTUBE = ("youtube.com", "youtube-nocookie.com")
_YOUTUBE_PATH = re.compile(r"/(?:shorts|live|embed|v)/(?P<id>[\w-]{11})/?", re.ASCII)
_VIMEO_PATH = re.compile(
    r"(?:/video)?/(?P<id>[0-9]{5,12})(?:/(?P<key>[0-9a-f]{6,16}))?/?"
)
_DAILYMOTION_PATH = re.compile(r"(?:/embed)?/video/(?P<id>[\w-]{3,24})/?", re.ASCII)
# A short id is 22 characters of base 58, a long one a UUID.
_PEERTUBE_PATH = re.compile(
    r"/(?:w|videos/watch|videos/embed)/"
    r"(?P<id>[1-9A-HJ-NP-Za-km-z]{22}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/?"
)


def find(address: str) -> Video | None:
    """Return the video that an address leads to, or None for any other address."""
    try:
        url = urlsplit(address.strip())
        host = (url.hostname or "").removeprefix("www.").removeprefix("m.")
        port = url.port
    except ValueError:
        return None
    if url.scheme not in ("http", "https") or port or url.username is not None:
        return None
    if host in (*_YOUTUBE, "youtu.be", "music.youtube.com"):
        return _on_youtube(url, host)
    if host in ("vimeo.com", "player.vimeo.com"):
        return _on_vimeo(url)
    if host in ("dailymotion.com", "geo.dailymotion.com", "dai.ly"):
        path = f"/video{url.path}" if host == "dai.ly" else url.path
        found = _DAILYMOTION_PATH.fullmatch(path)
        page = "https://www.dailymotion.com/video/"
        return Video("Dailymotion", page + found["id"]) if found else None
    if is_peertube(host):
        found = _PEERTUBE_PATH.fullmatch(url.path)
        return Video(host, f"https://{host}/w/{found['id']}") if found else None
    return None


def is_peertube(host: str) -> bool:
    """Say whether a host is on the list of PeerTube's, itself or by its domain."""
    return any(
        host.endswith(known) if known.startswith(".") else host == known
        for known in settings.PEERTUBE_HOSTS
    )


def _on_youtube(url: SplitResult, host: str) -> Video | None:
    path = f"/v{url.path}" if host == "youtu.be" else url.path
    found = _YOUTUBE_PATH.fullmatch(path)
    asked = parse_qs(url.query).get("v", [""])[0]
    name = found["id"] if found else asked if url.path == "/watch" else ""
    if not re.fullmatch(r"[\w-]{11}", name, re.ASCII):
        return None
    return Video("YouTube", f"https://www.youtube.com/watch?v={name}")


def _on_vimeo(url: SplitResult) -> Video | None:
    found = _VIMEO_PATH.fullmatch(url.path)
    if not found:
        return None
    # A video that is not listed has a key besides its number.
    key = found["key"] or parse_qs(url.query).get("h", [""])[0]
    key = f"/{key}" if re.fullmatch(r"[0-9a-f]{6,16}", key) else ""
    return Video("Vimeo", f"https://vimeo.com/{found['id']}{key}")
