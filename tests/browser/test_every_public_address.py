"""Every address that a reader can reach is visited, from page to page."""

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.browser.application import Answer, Network
from tests.browser.reading import FEEDS, JSON, RSS, Reading
from tests.feed_formats import ATOM, faults_of_atom, faults_of_json, faults_of_rss

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
# What is at the root of each host without a link to it.
UNLINKED = ("/robots.txt", "/.well-known/security.txt", "/theme.css", "/healthz")
WRITTEN_BY_THE_STAFF = (
    *("/a-propos/", "/accessibilite/", "/charte/"),
    *("/donnees-personnelles/", "/mentions-legales/"),
)
AT_A_TIME = 4
# Each takes a processor for a moment to be made: a few on each host stand for all.
MADE = re.compile(r"\.pdf$|/partage/(?=[0-9])")
A_FEW = 2


@dataclass
class Visit:
    """All that was found: answers, pages read, what the sitemaps list."""

    network: Network
    answers: dict[str, Answer] = field(default_factory=dict)
    pages: dict[str, Reading] = field(default_factory=dict)
    feeds: dict[str, ET.Element] = field(default_factory=dict)
    rss: dict[str, ET.Element] = field(default_factory=dict)
    json_feeds: dict[str, dict] = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    linked_from: dict[str, str] = field(default_factory=dict)

    def is_readers(self, address: str) -> bool:
        return address.startswith(tuple(f"{h}/" for h in self.network.readers_hosts))

    def is_ours(self, address: str) -> bool:
        return self.is_readers(address) or address.startswith(
            self.network.workshop + "/"
        )

    def articles(self) -> list[Reading]:
        return [page for page in self.pages.values() if _has(page, "Article")]


def _has(page: Reading, kind: str) -> bool:
    return any(data["@type"] == kind for data in page.data)


@pytest.fixture(scope="module")
def visit(network) -> Visit:
    found = Visit(network)
    ahead = {
        host + path
        for host in network.readers_hosts
        for path in ("/", "/sitemap.xml", *UNLINKED)
    }
    made: Counter[str] = Counter()
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        while ahead:
            addresses = sorted(ahead)
            got = pool.map(lambda address: _get(network, address), addresses)
            answers = dict(zip(addresses, got, strict=True))
            found.answers |= answers
            ahead = set()
            for address, answer in answers.items():
                for other in _read(found, address, answer):
                    other = urldefrag(other).url
                    found.linked_from.setdefault(other, address)
                    if not found.is_ours(other) or other in found.answers:
                        continue
                    if other not in ahead and not _is_one_too_many(other, made):
                        ahead.add(other)
    return found


def _is_one_too_many(address: str, made: Counter[str]) -> bool:
    kind = MADE.search(address)
    if kind is None:
        return False
    of_host = f"{urlsplit(address).netloc}{kind[0]}"
    made[of_host] += 1
    return made[of_host] > A_FEW


def _get(network: Network, address: str) -> Answer:
    is_picture = "/media/" in address or "/partage/" in address
    return network.get(address, method="HEAD" if is_picture else "GET")


def _read(found: Visit, address: str, answer: Answer) -> list[str]:
    """Keep what an answer holds; return the addresses that it leads to."""
    kind = answer["Content-Type"].partition(";")[0]
    if answer.status != 200 or not found.is_readers(address):
        return []
    if kind == "text/html":
        page = found.pages[address] = Reading(address, answer.text)
        return [*page.files, *(link for link, _rel in page.links)]
    if kind == "application/atom+xml":
        feed = found.feeds[address] = ET.fromstring(answer.body)
        return [link.get("href", "") for link in feed.iter(f"{ATOM}link")]
    if kind == RSS:
        feed = found.rss[address] = ET.fromstring(answer.body)
        return [link.text or "" for link in feed.iter("link")]
    if kind == JSON:
        told = found.json_feeds[address] = json.loads(answer.body)
        pictures = [item["image"] for item in told["items"] if "image" in item]
        return [told["home_page_url"], *(i["url"] for i in told["items"]), *pictures]
    if kind == "application/xml":
        listed = [
            e.text or "" for e in ET.fromstring(answer.body).iter(f"{SITEMAP}loc")
        ]
        if "sitemap-" in address:
            found.listed.update(listed)
        return listed
    if kind == "text/css":
        return [
            urljoin(address, u) for u in re.findall(r'url\("?([^")]+)', answer.text)
        ]
    return []


def test_the_visit_went_everywhere(visit, network):
    assert set(network.readers_hosts) <= {page.rstrip("/") for page in visit.pages}
    assert len(visit.articles()) >= 100
    assert len(visit.feeds) > len(network.readers_hosts)
    assert visit.listed <= set(visit.pages)


