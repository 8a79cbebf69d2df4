"""One feed in three formats: the same words, each valid by its specification."""

import json
import re
from dataclasses import dataclass
from html import unescape
from xml.etree import ElementTree

import pytest
from django.utils import timezone
from django.utils.http import http_date

from articles.enums import Consent, Role
from articles.services import review
from tests.builders import (
    cosign,
    drain,
    make_article,
    make_author,
    make_picture,
    make_signature,
    picture_in_body,
    read,
    take_up,
    text_of,
)
from tests.feed_formats import (
    ATOM,
    CONTENT,
    DC,
    LANG,
    faults_of_atom,
    faults_of_json,
    faults_of_rss,
)

KINDS = ["", "rss/", "json/"]
TYPES = {
    "": "application/atom+xml; charset=utf-8",
    "rss/": "application/rss+xml; charset=utf-8",
    "json/": "application/feed+json",
}
# Each place with the title of its feed and the page that it follows.
PLACES = [
    ("localhost", "/flux/", "brestnet", "/"),
    ("bellevue.localhost", "/flux/", "Bellevue", "/"),
    ("bellevue.localhost", "/entraide/flux/", "Entraide – Bellevue", "/entraide/"),
    ("bellevue.localhost", "/mots/velo/flux/", "vélo – Bellevue", "/mots/velo/"),
    ("localhost", "/mots/velo/flux/", "vélo – brestnet", "/mots/velo/"),
    (
        *("localhost", "/auteurs/bran-le-gall/flux/"),
        *("Bran Le Gall – brestnet", "/auteurs/bran-le-gall/"),
    ),
]


@dataclass
class Item:
    """One article, whatever the format; the summary as plain text."""

    id: str
    url: str
    title: str
    summary: str | None
    html: str
    names: list[str]
    tags: list[str]
    language: str


def of_atom(content):
    feed = ElementTree.fromstring(content)
    assert faults_of_atom(feed) == []
    items = [
        Item(
            entry.findtext(f"{ATOM}id"),
            entry.find(f"{ATOM}link").get("href"),
            entry.findtext(f"{ATOM}title"),
            entry.findtext(f"{ATOM}summary"),
            entry.findtext(f"{ATOM}content"),
            [name.text for name in entry.iterfind(f"{ATOM}author/{ATOM}name")],
            [c.get("term") for c in entry.iterfind(f"{ATOM}category")],
            entry.get(LANG),
        )
        for entry in feed.iterfind(f"{ATOM}entry")
    ]
    links = {link.get("rel"): link.get("href") for link in feed.iterfind(f"{ATOM}link")}
    title = feed.findtext(f"{ATOM}title")
    return title, links["alternate"], links["self"], feed.get(LANG), items


def of_rss(content):
    root = ElementTree.fromstring(content)
    assert faults_of_rss(root) == []
    [channel] = root
    items = [
        Item(
            item.findtext("guid"),
            item.findtext("link"),
            item.findtext("title"),
            unescape(item.findtext("description") or "") or None,
            item.findtext(f"{CONTENT}encoded"),
            [name.text for name in item.iterfind(f"{DC}creator")],
            [c.text for c in item.iterfind("category")],
            item.findtext(f"{DC}language"),
        )
        for item in channel.iterfind("item")
    ]
    title, page = channel.findtext("title"), channel.findtext("link")
    own = channel.find(f"{ATOM}link").get("href")
    return title, page, own, channel.findtext("language"), items


def of_json(content):
    feed = json.loads(content)
    assert faults_of_json(feed) == []
    items = [
        Item(
            item["id"],
            item["url"],
            item["title"],
            item.get("summary"),
            item["content_html"],
            [author["name"] for author in item.get("authors", [])],
            item.get("tags", []),
            item["language"],
        )
        for item in feed["items"]
    ]
    page, own = feed["home_page_url"], feed["feed_url"]
    return feed["title"], page, own, feed["language"], items


READERS = {"": of_atom, "rss/": of_rss, "json/": of_json}


