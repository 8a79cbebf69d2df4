"""What the three formats of feeds ask of a document, read from their texts.

Each function returns the faults it finds, in words: an empty list is a valid
feed. Dates, addresses and required members are looked at; what is optional is
looked at where it is there.
"""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII
)
_RFC_822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d:\d\d (GMT|[+-]\d{4})",
    re.ASCII,
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _is_address(text) -> bool:
    parts = urlsplit(text or "")
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _is_uri(text) -> bool:
    return bool(re.fullmatch(r"[a-z][a-z0-9+.-]*:\S+", text or ""))


def _is_3339(text) -> bool:
    return bool(_RFC_3339.fullmatch(text or "")) and bool(datetime.fromisoformat(text))


def _is_822(text) -> bool:
    return bool(_RFC_822.fullmatch(text or "")) and bool(parsedate_to_datetime(text))


# RFC 4287


def faults_of_atom(feed: Element) -> list[str]:
    """Look at an Atom feed: sections 4.1.1, 4.1.2 and the constructs of 3."""
    if feed.tag != f"{ATOM}feed":
        return [f"root is {feed.tag}"]
    faults = _atom_container(feed, "feed")
    # 4.1.1: an author for the feed, or one for each of its entries.
    named = feed.find(f"{ATOM}author") is not None
    if not any(link.get("rel") == "self" for link in feed.findall(f"{ATOM}link")):
        faults.append("feed has no link to itself")
    ids = []
    for number, entry in enumerate(feed.findall(f"{ATOM}entry")):
        where = f"entry {number}"
        faults += _atom_container(entry, where)
        ids.append(entry.findtext(f"{ATOM}id"))
        if not named and entry.find(f"{ATOM}author") is None:
            faults.append(f"{where} has no author")
        published = entry.findtext(f"{ATOM}published")
        if published is not None and not _is_3339(published):
            faults.append(f"{where} published {published}")
        content = entry.find(f"{ATOM}content")
        if content is None and not _alternates(entry):
            faults.append(f"{where} has neither content nor alternate")
        faults += [
            f"{where} has a category without term"
            for category in entry.findall(f"{ATOM}category")
            if not category.get("term")
        ]
    if len(ids) != len(set(ids)):
        faults.append("two entries have one id")
    return faults


def _alternates(element: Element) -> list[Element]:
    links = element.findall(f"{ATOM}link")
    return [link for link in links if link.get("rel", "alternate") == "alternate"]


def _atom_container(element: Element, where: str) -> list[str]:
    faults = [
        f"{where} has {len(element.findall(ATOM + name))} {name}"
        for name in ("id", "title", "updated")
        if len(element.findall(ATOM + name)) != 1
    ]
    faults += [
        f"{where} has several {name}"
        for name in ("published", "summary", "subtitle", "rights", "content")
        if len(element.findall(ATOM + name)) > 1
    ]
    if not _is_uri(element.findtext(f"{ATOM}id")):
        faults.append(f"{where} has no URI for id")
    if not _is_3339(element.findtext(f"{ATOM}updated")):
        faults.append(f"{where} updated {element.findtext(f'{ATOM}updated')}")
    if len(_alternates(element)) > 1:
        faults.append(f"{where} has several alternates")
    faults += [
        f"{where} links to {link.get('href')}"
        for link in element.findall(f"{ATOM}link")
        if not _is_address(link.get("href"))
    ]
    for author in element.findall(f"{ATOM}author"):
        if len(author.findall(f"{ATOM}name")) != 1 or not author.findtext(
            f"{ATOM}name"
        ):
            faults.append(f"{where} has an author without name")
        uri = author.findtext(f"{ATOM}uri")
        if uri is not None and not _is_address(uri):
            faults.append(f"{where} has an author at {uri}")
    for name in ("title", "summary", "subtitle", "rights", "content"):
        for found in element.findall(ATOM + name):
            if found.get("type", "text") not in ("text", "html", "xhtml"):
                faults.append(f"{where} has a {name} of type {found.get('type')}")
    return faults


# RSS 2.0


def faults_of_rss(root: Element) -> list[str]:
    """Look at RSS 2.0: the required channel elements, and each item's."""
    if root.tag != "rss" or root.get("version") != "2.0":
        return [f"root is {root.tag} {root.get('version')}"]
    channels = root.findall("channel")
    if len(channels) != 1:
        return [f"{len(channels)} channels"]
    [channel] = channels
    faults = [
        f"channel has no {name}"
        for name in ("title", "link", "description")
        if len(channel.findall(name)) != 1 or not channel.findtext(name)
    ]
    if not _is_address(channel.findtext("link")):
        faults.append("channel has no address for link")
    language = channel.findtext("language")
    if language is not None and not _LANGUAGE.fullmatch(language):
        faults.append(f"language {language}")
    built = channel.findtext("lastBuildDate")
    if built is not None and not _is_822(built):
        faults.append(f"built {built}")
    # The profile asks for it, under this name.
    own = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if len(own) != 1 or not _is_address(own[0].get("href")):
        faults.append("channel has no link to itself")
    guids = []
    for number, item in enumerate(channel.findall("item")):
        faults += [f"item {number} {fault}" for fault in _faults_of_rss_item(item)]
        guids.append(item.findtext("guid"))
    if len(guids) != len(set(guids)):
        faults.append("two items have one guid")
    return faults