def test_no_link_is_broken_and_nothing_fails(visit, network):
    wrong = {
        address: (answer.status, visit.linked_from.get(address))
        for address, answer in visit.answers.items()
        if visit.is_readers(address) and answer.status != 200
    }
    # At the workshop a text asks who you are; nothing else may turn you away.
    wrong |= {
        address: (answer.status, visit.linked_from.get(address))
        for address, answer in visit.answers.items()
        if not visit.is_readers(address) and answer.status not in (200, 302)
    }

    assert wrong == {}


def test_each_fragment_leads_somewhere(visit):
    wrong = [
        (page.address, link)
        for page in visit.pages.values()
        for link, _rel in page.links
        if urldefrag(link).fragment
        and urldefrag(link).url in visit.pages
        and not visit.pages[urldefrag(link).url].ids[urldefrag(link).fragment]
    ]

    assert wrong == []


def test_readers_get_no_cookie_and_the_same_bytes(visit):
    wrong = [
        address
        for address, answer in visit.answers.items()
        if visit.is_readers(address)
        and (answer.all("Set-Cookie") or "cookie" in answer["Vary"].lower())
    ]

    assert wrong == []


def test_the_headers_that_protect_are_everywhere(visit):
    wrong = [
        address
        for address, answer in visit.answers.items()
        if answer["X-Content-Type-Options"] != "nosniff"
        or "default-src 'none'" not in answer["Content-Security-Policy"]
        or "unsafe" in answer["Content-Security-Policy"]
        or not answer["Permissions-Policy"]
        or not answer["Referrer-Policy"]
    ]

    # Files under /static/ are answered before the page headers: nosniff is theirs.
    assert [a for a in wrong if "/static/" not in a] == []
    assert [
        address
        for address, answer in visit.answers.items()
        if answer["X-Content-Type-Options"] != "nosniff"
    ] == []


def test_links_go_to_known_hosts_or_say_that_people_wrote_them(visit, network):
    wrong = set()
    for page in visit.pages.values():
        if page.address in {network.portal + path for path in WRITTEN_BY_THE_STAFF}:
            continue
        for link, rel in page.links:
            scheme = urlsplit(link).scheme
            if visit.is_ours(link) or scheme == "mailto":
                continue
            if scheme not in ("http", "https") or not {"ugc", "license"} & set(
                rel.split()
            ):
                wrong.add((page.address, link, rel))

    assert wrong == set()


def test_pages_load_nothing_from_elsewhere(visit):
    assert [
        (page.address, file)
        for page in visit.pages.values()
        for file in page.files
        if not visit.is_readers(file)
    ] == []


def test_pages_hold_no_inline_style_or_script_and_change_nothing(visit):
    assert [page.address for page in visit.pages.values() if page.inline] == []
    assert [
        page.address
        for page in visit.pages.values()
        for form in page.forms
        if form.get("method", "get").lower() != "get"
    ] == []


def test_each_page_has_one_title_in_french_and_its_headings_in_order(visit):
    wrong = []
    for page in visit.pages.values():
        steps = zip([0, *page.headings], page.headings, strict=False)
        if (
            page.headings.count(1) != 1
            or page.lang != "fr"
            or not page.title
            or any(after > before + 1 for before, after in steps)
        ):
            wrong.append((page.address, page.lang, page.headings))

    assert wrong == []


def test_each_id_is_there_once(visit):
    assert [
        (page.address, name)
        for page in visit.pages.values()
        for name, times in page.ids.items()
        if times > 1
    ] == []


def test_each_picture_has_its_text_and_its_size(visit):
    assert [
        (page.address, picture)
        for page in visit.pages.values()
        for picture in page.pictures
        if not {"alt", "width", "height", "src"} <= set(picture)
    ] == []


def test_listed_pages_say_their_own_address_and_what_they_are(visit):
    assert [
        (address, visit.pages[address].canonical)
        for address in sorted(visit.listed)
        if visit.pages[address].canonical != address
    ] == []
    assert [a for a in sorted(visit.listed) if not visit.pages[a].description] == []


def test_sitemaps_list_every_article_and_author(visit):
    authors = [page for page in visit.pages.values() if _has(page, "ProfilePage")]

    assert {page.canonical for page in visit.articles()} <= visit.listed
    assert {page.canonical for page in authors} <= visit.listed
    assert len(authors) > 30