def follow(place, address, kind):
    """Return a feed's title, page, own address, language and articles."""
    response = read(place, address + kind)
    assert response.status_code == 200
    assert response["Content-Type"] == TYPES[kind]
    return READERS[kind](response.content)


def items_of(place, address, kind):
    return follow(place, address, kind)[-1]


@pytest.fixture
def article(entraide, armelle, bran):
    made = make_article(
        entraide,
        by=armelle,
        title="Un banc & la rade",
        chapo="Le chapô",
        body="<p>Il y a un <strong>banc</strong>.</p>"
        + picture_in_body(make_picture(by=armelle), caption="Au matin"),
        cover=make_picture(by=armelle),
        tags=["vélo"],
    )
    cosign(made, bran)
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_each_place_is_followed_in_each_format(kind, article):
    for host, address, title, page in PLACES:
        told, followed, own, language, [item] = follow(host, address, kind)

        assert (told, language) == (title, "fr")
        assert re.sub(r":\d+/", "/", followed) == f"http://{host}{page}"
        assert re.sub(r":\d+/", "/", own) == f"http://{host}{address}{kind}"
        assert item.url == article.get_absolute_url()
        assert item.title == "Un banc & la rade"
        assert item.summary == "Le chapô"
        assert "<p>Il y a un <strong>banc</strong>.</p>" in item.html
        assert "Au matin" in item.html
        assert 'src="/' not in item.html
        assert item.names == ["Armelle Quéméneur", "Bran Le Gall"]
        assert item.tags == ["vélo"]
        assert item.language == "fr"


def test_one_article_has_one_name_in_every_format_and_feed(article, lambezellec):
    take_up(article, lambezellec)

    ids = {
        item.id
        for host in ("localhost", "bellevue.localhost", "lambezellec.localhost")
        for kind in KINDS
        for item in items_of(host, "/flux/", kind)
    }

    assert ids == {f"tag:localhost,2026:article/{article.pk}"}


def test_rss_says_that_the_name_is_no_address_and_gives_the_licence(article, bellevue):
    response = read(bellevue, "/flux/rss/")

    item = ElementTree.fromstring(response.content).find("channel/item")
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext(f"{DC}rights") == "CC BY-SA 4.0"


def test_json_gives_the_picture_the_authors_pages_and_both_dates(article, bellevue):
    feed = json.loads(read(bellevue, "/flux/json/").content)

    [item] = feed["items"]
    assert item["image"].startswith("http://")
    picture = drain(read("localhost", "/" + item["image"].split("/", 3)[3]))
    assert picture["Content-Type"] == "image/webp"
    assert [a["url"].split("/", 3)[3] for a in item["authors"]] == [
        *("auteurs/armelle-quemeneur/", "auteurs/bran-le-gall/"),
    ]
    assert item["date_published"] <= item["date_modified"]
    assert [author["name"] for author in feed["authors"]] == ["Bellevue"]


