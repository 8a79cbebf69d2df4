"""What an address of a SPIP site asked for, in any of its forms. Pure.

Every form of an object's address comes down to one key: `article/12` for those
that hold its number, `u/<title>` for those that hold its title, `IMG/<file>` for
files. The table of old addresses holds keys.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

OBJECTS = {
    "article": "article",
    "rubrique": "rubrique",
    "auteur": "auteur",
    "mot": "mot",
    "breve": "breve",
    "site": "site",
    "syndic": "site",
    "document": "document",
}
LONGEST = 400
_NAMES = "|".join(OBJECTS)
_NUMBERED = re.compile(rf"(?:.*/)?({_NAMES})(\d{{1,9}})(?:\.html)?")
_BY_ID = re.compile(rf"id_({_NAMES})")
_OLD_PAGE = re.compile(rf"(?:.*/)?({_NAMES})\.php3?")
_ENTRY = re.compile(r"(?:(?:.*/)?(?:spip\.php|index\.php3?|page\.php3?))?")
# No title had a full stop: other files were never pages of SPIP.
_OTHER_FILE = re.compile(r"\.(?!html$)\w{1,5}$", re.IGNORECASE)
_FILE = re.compile(r"(?:.*/)?(IMG/.+)")


@dataclass(frozen=True)
class Asked:
    """What was asked: the keys to look for, in order, or one of the site's pages."""

    keys: tuple[str, ...] = ()
    feed: bool = False
    search: str | None = None
    front: bool = False


def title_key(address: str) -> str:
    """Return the key of a `propre` address, with or without its marks."""
    stem = address.strip("/").removesuffix(".html").strip()
    last = stem.rsplit("/", 1)[-1]
    for mark in ("+-", "-+", "-", "_", "@"):
        last = last.removeprefix(mark).removesuffix(mark)
    path = "/".join([*stem.split("/")[:-1], last])
    return f"u/{path.lower()}"[:LONGEST]


def file_key(name: str) -> str:
    return f"IMG/{name}"[:LONGEST]


def asked(path: str, query: str = "") -> Asked:
    """Return what a path (decoded) and a query string (as sent) ask for."""
    path = path.lstrip("/")[:2000]
    query = query[:2000]
    given = dict(parse_qsl(query, keep_blank_values=True, max_num_fields=40, errors="replace") if query.count("&") < 40 else [])  # fmt: skip
    if _ENTRY.fullmatch(path):
        return _entry(path, query, given)
    if found := _OLD_PAGE.fullmatch(path):
        return _by_id(given) or Asked()
    if re.fullmatch(r"(?:.*/)?backend(?:\.php3?)?", path):
        return _feed(given)
    if re.fullmatch(r"(?:.*/)?recherche\.php3?", path):
        return Asked(search=given.get("recherche", ""))
    if re.fullmatch(r"(?:.*/)?(?:plan|sommaire)\.php3?", path):
        return Asked(front=True)
    if found := _FILE.fullmatch(path):
        return Asked((found[1][:LONGEST],))
    if found := _NUMBERED.fullmatch(path):
        return Asked((_key(found), title_key(path)))
    if re.fullmatch(r"\d{1,9}", path):
        return Asked((f"article/{int(path)}",))
    if _OTHER_FILE.search(path):
        return Asked()
    keys = [title_key(path)]
    if "/" in path.strip("/"):
        # A site that was not at the root, or an article filed elsewhere since.
        keys.append(title_key(path.strip("/").rsplit("/", 1)[-1]))
    return Asked(tuple(keys))


def asked_by(href: str) -> Asked:
    """Return what a link in a text asks for."""
    url = urlsplit(href)
    return asked(unquote(url.path), url.query)


def _key(found: re.Match[str]) -> str:
    return f"{OBJECTS[found[1]]}/{int(found[2])}"


def _by_id(given: dict[str, str]) -> Asked | None:
    for name, value in given.items():
        found = _BY_ID.fullmatch(name)
        if found and re.fullmatch(r"\d{1,9}", value.strip()):
            return Asked((f"{OBJECTS[found[1]]}/{int(value)}",))
    return None


def _feed(given: dict[str, str]) -> Asked:
    one = _by_id(given)
    return Asked(one.keys if one else (), feed=True)


def _entry(path: str, query: str, given: dict[str, str]) -> Asked:
    """Return what `spip.php?…`, or the site's root with a query, asks for."""
    first = unquote(query.split("&", 1)[0])
    page = given.get("page", "")
    if found := _NUMBERED.fullmatch(first):
        return Asked((_key(found), title_key(first)))
    if page.startswith("backend"):
        return _feed(given)
    if page == "recherche":
        return Asked(search=given.get("recherche", ""))
    if page in OBJECTS or given.get("action") in ("redirect", "acceder_document"):
        kind = OBJECTS.get(page or given.get("type", ""), "")
        if given.get("action") == "acceder_document":
            kind, number = "document", given.get("arg", "").split("/")[0]
        else:
            number = given.get("id", "")
        if kind and re.fullmatch(r"\d{1,9}", number):
            return Asked((f"{kind}/{int(number)}",))
        return _by_id(given) or Asked()
    if page in ("plan", "sommaire") or (path and not query):
        return Asked(front=True)
    if first and "=" not in first:
        return Asked((title_key(first),))
    return Asked()