def test_each_article_tells_machines_what_it_shows(visit):
    for page in visit.articles():
        data = page.data_of("Article")
        where = page.address
        assert data["@context"] == "https://schema.org", where
        assert data["headline"] and data["headline"] in unescape(page.title), where
        assert data["url"] == data["mainEntityOfPage"] == page.canonical, where
        assert re.match(r"\d{4}-\d\d-\d\dT", data["datePublished"]), where
        assert data["dateModified"] >= data["datePublished"], where
        assert data["publisher"]["name"], where
        assert data["license"].startswith("https://creativecommons.org/"), where
        assert data["author"], where
        for author in data["author"]:
            assert author["@type"] in ("Person", "Organization"), where
            assert author["url"] in visit.pages, where
        images = [i for i in data.get("image", []) if not MADE.search(i)]
        assert all(image in visit.answers for image in images), where

        steps = page.data_of("BreadcrumbList")["itemListElement"]
        assert [step["position"] for step in steps] == [1, 2, 3], where
        assert steps[-1]["item"] == page.canonical, where
        assert all(step["name"] and step["item"] in visit.pages for step in steps), (
            where
        )


def test_each_author_has_a_profile_for_machines(visit):
    for page in visit.pages.values():
        if not _has(page, "ProfilePage"):
            continue
        person = page.data_of("ProfilePage")["mainEntity"]
        assert person["@type"] in ("Person", "Organization"), page.address
        assert person["name"] in page.title, page.address
        assert person["url"] == page.canonical, page.address


def test_no_address_of_a_person_is_shown(visit):
    shown = re.compile(rb"[\w.+-]+@example\.org")

    assert [a for a, answer in visit.answers.items() if shown.search(answer.body)] == []


def test_each_feed_is_whole(visit):
    for address, feed in visit.feeds.items():
        assert feed.tag == f"{ATOM}feed", address
        for name in ("id", "title", "updated"):
            assert feed.findtext(f"{ATOM}{name}"), (address, name)
        own = feed.find(f"{ATOM}link[@rel='self']")
        assert own is not None and own.get("href") == address
        for entry in feed.iter(f"{ATOM}entry"):
            for name in ("id", "title", "updated", "published", "content"):
                assert entry.findtext(f"{ATOM}{name}"), (address, name)
            assert entry.findtext(f"{ATOM}author/{ATOM}name"), address
            link = entry.find(f"{ATOM}link[@rel='alternate']")
            assert link is not None and link.get("href") in visit.pages, address


def test_each_host_has_its_feed_in_three_formats(visit, network):
    for host in network.readers_hosts:
        atom = visit.feeds[f"{host}/flux/"]
        rss = visit.rss[f"{host}/flux/rss/"]
        told = visit.json_feeds[f"{host}/flux/json/"]

        ids = [entry.findtext(f"{ATOM}id") for entry in atom.iter(f"{ATOM}entry")]
        assert ids, host
        assert [item.findtext("guid") for item in rss.iter("item")] == ids, host
        assert [item["id"] for item in told["items"]] == ids, host


def test_feeds_keep_to_their_specifications(visit):
    faults = {
        **{address: faults_of_atom(feed) for address, feed in visit.feeds.items()},
        **{address: faults_of_rss(feed) for address, feed in visit.rss.items()},
        **{address: faults_of_json(feed) for address, feed in visit.json_feeds.items()},
    }

    assert {address: wrong for address, wrong in faults.items() if wrong} == {}


def test_each_page_tells_feed_readers_of_the_three_formats(visit):
    wrong = []
    for page in visit.pages.values():
        places = [address for kind, address in page.feeds if kind == FEEDS[0]]
        offered = [
            (kind, place + end)
            for place in places
            for kind, end in zip(FEEDS, ("", "rss/", "json/"), strict=True)
        ]
        if not places or page.feeds != offered or not set(places) <= set(visit.feeds):
            wrong.append((page.address, page.feeds))

    assert wrong == []


def test_feeds_hold_absolute_addresses(visit):
    wrong = set()
    for address, feed in visit.feeds.items():
        for content in feed.iter(f"{ATOM}content"):
            inside = Reading("relative:", content.text or "")
            for found in [*inside.files, *(link for link, _rel in inside.links)]:
                # A note is called from the same text, wherever it is read.
                if found.startswith(("#note-", "#appel-")):
                    continue
                if urlsplit(found).scheme not in ("http", "https", "mailto"):
                    wrong.add((address, found))

    assert wrong == set()


def test_one_entry_has_one_name_in_all_feeds(visit):
    names: dict[str, set[str]] = {}
    for feed in visit.feeds.values():
        for entry in feed.iter(f"{ATOM}entry"):
            link = entry.find(f"{ATOM}link[@rel='alternate']")
            names.setdefault(link.get("href"), set()).add(entry.findtext(f"{ATOM}id"))

    assert [link for link, found in names.items() if len(found) > 1] == []
