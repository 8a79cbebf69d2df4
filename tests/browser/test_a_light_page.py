"""Pages come compressed, are asked for again cheaply, and files are kept a year."""

import gzip
import re
from urllib.parse import urljoin

import pytest

from tests.browser.reading import Reading
from tests.browser.screens import PHONE

HASHED = re.compile(r"\.[0-9a-f]{12}\.\w+$")
TEXT = ("css", "js", "svg")
# Over the wire, a page without its pictures.
LIGHT = 45 * 1024


@pytest.fixture(scope="module")
def article(network) -> str:
    listed = network.get(network.site("bellevue") + "/sitemap-1.xml").text
    return re.search(r"<loc>([^<]+)</loc>", listed)[1]


def _files(network, address: str) -> list[str]:
    page = Reading(address, network.get(address).text)
    return sorted({file for file in page.files if "/static/" in file})


def test_static_files_are_named_after_what_they_hold_and_kept_a_year(network, article):
    files = _files(network, article) + _files(network, network.portal)

    assert len(files) > 3
    for file in files:
        answer = network.get(file)
        assert HASHED.search(file), file
        assert answer["Cache-Control"] == "max-age=315360000, public, immutable", file


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_static_files_are_compressed(network, article, encoding):
    for file in _files(network, article):
        if file.rpartition(".")[2] not in TEXT:
            continue
        plain = network.get(file)
        answer = network.get(file, Accept_Encoding=encoding)
        # A file that compression does not make smaller is sent as it is.
        assert answer["Content-Encoding"] == encoding or len(plain.body) < 500, file
        assert "Accept-Encoding" in answer["Vary"], file
        assert len(answer.body) <= len(plain.body), file


def test_pages_are_compressed(network, article):
    for address in (article, network.portal, network.portal + "/flux/"):
        plain = network.get(address)
        answer = network.get(address, Accept_Encoding="gzip")
        assert answer["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in answer["Vary"]
        assert gzip.decompress(answer.body) == plain.body
        assert len(answer.body) < len(plain.body) / 2


def test_what_did_not_change_is_not_sent_again(network, article):
    for address in (article, network.portal, network.portal + "/flux/"):
        for encoding in ("gzip", "identity"):
            first = network.get(address, Accept_Encoding=encoding)
            assert first["ETag"]
            again = network.get(
                address, Accept_Encoding=encoding, If_None_Match=first["ETag"]
            )
            assert (again.status, again.body) == (304, b"")
            assert again["ETag"] == first["ETag"]
            other = network.get(
                address, Accept_Encoding=encoding, If_None_Match='"other"'
            )
            assert other.status == 200


def test_an_address_without_its_last_stroke_leads_to_the_page(network, article):
    answer = network.get(article.rstrip("/"))

    assert answer.status in (301, 302)
    assert urljoin(article, answer["Location"]) == article


def test_pictures_are_kept_a_year(network, article):
    page = Reading(article, network.get(article).text)
    pictures = {file for file in page.files if "/media/" in file}

    assert pictures
    for picture in pictures:
        answer = network.get(picture)
        assert answer["Content-Type"] == "image/webp"
        assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


def _weight(network, address: str) -> int:
    """Return what a page sends over the wire without its pictures, in bytes."""
    page = Reading(address, network.get(address).text)
    styles = {
        file
        for file in page.files
        if file.rpartition(".")[2] in ("css", "js") or file.endswith("/theme.css")
    }
    fonts = {
        urljoin(style, found)
        for style in styles
        for found in re.findall(r'url\("?([^")]+woff2)', network.get(style).text)
    }
    sent = {address, *styles, *fonts}
    asked = (network.get(one, Accept_Encoding="br, gzip") for one in sent)
    return sum(len(answer.body) for answer in asked)


def test_every_page_type_is_light_without_its_pictures(network, article):
    bellevue = network.site("bellevue")
    addresses = [
        *(article, article.rpartition("/")[0].rpartition("/")[0] + "/"),
        *(network.portal + "/", bellevue + "/", bellevue + "/suivre/"),
        *(network.portal + path for path in ("/auteurs/", "/auteurs/maelle-corre/")),
        *(network.portal + path for path in ("/recherche/", "/recherche/?q=jardin")),
        *(network.portal + path for path in ("/mots/", "/archives/", "/charte/")),
    ]

    heavy = {
        address: weight
        for address in addresses
        if (weight := _weight(network, address)) > LIGHT
    }

    assert heavy == {}


def test_a_search_is_never_kept(network):
    answer = network.get(network.portal + "/recherche/?q=jardin")

    assert answer.status == 200
    assert "no-cache" in answer["Cache-Control"]


def test_an_article_asks_for_eight_files_at_most_beside_its_pictures(visit, article):
    page = visit(PHONE)
    asked = []
    page.on("request", lambda request: asked.append(request))

    page.goto(article, wait_until="networkidle")

    files = [r.url for r in asked if r.resource_type != "image"]
    assert 1 < len(files) <= 8
    assert all(".localhost" in url or "//localhost" in url for url in files)
