"""What pages tell search engines and those who share them, besides the picture."""

import json
import re
from html import unescape

import pytest

from articles.enums import Consent
from tests.builders import (
    cosign,
    local,
    make_article,
    make_author,
    make_draft,
    make_organisation,
    make_picture,
    make_signature,
    read,
    take_up,
    text_of,
    workshop_of,
)


def linked_data(place, path):
    page = text_of(read(place, path))
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    return json.loads(script)


def told(place, path) -> list[tuple[str, str]]:
    page = text_of(read(place, path))
    found = re.findall(r'<meta (?:property|name)="([\w:]+)" content="([^"]*)">', page)
    return [(name, unescape(value)) for name, value in found]


@pytest.fixture
def article(entraide, armelle, bran):
    made = make_article(
        entraide,
        by=armelle,
        title="Le banc",
        subtitle="Vu du matin",
        chapo="Le chapô",
        body="<p>Il y a un banc.</p>",
        tags=["vélo", "rade"],
        cover=make_picture(by=armelle),
        place_label="Place Napoléon-III",
        latitude=48.4,
        longitude=-4.5,
    )
    cosign(made, bran)
    return made


def test_an_article_holds_all_that_schema_org_asks_of_one(article, bellevue, armelle):
    cosign(article, armelle, role="photos")

    data, _crumbs = linked_data(bellevue, local(article))

    assert data["headline"] == "Le banc"
    assert data["alternativeHeadline"] == "Vu du matin"
    assert data["description"] == "Le chapô"
    assert data["articleSection"] == "Entraide"
    assert sorted(data["keywords"]) == ["rade", "vélo"]
    assert data["wordCount"] == 5
    assert data["inLanguage"] == "fr"
    assert data["isAccessibleForFree"] is True
    assert data["genre"] == "article"
    assert data["datePublished"] <= data["dateModified"]
    assert data["copyrightYear"] == article.first_published_at.year
    assert data["isPartOf"]["name"] == "Bellevue"
    assert data["license"].startswith("https://creativecommons.org/")
    assert data["contentLocation"]["geo"] == {
        "@type": "GeoCoordinates",
        "latitude": 48.4,
        "longitude": -4.5,
    }
    # Two roles are one author.
    assert [author["name"] for author in data["author"]] == [
        *("Armelle Quéméneur", "Bran Le Gall"),
    ]
    assert data["copyrightHolder"] == data["author"]
    assert "/partage/" in data["image"][0]
    assert "/media/photos/" in data["image"][1]


def test_the_publisher_has_a_logo_in_pixels(article, bellevue):
    data, _crumbs = linked_data(bellevue, local(article))

    assert data["publisher"]["name"] == "brestnet"
    assert re.fullmatch(
        r"http://localhost(:\d+)?/static/img/logo(\.\w+)?\.png",
        data["publisher"]["logo"]["url"],
    )


def test_an_article_in_breton_says_so(entraide, armelle, bellevue):
    article = make_article(entraide, by=armelle, title="Ar bank", language="br")

    assert ("og:locale", "br_FR") in told(bellevue, local(article))
    assert linked_data(bellevue, local(article))[0]["inLanguage"] == "br"
    assert ("og:locale", "fr_FR") in told(bellevue, "/")


def test_those_who_share_it_learn_who_when_and_where(article, bellevue, armelle, bran):
    found = told(bellevue, local(article))

    assert ("og:site_name", "Bellevue") in found
    assert ("article:section", "Entraide") in found
    assert [value for name, value in found if name == "article:author"] == [
        *(armelle.get_absolute_url(), bran.get_absolute_url()),
    ]
    assert sorted(v for n, v in found if n == "article:tag") == ["rade", "vélo"]
    assert dict(found)["article:published_time"][:4] == str(
        article.first_published_at.year
    )


