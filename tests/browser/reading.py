"""A page as a program reads it: its links, its headings, its data."""

import json
from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urljoin

ATOM, RSS, JSON = FEEDS = (
    *("application/atom+xml", "application/rss+xml"),
    "application/feed+json",
)


class Reading(HTMLParser):
    """Read a page once; what the tests ask about is in the attributes."""

    def __init__(self, address: str, markup: str):
        super().__init__(convert_charrefs=True)
        self.address = address
        self.lang = ""
        self.title = ""
        self.canonical = ""
        self.description = ""
        self.links: list[tuple[str, str]] = []
        self.files: list[str] = []
        self.feeds: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.ids: Counter[str] = Counter()
        self.pictures: list[dict[str, str]] = []
        self.inline: list[str] = []
        self.forms: list[dict[str, str]] = []
        self.data: list[dict] = []
        self._inside = ""
        self._text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        if "id" in told:
            self.ids[told["id"]] += 1
        if "style" in told or any(name.startswith("on") for name in told):
            self.inline.append(tag)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        getattr(self, f"_see_{tag}", lambda told: None)(told)

    def handle_data(self, data):
        if self._inside:
            self._text += data

    def handle_endtag(self, tag):
        if tag != self._inside:
            return
        if tag == "title":
            self.title = self._text.strip()
        else:
            found = json.loads(self._text)
            self.data += found if isinstance(found, list) else [found]
        self._inside = ""

    def data_of(self, kind: str) -> dict:
        """Return the one piece of linked data of a kind."""
        found = [data for data in self.data if data["@type"] == kind]
        assert len(found) == 1, (self.address, kind, self.data)
        return found[0]

    def _absolute(self, address: str) -> str:
        return urljoin(self.address, address)

    def _start(self, tag: str) -> None:
        self._inside, self._text = tag, ""

    def _see_html(self, told):
        self.lang = told.get("lang", "")

    def _see_title(self, told):
        if not self.title:
            self._start("title")

    def _see_style(self, told):
        self.inline.append("style")

    def _see_script(self, told):
        if told.get("type") == "application/ld+json":
            self._start("script")
        elif "src" in told:
            self.files.append(self._absolute(told["src"]))
        else:
            self.inline.append("script")

    def _see_meta(self, told):
        if told.get("name") == "description":
            self.description = told["content"]
        if told.get("property") in ("og:image", "og:url"):
            self.files.append(self._absolute(told["content"]))

    def _see_link(self, told):
        if told["rel"] == "canonical":
            self.canonical = told["href"]
        address = self._absolute(told["href"])
        if told.get("type") in FEEDS:
            self.feeds.append((told["type"], address))
        # Atom stands for the two others, which «Suivre» links to on each host.
        if told.get("type") not in (RSS, JSON):
            self.files.append(address)

    def _see_a(self, told):
        if "href" in told:
            self.links.append((self._absolute(told["href"]), told.get("rel", "")))

    def _see_img(self, told):
        self.pictures.append(told)
        self.files.append(self._absolute(told["src"]))
        self._see_source(told)

    def _see_source(self, told):
        for candidate in told.get("srcset", "").split(","):
            if candidate.strip():
                self.files.append(self._absolute(candidate.split()[0]))

    def _see_form(self, told):
        self.forms.append(told)
