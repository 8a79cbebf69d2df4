"""The map of a site leads to the pictures of its articles."""

from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.services import review
from tests.builders import make_article, make_picture, read, take_up

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


def pictures(place) -> dict[str, list[str]]:
    """Return each listed address with the pictures it is listed with."""
    response = read(place, "/sitemap-1.xml")
    if response.status_code == 404:
        return {}
    return {
        url.findtext(f"{SITEMAP}loc"): [
            loc.text for loc in url.iterfind(f"{IMAGE}image/{IMAGE}loc")
        ]
        for url in ElementTree.fromstring(response.content)
    }


def test_an_article_is_listed_with_its_cover(entraide, armelle, bellevue):
    cover = make_picture(by=armelle)
    shown = make_article(entraide, by=armelle, title="Vu", cover=cover)
    bare = make_article(entraide, by=armelle, title="Lu")

    found = pictures(bellevue)

    [picture] = found[shown.get_absolute_url()]
    assert picture.endswith(cover.files()[-1].url)
    assert picture.startswith("http://bellevue.localhost")
    assert found[bare.get_absolute_url()] == []


def test_pictures_of_other_sites_and_of_what_is_withdrawn_are_not_listed(
    entraide, jardins, armelle, bellevue, lambezellec, maiwenn
):
    own, other, gone = (
        make_article(section, by=armelle, title=title, cover=make_picture(by=armelle))
        for section, title in ((entraide, "A"), (jardins, "B"), (entraide, "C"))
    )
    take_up(other, bellevue)
    review.withdraw(gone, by=maiwenn, reason="À la demande de l’auteur.")

    assert list(pictures(bellevue)) == [own.get_absolute_url()]
    assert list(pictures(lambezellec)) == [other.get_absolute_url()]


@pytest.mark.parametrize("count", [1, 3])
def test_they_cost_the_same_whatever_their_number(count, entraide, armelle, bellevue):
    for number in range(count):
        cover = make_picture(by=armelle)
        make_article(entraide, by=armelle, title=f"Vu {number}", cover=cover)
    read(bellevue, "/")
    cache.clear()

    with CaptureQueriesContext(connection) as queries:
        read(bellevue, "/sitemap-1.xml")

    assert len(queries) == 5
