"""What a search costs with many articles, against the same search with 1,000.

    .venv/bin/python bench/search.py [articles]
    DATABASE_URL=postgresql://…/empty .venv/bin/python bench/search.py [articles]

Fills a database of its own (SQLite in a temporary folder, or the empty one that
DATABASE_URL names), as bench/feeds.py does, with texts of 200 words drawn from
5,000, a few of them everywhere. Times the search for a word that half of the
articles hold, one that a hundredth holds, and one that twenty hold, whatever
their number; by relevance and by date. Prints the medians and the ratios.
"""

import random
import statistics
import time

import feeds
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Site
from wagtail.search.models import IndexEntry

from articles.models import ArticlePage, Placement, SectionPage
from articles.search import CONFIGURATION, found
from authors.services import create_author

RUNS = 10
BATCH = 2_000
VOCABULARY = [f"mot{n:04d}" for n in range(5_000)]
# A few words are said often, most hardly ever, as people do (Zipf's law).
WEIGHTS = [1 / (rank + 10) for rank in range(len(VOCABULARY))]
chance = random.Random(20)  # noqa: S311 (the same texts each time)


def text(number: int) -> str:
    words = chance.choices(VOCABULARY, WEIGHTS, k=200)
    words += ["frequent"] * (chance.random() < 0.5)
    words += ["courant"] * (chance.random() < 0.01)
    words += ["rare"] * (number < 1_000 and number % 51 == 0)
    return " ".join(words)


def index(start: int, end: int) -> None:
    """Put articles number `start` to `end` into the index, in few statements."""
    kind = ContentType.objects.get_for_model(ArticlePage)
    articles = ArticlePage.objects.order_by("pk").values_list("pk", "title")
    for first in range(start, end, BATCH):
        rows = list(articles[first : min(first + BATCH, end)])
        texts = [text(number) for number, _row in enumerate(rows, first)]
        with transaction.atomic():
            if connection.vendor == "postgresql":
                _insert(kind, rows, texts)
            else:
                IndexEntry.objects.bulk_create(
                    IndexEntry(content_type=kind, object_id=pk, title=title, body=body)
                    for (pk, title), body in zip(rows, texts, strict=True)
                )


def _insert(kind: ContentType, rows: list, texts: list[str]) -> None:
    values = [
        (kind.pk, str(pk), CONFIGURATION, title, CONFIGURATION, body, title, body)
        for (pk, title), body in zip(rows, texts, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO wagtailsearch_indexentry (content_type_id, object_id, title,"
            " autocomplete, body, title_norm, title_text, body_text)"
            " VALUES (%s, %s, to_tsvector(%s, %s), '',"
            " setweight(to_tsvector(%s, %s), 'D'), 1, %s, %s)",
            values,
        )


def measure(section: SectionPage) -> dict[str, float]:
    """Return the median seconds of each search."""
    site = Site.objects.get(root_page=section.get_parent())
    places = {
        "portail": Placement.objects.on_network(),
        "site": Placement.objects.on_site(site),
    }
    medians = {}
    for place, feed in places.items():
        for word in ("frequent", "courant", "rare", "introuvable"):
            for by_date in (False, True):
                times = []
                for _run in range(RUNS):
                    began = time.perf_counter()
                    found(feed, [word], by_date=by_date)
                    times.append(time.perf_counter() - began)
                order = "date" if by_date else "rang"
                medians[f"{place}, {word}, {order}"] = statistics.median(times)
    return medians


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def main() -> None:
    sections = feeds.network()
    author = create_author("Une plume")
    feeds.fill(sections, author, 0, 1_000)
    index(0, 1_000)
    analyse()
    few = measure(sections[0])
    feeds.fill(sections, author, 1_000, feeds.many)
    index(1_000, feeds.many)
    analyse()
    lots = measure(sections[0])
    print(f"{'search':<28} {'1,000':>10} {feeds.many:>12,} {'ratio':>7}")  # noqa: T201
    for name, reference in few.items():
        print(  # noqa: T201
            f"{name:<28} {reference * 1000:>8.2f}ms {lots[name] * 1000:>10.2f}ms "
            f"{lots[name] / reference:>7.2f}"
        )


if __name__ == "__main__":
    main()