def test_json_leaves_out_what_is_empty(entraide, bellevue, armelle):
    make_article(entraide, by=armelle)

    [item] = json.loads(read(bellevue, "/flux/json/").content)["items"]

    assert {"summary", "image", "tags"} & set(item) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_signs_of_markup_stay_the_letters_that_people_typed(
    kind, entraide, bellevue, armelle
):
    title = "Un <b>banc</b> & la «\u00a0rade\u00a0» > 3 ]]> &amp;"
    chapo = "1 < 2 & 3 > 2, <em>dit-elle</em> ]]> &eacute;"
    body = "<p>Fin ]]> puis ]]&gt; &amp;amp; &lt;script&gt;</p>"
    fields = {"title": title, "chapo": chapo, "body": body, "tags": ["r&d <3"]}
    cosign(make_article(entraide, by=armelle, **fields), make_author("Ty & <Co>"))

    [item] = items_of(bellevue, "/flux/", kind)

    assert (item.title, item.summary, item.html) == (title, chapo, body)
    assert item.names == ["Armelle Quéméneur", "Ty & <Co>"]
    assert item.tags == ["r&d <3"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sign_that_xml_cannot_hold_costs_no_feed(kind, entraide, bellevue, armelle):
    make_article(
        entraide,
        by=armelle,
        title="Un\x01 banc\ufffe",
        chapo="À\x0bvoir",
        tags=["v\x1b"],
    )

    [item] = items_of(bellevue, "/flux/", kind)

    assert (item.title, item.summary, item.tags) == ("Un banc", "Àvoir", ["v"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_in_breton_says_so(kind, entraide, bellevue, armelle):
    make_article(entraide, by=armelle, title="Ur bank", language="br")

    [item] = items_of(bellevue, "/flux/", kind)

    assert item.language == "br"


@pytest.mark.parametrize("kind", KINDS)
def test_a_person_with_two_roles_is_named_once(kind, entraide, bellevue, armelle):
    cosign(make_article(entraide, by=armelle), armelle, Role.PHOTOS)

    [item] = items_of(bellevue, "/flux/", kind)

    assert item.names == ["Armelle Quéméneur"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_site_without_articles_has_an_empty_feed(kind, lambezellec):
    assert items_of(lambezellec, "/flux/", kind) == []


# Who and what is no longer there


@pytest.mark.parametrize("kind", KINDS)
def test_a_withdrawn_name_is_in_no_feed(kind, article):
    yuna = make_author("Yuna Zoudour")
    make_signature(article, yuna, Consent.WITHDRAWN)

    for host, address, _title, _page in PLACES:
        assert "oudour" not in text_of(read(host, address + kind))
    assert read("localhost", f"/auteurs/{yuna.slug}/flux/{kind}").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_whose_every_name_is_withdrawn_is_still_valid(kind, article, bellevue):
    article.signatures.update(state=Consent.WITHDRAWN, ended_at=timezone.now())

    [item] = items_of(bellevue, "/flux/", kind)

    assert item.names == []
    assert "Quéméneur" not in text_of(read(bellevue, "/flux/" + kind))


@pytest.mark.parametrize("kind", KINDS)
def test_a_withdrawn_article_leaves_the_feeds(kind, article, entraide, bran, maiwenn):
    make_article(entraide, by=bran, title="Un autre", tags=["vélo"])
    for host, address, _title, _page in PLACES:
        assert len(items_of(host, address, kind)) == 2

    review.withdraw(article, by=maiwenn, reason="Erreur.")

    for host, address, _title, _page in PLACES:
        # Asked as readers do that kept it, and know a later date than any left.
        now = http_date(timezone.now().timestamp())
        response = read(host, address + kind, HTTP_IF_MODIFIED_SINCE=now)
        assert response.status_code == 200
        assert [item.title for item in READERS[kind](response.content)[-1]] == [
            "Un autre"
        ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "path", ["/nulle-part/flux/", "/mots/x/flux/", "/auteurs/x/flux/"]
)
def test_a_feed_of_nothing_is_not_found(path, kind, portal):
    assert read(portal, path + kind).status_code == 404


# How pages tell of them


@pytest.mark.parametrize(
    ("host", "page", "feeds"),
    [
        ("localhost", "/", ["/flux/"]),
        ("bellevue.localhost", "/", ["/flux/"]),
        ("bellevue.localhost", "/entraide/", ["/entraide/flux/", "/flux/"]),
        ("bellevue.localhost", "/entraide/un-banc-la-rade/", ["/flux/"]),
        ("bellevue.localhost", "/mots/velo/", ["/mots/velo/flux/", "/flux/"]),
        (
            *("localhost", "/auteurs/bran-le-gall/"),
            ["/auteurs/bran-le-gall/flux/", "/flux/"],
        ),
    ],
)
def test_a_page_tells_feed_readers_where_to_look(host, page, feeds, article):
    shown = text_of(read(host, page))

    links = re.findall(
        r'<link rel="alternate" type="(application/[^"]+)" title="[^"]+" href="([^"]+)">',
        shown,
    )
    assert [(kind, re.sub(r"^http://[^/]+", "", href)) for kind, href in links] == [
        (TYPES[kind].partition(";")[0], address + kind)
        for address in feeds
        for kind in KINDS
    ]
