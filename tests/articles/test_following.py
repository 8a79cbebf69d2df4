"""The page that explains how to follow a place, to people who never did."""

import re

from tests.builders import make_article, make_waiting, read, text_of


def addresses_on(place):
    """Return the feeds whose address is written out, as host and path."""
    page = text_of(read(place, "/suivre/"))
    found = re.findall(r'<a href="([^"]+)">\1</a>', page)
    return [re.sub(r"^http://([^/:]+)(:\d+)?", r"\1", address) for address in found]


def test_a_neighbourhood_gives_its_feeds_its_sections_and_its_words(
    entraide, bellevue, armelle
):
    make_article(entraide, by=armelle, title="Un", tags=["vélo"])
    make_article(entraide, by=armelle, title="Deux", tags=["vélo", "rade"])

    assert addresses_on(bellevue) == [
        f"bellevue.localhost{path}"
        for path in (
            *("/flux/", "/flux/rss/", "/flux/json/"),
            *("/entraide/flux/", "/memoire/flux/"),
            *("/mots/velo/flux/", "/mots/rade/flux/"),
        )
    ]


def test_the_portal_gives_the_networks_feeds_and_each_neighbourhoods(
    jardins, portal, armelle
):
    make_article(jardins, by=armelle, tags=["haies"])

    assert addresses_on(portal) == [
        *("localhost/flux/", "localhost/flux/rss/", "localhost/flux/json/"),
        *("bellevue.localhost/flux/", "lambezellec.localhost/flux/"),
        "localhost/mots/haies/flux/",
    ]


def test_every_address_that_it_gives_is_a_feed(entraide, bellevue, portal, armelle):
    make_article(entraide, by=armelle, tags=["vélo"])

    for place in (bellevue, portal):
        for address in addresses_on(place):
            host, _slash, path = address.partition("/")
            assert "xml" in (kind := read(host, f"/{path}")["Content-Type"]) or (
                kind == "application/feed+json"
            )


def test_it_names_no_word_of_what_is_not_published(entraide, bellevue, armelle):
    make_waiting(entraide, by=armelle, tags=["cache"])

    page = text_of(read(bellevue, "/suivre/"))

    assert "cache" not in page
    assert "Un mot" not in page


def test_every_page_leads_to_it(bellevue, portal):
    for place in (bellevue, portal):
        page = text_of(read(place, "/nulle-part/"))
        assert re.search(r'<a href="http://[^"/]+/suivre/">Suivre</a>', page)
