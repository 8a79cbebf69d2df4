"""Lists by pages, at the same cost however long they are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

# Further back than this, the archives by month lead there faster.
LAST_PAGE = 500


@dataclass(frozen=True)
class ListPage:
    """One page of a list: its items and its neighbours' numbers."""

    items: list[Any]
    number: int
    previous: int | None
    next: int | None


def list_page(queryset: QuerySet, request: HttpRequest, size: int = 20) -> ListPage:
    """Return the page of `queryset` that `?page=` asks for, of `size` items.

    One item more than a page is read, which tells whether a page follows:
    nothing is counted. Raises Http404 for a number that is none, or past the
    end; the first page may be empty.
    """
    asked = request.GET.get("page", "1")
    if not asked.isascii() or not asked.isdecimal() or len(asked) > 4:
        raise Http404("page")
    number = int(asked)
    if not 1 <= number <= LAST_PAGE:
        raise Http404("page")
    start = (number - 1) * size
    rows = list(queryset[start : start + size + 1])
    if not rows and number > 1:
        raise Http404("page")
    follows = len(rows) > size and number < LAST_PAGE
    return ListPage(
        items=rows[:size],
        number=number,
        previous=number - 1 if number > 1 else None,
        next=number + 1 if follows else None,
    )
