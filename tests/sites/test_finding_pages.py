"""What search engines and those who share a page find: maps, canonical links, data."""

import json
import re
from xml.etree import ElementTree

import pytest

from tests.builders import (
    cosign,
    local,
    make_article,
    make_organisation,
    make_picture,
    read,
    text_of,
)

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def addresses(place, path):
    response = read(place, path)
    assert response["Content-Type"] == "application/xml"
    return [loc.text for loc in ElementTree.fromstring(response.content).iter(LOC)]


def linked_data(place, path):
    page = text_of(read(place, path))
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(script)


@pytest.fixture
def article(entraide, armelle, bran):
    made = make_article(
        entraide,
        by=armelle,
        title="Un </script> & la rade",
        chapo="Le chapô",
        tags=["vélo"],
        cover=make_picture(by=armelle),
        place_label="Place Napoléon-III",
    )
    cosign(made, bran, role="photos")
    return made


def test_the_map_of_a_site_leads_to_its_pages_and_articles(article, bellevue):
    index = addresses(bellevue, "/sitemap.xml")
    pages = addresses(bellevue, "/sitemap-pages.xml")
    articles = addresses(bellevue, "/sitemap-1.xml")

    origin = article.get_absolute_url().split("/entraide/")[0]
    assert index == [f"{origin}/sitemap-pages.xml", f"{origin}/sitemap-1.xml"]
    assert articles == [article.get_absolute_url()]
    assert sorted(pages) == [
        f"{origin}/",
        f"{origin}/archives/",
        f"{origin}/entraide/",
        f"{origin}/memoire/",
        f"{origin}/mots/velo/",
        f"{origin}/suivre/",
    ]
    for address in [*index, *pages, *articles]:
        assert read(bellevue, address.removeprefix(origin)).status_code == 200


def test_the_map_of_the_portal_leads_to_authors_and_no_article(
    article, portal, armelle, bran
):
    found = addresses(portal, "/sitemap-pages.xml")

    assert armelle.get_absolute_url() in found
    assert bran.get_absolute_url() in found
    assert article.get_absolute_url() not in found
    assert read(portal, "/sitemap-1.xml").status_code == 404


def test_robots_are_told_where_the_map_is(bellevue):
    lines = text_of(read(bellevue, "/robots.txt")).splitlines()

    assert lines[:3] == [
        "User-agent: *",
        "Disallow: /recherche/?",
        "Disallow: /*.pdf$",
    ]
    assert re.fullmatch(
        r"Sitemap: http://bellevue\.localhost(:\d+)?/sitemap\.xml", lines[4]
    )


def test_security_txt_says_whom_to_write_to_until_when(portal):
    lines = text_of(read(portal, "/.well-known/security.txt")).splitlines()

    assert [line.partition(":")[0] for line in lines] == [
        *("Contact", "Expires", "Preferred-Languages", "Canonical"),
    ]


def test_an_article_tells_the_truth_about_itself(article, bellevue, armelle, bran):
    data, crumbs = linked_data(bellevue, local(article))

    assert data["@type"] == "Article"
    assert data["headline"] == "Un </script> & la rade"
    assert data["url"] == data["mainEntityOfPage"] == article.get_absolute_url()
    assert [(a["@type"], a["name"], a["url"]) for a in data["author"]] == [
        ("Person", armelle.name, armelle.get_absolute_url()),
        ("Person", bran.name, bran.get_absolute_url()),
    ]
    assert data["license"] == "https://creativecommons.org/licenses/by-sa/4.0/deed.fr"
    assert data["datePublished"] == article.first_published_at.isoformat()
    assert data["contentLocation"] == {"@type": "Place", "name": "Place Napoléon-III"}
    assert all(image.startswith("http://") for image in data["image"])
    assert [step["name"] for step in crumbs["itemListElement"]] == [
        *("Bellevue", "Entraide", "Un </script> & la rade"),
    ]
    assert [step["position"] for step in crumbs["itemListElement"]] == [1, 2, 3]


def test_an_authors_page_tells_who_it_is(article, portal, armelle):
    lavoirs = make_organisation("Les Lavoirs", armelle)
    cosign(article, lavoirs)
    armelle.links.create(label="Carnet", url="https://example.org/carnet")

    person = linked_data(portal, "/auteurs/armelle-quemeneur/")
    group = linked_data(portal, "/auteurs/les-lavoirs/")

    assert (person["@type"], person["mainEntity"]["@type"]) == ("ProfilePage", "Person")
    assert person["mainEntity"]["sameAs"] == ["https://example.org/carnet"]
    assert group["mainEntity"]["@type"] == "Organization"


def test_each_page_names_its_one_address(article, bellevue, portal, armelle):
    pages = {
        (bellevue, "/"): "/",
        (bellevue, "/entraide/"): "/entraide/",
        (bellevue, local(article)): local(article),
        (bellevue, "/mots/velo/"): "/mots/velo/",
        (portal, "/auteurs/armelle-quemeneur/"): "/auteurs/armelle-quemeneur/",
    }

    for (place, path), canonical in pages.items():
        [found] = re.findall(
            r'<link rel="canonical" href="([^"]*)">', text_of(read(place, path))
        )
        assert re.fullmatch(rf"http://{place.hostname}(:\d+)?{canonical}", found)


def test_what_is_shared_has_its_title_words_and_picture(article, bellevue):
    page = text_of(read(bellevue, local(article)))

    found = dict(re.findall(r'<meta property="(og:[^"]*)" content="([^"]*)">', page))
    assert found["og:title"] == "Un &lt;/script&gt; &amp; la rade"
    assert found["og:type"] == "article"
    assert found["og:url"] == article.get_absolute_url()
    assert found["og:description"] == "Le chapô"
    assert found["og:image:alt"].endswith("Photo : Un banc face à la rade")
    assert re.fullmatch(
        r"http://bellevue\.localhost(:\d+)?/partage/\d+-[0-9a-f]{12}\.jpg",
        found["og:image"],
    )