def _faults_of_rss_item(item: Element) -> list[str]:
    faults = [
        f"has several {name}"
        for name in ("title", "link", "description", "guid", "pubDate", "author")
        if len(item.findall(name)) > 1
    ]
    if not item.findtext("title") and not item.findtext("description"):
        faults.append("has neither title nor description")
    link, guid = item.findtext("link"), item.find("guid")
    if link is not None and not _is_address(link):
        faults.append(f"links to {link}")
    if guid is not None:
        permanent = guid.get("isPermaLink", "true")
        if permanent not in ("true", "false"):
            faults.append(f"has a guid that is {permanent}")
        if permanent == "true" and not _is_address(guid.text):
            faults.append(f"has a guid that is no address: {guid.text}")
    dated = item.findtext("pubDate")
    if dated is not None and not _is_822(dated):
        faults.append(f"dated {dated}")
    # An author is an e-mail address there: names are dc:creator.
    if item.find("author") is not None:
        faults.append("tells the address of a person")
    if any(not (name.text or "").strip() for name in item.findall(f"{DC}creator")):
        faults.append("has a creator without name")
    return faults


# JSON Feed 1.1

_FEED_MEMBERS = {
    **dict.fromkeys(("version", "title", "home_page_url", "feed_url"), str),
    **dict.fromkeys(("description", "user_comment", "next_url"), str),
    **dict.fromkeys(("icon", "favicon", "language"), str),
    **dict.fromkeys(("authors", "hubs", "items"), list),
    "expired": bool,
}
_ITEM_MEMBERS = {
    **dict.fromkeys(("id", "url", "external_url", "title", "content_html"), str),
    **dict.fromkeys(("content_text", "summary", "image", "banner_image"), str),
    **dict.fromkeys(("date_published", "date_modified", "language"), str),
    **dict.fromkeys(("authors", "tags", "attachments"), list),
}
_ADDRESSES = (
    *("home_page_url", "feed_url", "next_url", "icon", "favicon"),
    *("url", "external_url", "image", "banner_image"),
)


def faults_of_json(feed: dict) -> list[str]:
    """Look at a JSON Feed 1.1: required members, and the type of every one."""
    faults = _members(feed, _FEED_MEMBERS, "feed")
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        faults.append(f"version {feed.get('version')}")
    faults += [f"feed has no {name}" for name in ("title", "items") if name not in feed]
    ids = []
    for number, item in enumerate(feed.get("items", [])):
        where = f"item {number}"
        faults += _members(item, _ITEM_MEMBERS, where)
        ids.append(item.get("id"))
        if not item.get("id"):
            faults.append(f"{where} has no id")
        if not {"content_html", "content_text"} & set(item):
            faults.append(f"{where} has no content")
        faults += [
            f"{where} {name} {item[name]}"
            for name in ("date_published", "date_modified")
            if name in item and not _is_3339(item[name])
        ]
        if not all(isinstance(tag, str) and tag for tag in item.get("tags", [])):
            faults.append(f"{where} has tags {item['tags']}")
    if len(ids) != len(set(ids)):
        faults.append("two items have one id")
    return faults


def _members(part: dict, known: dict[str, type], where: str) -> list[str]:
    # A name that begins with an underscore is somebody's extension.
    names = [name for name in part if not name.startswith("_")]
    faults = [
        f"{where} has {name}: {part[name]!r}"
        for name in names
        if name not in known or type(part[name]) is not known[name]
    ]
    faults += [
        f"{where} has {name} at {part[name]}"
        for name in _ADDRESSES
        if name in part and not _is_address(part[name])
    ]
    language = part.get("language", "fr")
    if not _LANGUAGE.fullmatch(language):
        faults.append(f"{where} has language {language}")
    for author in part.get("authors", []):
        if not {"name", "url", "avatar"} & set(author):
            faults.append(f"{where} has an author without anything")
        if not all(type(value) is str and value for value in author.values()):
            faults.append(f"{where} has an author {author}")
        faults += [
            f"{where} has an author at {author[name]}"
            for name in ("url", "avatar")
            if name in author and not _is_address(author[name])
        ]
    return faults