@pytest.mark.parametrize(
    ("host", "path", "kind", "title"),
    [
        ("localhost", "/", "website", "brestnet"),
        ("bellevue.localhost", "/", "website", "Bellevue"),
        ("bellevue.localhost", "/entraide/", "website", "Entraide"),
        ("localhost", "/auteurs/armelle-quemeneur/", "profile", "Armelle Quéméneur"),
    ],
)
def test_other_pages_can_be_shared_as_well(host, path, kind, title, article):
    found = dict(told(host, path))

    assert (found["og:type"], found["og:title"]) == (kind, title)
    assert found["og:url"].endswith(path)
    assert found["og:locale"] == "fr_FR"
    assert found["og:description"]
    assert found["og:image"].startswith(f"http://{host}")
    assert found["og:image:alt"]
    assert found["twitter:card"] == "summary_large_image"


def test_an_author_is_shared_with_her_portrait(article, portal, armelle):
    armelle.portrait = "portraits/armelle.webp"
    armelle.save()

    found = dict(told(portal, "/auteurs/armelle-quemeneur/"))

    assert found["og:image"].endswith("/media/portraits/armelle.webp")
    assert found["og:image:alt"] == "Armelle Quéméneur"
    assert found["twitter:card"] == "summary"


def test_a_profile_says_who_it_is_and_how_much_is_written(article, portal, armelle):
    armelle.biography = "Elle écrit."
    armelle.save()
    armelle.links.create(label="Carnet", url="https://example.org/carnet")

    data = linked_data(portal, "/auteurs/armelle-quemeneur/")

    person = data["mainEntity"]
    assert (person["name"], person["identifier"]) == (
        "Armelle Quéméneur",
        "armelle-quemeneur",
    )
    assert person["description"] == "Elle écrit."
    assert person["sameAs"] == ["https://example.org/carnet"]
    assert person["agentInteractionStatistic"] == {
        "@type": "InteractionCounter",
        "interactionType": "https://schema.org/WriteAction",
        "userInteractionCount": 1,
    }
    assert data["dateCreated"] == armelle.created_at.isoformat()
    assert data["dateModified"] >= data["dateCreated"]


@pytest.mark.parametrize("host", ["localhost", "bellevue.localhost"])
def test_a_front_page_tells_machines_how_to_search(host, article):
    data = linked_data(host, "/")

    target = data["potentialAction"]["target"]["urlTemplate"]
    assert data["@type"] == "WebSite"
    assert re.fullmatch(
        rf"http://{host}(:\d+)?/recherche/\?q=\{{search_term_string\}}", target
    )
    assert ("isPartOf" in data) is (host != "localhost")
    found = read(host, "/recherche/", {"q": "banc"})
    assert "Le banc" in text_of(found)


def test_a_section_tells_where_it_stands(article, bellevue):
    page, crumbs = linked_data(bellevue, "/entraide/")

    assert (page["@type"], page["name"]) == ("CollectionPage", "Entraide")
    assert [step["name"] for step in crumbs["itemListElement"]] == [
        *("Bellevue", "Entraide"),
    ]


def test_no_page_tells_machines_a_name_without_consent(
    article, bellevue, lambezellec, portal, armelle
):
    take_up(article, lambezellec)
    for number, state in enumerate(set(Consent.values) - {Consent.ACCEPTED}):
        make_signature(article, make_author(f"Secrète {number}"), state)
    make_organisation("Secrète aussi", armelle)

    for place, path in [
        *((bellevue, local(article)), (bellevue, "/"), (bellevue, "/entraide/")),
        *((lambezellec, "/"), (portal, "/"), (portal, "/auteurs/bran-le-gall/")),
    ]:
        assert "Secrète" not in json.dumps(linked_data(place, path)), path
        assert "Secrète" not in repr(told(place, path)), path


def test_a_preview_is_not_shared(entraide, armelle):
    draft = make_draft(entraide, by=armelle, title="Pas encore")

    page = text_of(workshop_of(armelle).get(f"/ecrire/{draft.pk}/apercu/"))

    assert "/partage/" not in page
    assert "text/markdown" not in page
    assert "og:image" not in page
