"""Readers meet the place: the map, what is new in each neighbourhood, a person."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.services import review
from sites.models import NeighbourhoodPage, to_discover
from sites.templatetags.network_map import HEIGHT, WIDTH, position
from tests.builders import (
    cosign,
    make_article,
    make_author,
    make_draft,
    read,
    text_of,
)


@pytest.mark.parametrize(
    ("place", "near"),
    [((48.3904, -4.4861), (564, 404)), ((48.4136, -4.4689), (686, 155))],
)
def test_a_place_stands_where_it_is(place, near):
    x, y = position(*place)

    assert abs(x - near[0]) < 4
    assert abs(y - near[1]) < 4


def test_a_place_far_away_stays_on_the_drawing():
    for latitude, longitude in ((90, 180), (-90, -180)):
        x, y = position(latitude, longitude)
        assert 0 < x < WIDTH
        assert 0 < y < HEIGHT


@pytest.fixture
def mapped(bellevue, lambezellec):
    pages = NeighbourhoodPage.objects.all()
    pages.filter(slug="bellevue").update(latitude=48.4028, longitude=-4.5094)
    pages.filter(slug="lambezellec").update(latitude=48.4115, longitude=-4.491)


def _map_of(response) -> str:
    page = response.content.decode()
    return page[page.index('<svg class="map"') : page.index("</svg>")]


def test_the_map_leads_to_each_neighbourhood(portal, mapped):
    shown = _map_of(read(portal))

    assert 'href="http://bellevue.localhost:8000/"' in shown
    assert 'href="http://lambezellec.localhost:8000/"' in shown


def test_an_authors_map_names_only_where_she_published(
    portal, mapped, entraide, armelle
):
    make_article(entraide, by=armelle)

    shown = _map_of(read(portal, "/auteurs/armelle-quemeneur/"))

    assert ">Bellevue</text>" in shown
    assert "Lambézellec" not in shown


def test_a_neighbourhood_without_a_position_is_in_the_list_all_the_same(
    portal, bellevue
):
    NeighbourhoodPage.objects.update(latitude=None, longitude=None)

    response = read(portal)

    assert "http://bellevue" not in _map_of(response)
    assert "Bellevue" in text_of(response)


def test_the_portal_tells_what_is_new_in_each_neighbourhood(
    portal, entraide, armelle, maiwenn
):
    make_article(entraide, by=armelle, title="L’ancien")
    newest = make_article(entraide, by=armelle, title="Le nouveau")
    make_draft(entraide, by=armelle, title="Pas encore")

    told = {p.title: p for p in read(portal).context["places"]}
    assert (told["Bellevue"].count, told["Bellevue"].newest.article.title) == (
        2,
        "Le nouveau",
    )
    assert (told["Lambézellec"].count, told["Lambézellec"].newest) == (0, None)

    review.withdraw(newest, by=maiwenn, reason="Erreur.")
    told = {p.title: p for p in read(portal).context["places"]}
    assert told["Bellevue"].newest.article.title == "L’ancien"


def test_the_numbers_of_the_month_are_those_of_what_is_published(
    portal, entraide, armelle, bran
):
    cosign(make_article(entraide, by=armelle), bran)
    make_article(entraide, by=armelle)
    old = timezone.now() - timedelta(days=40)
    make_article(entraide, by=make_author("Yuna"), published_at=old)

    assert read(portal).context["this_month"] == {"articles": 2, "authors": 2}


def test_each_person_with_a_face_and_words_has_her_week(
    entraide, armelle, bran, django_assert_num_queries
):
    for author in (armelle, bran):
        make_article(entraide, by=author)
        author.portrait.name = "portraits/x.webp"
        author.biography = "Elle écrit."
        author.save()
    faceless = make_author("Sans Visage")
    make_article(entraide, by=faceless)

    monday = date(2026, 11, 23)
    weeks = {to_discover(monday + timedelta(weeks=n)) for n in range(4)}
    assert weeks == {armelle, bran}
    with django_assert_num_queries(2):
        to_discover(monday)


def test_nobody_to_discover_is_no_error(portal):
    assert read(portal).context["to_discover"] is None
