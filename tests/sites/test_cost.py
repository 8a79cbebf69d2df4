"""What a page costs in queries: the same for one item and for three."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from articles.models import ArticlePage, SectionPage
from sites.models import NeighbourhoodPage, NetworkPage
from tests.builders import (
    cosign,
    local,
    make_article,
    make_author,
    make_picture,
    make_waiting,
    picture_in_body,
    read,
    take_up,
    workshop_of,
)

NOW = timezone.localtime()
MONTH = f"/archives/{NOW.year}/{NOW.month}/"
# The same literal number for one item and for three.
COSTS = [
    ("localhost", "/", 10),
    ("localhost", "/auteurs/", 3),
    ("localhost", "/auteurs/armelle-quemeneur/", 10),
    ("localhost", "/auteurs/armelle-quemeneur/flux/", 11),
    ("localhost", "/mots/", 2),
    ("localhost", "/mots/velo/", 7),
    ("localhost", "/archives/", 2),
    ("localhost", MONTH, 6),
    ("localhost", "/recherche/?q=banc", 9),
    ("localhost", "/flux/", 10),
    ("localhost", "/flux/rss/", 10),
    ("localhost", "/flux/json/", 10),
    ("localhost", "/suivre/", 2),
    ("localhost", "/sitemap-pages.xml", 5),
    ("localhost", "/sitemap-1.xml", 2),
    ("bellevue.localhost", "/", 9),
    ("bellevue.localhost", "/entraide/", 9),
    ("bellevue.localhost", "/entraide/flux/", 11),
    ("bellevue.localhost", "/mots/velo/", 8),
    ("bellevue.localhost", "/mots/velo/flux/", 11),
    ("bellevue.localhost", MONTH, 7),
    ("bellevue.localhost", "/recherche/?q=banc", 11),
    ("bellevue.localhost", "/flux/", 10),
    ("bellevue.localhost", "/suivre/", 4),
    ("bellevue.localhost", "/sitemap-1.xml", 5),
    ("lambezellec.localhost", "/", 9),
    ("lambezellec.localhost", "/flux/", 10),
]


def ask(host, address):
    path, _mark, query = address.partition("?q=")
    response = read(host, path, {"q": query} if query else None)
    assert response.status_code in (200, 404)
    return response


def cold():
    """As after a change of content; a process keeps its content types for life."""
    ContentType.objects.get_for_models(
        NetworkPage, NeighbourhoodPage, SectionPage, ArticlePage, Page
    )
    cache.clear()


@pytest.fixture
def publish(entraide, lambezellec, armelle):
    """Publish that many articles as full as they come, each by two people."""

    def published(count):
        for number in range(count):
            other = make_author(f"Bran {number}")
            article = make_article(
                entraide,
                by=armelle,
                title=f"Le banc {number}",
                chapo="Un chapô",
                body="<p>Un.</p>" + picture_in_body(make_picture(by=armelle)),
                cover=make_picture(by=armelle),
                tags=["vélo", f"mot {number}"],
                published_at=timezone.now() - timedelta(seconds=60 - number),
            )
            cosign(article, other)
            take_up(article, lambezellec)
        cold()

    return published


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_costs_the_same_whatever_its_length(count, publish):
    publish(count)

    measured = []
    for host, address, _cost in COSTS:
        cold()
        with CaptureQueriesContext(connection) as queries:
            ask(host, address)
        measured.append((host, address, len(queries)))

    assert measured == COSTS


@pytest.mark.parametrize("count", [1, 3])
def test_my_texts_cost_the_same_whatever_their_number(
    count, entraide, armelle, django_assert_num_queries
):
    desk = workshop_of(armelle)
    for number in range(count):
        make_waiting(entraide, by=armelle, title=f"Attend {number}")
        make_article(entraide, by=armelle, title=f"Paru {number}")
    cold()

    with django_assert_num_queries(14):
        desk.get("/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_whatever_its_length(
    count, entraide, armelle, bran, maiwenn, django_assert_num_queries
):
    editor = workshop_of(maiwenn)
    for number in range(count):
        cosign(make_waiting(entraide, by=armelle, title=f"Attend {number}"), bran)
    cold()

    with django_assert_num_queries(8):
        editor.get("/moderation/")


def test_an_article_from_cold_takes_twelve_queries_at_most(
    entraide, bellevue, armelle, bran, publish, django_assert_max_num_queries
):
    publish(2)
    article = make_article(
        entraide,
        by=armelle,
        title="Le banc",
        body="<p>Un.</p>" + picture_in_body(make_picture(by=armelle)),
        cover=make_picture(by=armelle),
        tags=["vélo", "rade"],
    )
    cosign(article, bran)
    make_article(entraide, by=bran, language="br", translation_of=article)
    cold()

    with django_assert_max_num_queries(12):
        read(bellevue, local(article))


@pytest.mark.parametrize("address", ["/", "/entraide/", "/flux/", "/auteurs/"])
def test_a_kept_page_takes_one_query(address, publish, django_assert_num_queries):
    publish(2)
    host = "localhost" if address == "/auteurs/" else "bellevue.localhost"
    first = read(host, address)

    # Which site this is, with the version of the content.
    with django_assert_num_queries(1):
        second = read(host, address)

    assert second.content == first.content
