"""Lists by pages: stable addresses, bounded, nothing counted."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from articles.models import Keyword
from articles.pagination import LAST_PAGE, list_page


@pytest.fixture
def words(db):
    Keyword.objects.bulk_create(
        Keyword(name=f"mot {n:02}", slug=f"mot-{n:02}") for n in range(45)
    )
    return Keyword.objects.order_by("name")


def page(words, asked=None, size=20):
    data = {} if asked is None else {"page": asked}
    return list_page(words, RequestFactory().get("/", data), size)


def test_each_item_is_on_one_page(words):
    pages = [page(words), page(words, "2"), page(words, "3")]

    assert [item.name for p in pages for item in p.items] == [
        f"mot {n:02}" for n in range(45)
    ]
    assert [(p.previous, p.number, p.next) for p in pages] == [
        *((None, 1, 2), (1, 2, 3), (2, 3, None)),
    ]


def test_a_full_last_page_is_followed_by_none(words):
    assert page(words[:40], "2").next is None


def test_a_page_takes_one_query(words, django_assert_num_queries):
    with django_assert_num_queries(1):
        page(words, "2")


def test_an_empty_list_has_a_first_page(db):
    first = page(Keyword.objects.none())

    assert (first.items, first.previous, first.next) == ([], None, None)


@pytest.mark.parametrize(
    "asked", ["0", "-1", "4", "abc", "", "1.0", "²", "٣", "99999", str(LAST_PAGE + 1)]
)
def test_a_number_that_is_no_page_is_not_found(asked, words):
    with pytest.raises(Http404):
        page(words, asked)
