"""What the index knows: which articles hold these words, and how well.

Wagtail fills and keeps the index (wagtail.search), in the database itself. It is
asked here directly: its own queries read every page of the network for each
search, and these read what was found.
"""

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db import connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from wagtail.models import Site
from wagtail.search.models import IndexEntry

from articles.models import ArticlePage, Keyword
from articles.querysets import PlacementQuerySet, published_authors
from articles.words import forms_of, words_of
from authors.models import Author

# As many as are ranked and counted, the newest: a search costs no more than this.
MOST_FOUND = 1000
# How many of the newest tell how common words are, and how many are read at most.
SAMPLE, DEPTH = 200, 6000
# What is compared with a word that nothing holds, and what comes of it.
MOST_NAMES = 500
MOST_GUESSED, MOST_SHOWN = 3, 6
CONFIGURATION = settings.MODELSEARCH_BACKENDS["default"]["SEARCH_CONFIG"]
# PostgreSQL's letters D, C, B, A: body, chapô, names and tags, title (ArticlePage).
WEIGHTS = [0.1, 0.4, 0.6, 1.0]
# SQLite's columns: what is completed while typing, all words, the title.
MATCH = """
    SELECT rowid FROM wagtailsearch_indexentry_fts
    WHERE wagtailsearch_indexentry_fts MATCH %s
"""
RANK = """
    SELECT entry.object_id, -bm25(wagtailsearch_indexentry_fts, 0, 1, 4)
    FROM wagtailsearch_indexentry_fts
    JOIN wagtailsearch_indexentry AS entry
        ON entry.id = wagtailsearch_indexentry_fts.rowid
    WHERE wagtailsearch_indexentry_fts MATCH %s AND entry.content_type_id = %s
        AND entry.object_id IN (SELECT value FROM json_each(%s))
"""


def found(feed: PlacementQuerySet, words: list[str], *, by_date: bool) -> list[int]:
    """Return the ids of what `feed` lists with all these words, the best first.

    `words` are those of articles.words; without any, all of the feed is found.
    Among more than MOST_FOUND the newest are taken, and one more, which tells
    that there are more.
    """
    feed = feed.newest_first()
    rows = _common(feed, words) if words else None
    if rows is None:
        if words:
            feed = feed.filter(article__in=_entries(words).values("article"))
        rows = list(feed.values_list("pk", "article")[: MOST_FOUND + 1])
    if words and not by_date:
        ranks = _ranks(words, [article for _pk, article in rows])
        rows.sort(key=lambda row: -ranks.get(row[1], 0))
    return [pk for pk, _article in rows]


def _common(feed: PlacementQuerySet, words: list[str]) -> list[tuple] | None:
    """Return what is found by reading the newest of a feed, where that is enough.

    PostgreSQL's index serves words that few articles hold; for the others its
    planner reads every text, which it takes to be cheap. A look at the newest
    tells how common the words are, and how far to read. None: ask the index.
    """
    if connection.vendor != "postgresql":
        return None
    depth = SAMPLE
    for _time in range(2):
        rows = _newest(feed, words, depth)
        kept = [(pk, article) for pk, article, held in rows if held]
        if len(rows) < depth or len(kept) > MOST_FOUND:
            return kept[: MOST_FOUND + 1]
        # A third more than would do if the older ones are like the newest.
        depth = len(rows) * MOST_FOUND * 4 // (len(kept) * 3) if kept else DEPTH + 1
        if depth > DEPTH:
            return None
    return None


def _newest(feed: PlacementQuerySet, words: list[str], depth: int) -> list[tuple]:
    """Return the newest rows of a feed, each with whether it holds the words."""
    entry = IndexEntry.objects.filter(
        content_type=_kind(), object_id=Cast(OuterRef("article"), CharField())
    )
    body = Subquery(entry.values("body"), output_field=SearchVectorField())
    held = Func(
        *(body, _tsquery(words)),
        template="(%(expressions)s)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )
    return list(feed.annotate(held=held).values_list("pk", "article", "held")[:depth])


def _entries(words: list[str]) -> QuerySet[IndexEntry]:
    """Return the index's entries that hold all the words, each with its `article`."""
    # Added to nothing, lest the planner read all articles by this index.
    entries = IndexEntry.objects.alias(kind=F("content_type_id") + 0)
    entries = entries.filter(kind=_kind().pk)
    if connection.vendor == "postgresql":
        entries = entries.filter(body=_tsquery(words))
    else:
        match = RawSQL(MATCH, [_fts5(words)])  # noqa: S611 (the words are a parameter)
        entries = entries.filter(pk__in=match)
    return entries.annotate(article=Cast("object_id", BigIntegerField()))


def _ranks(words: list[str], articles: Iterable[int]) -> dict[int, float]:
    """Return how well each of these articles answers: more is better."""
    ids = [str(pk) for pk in articles]
    if connection.vendor == "postgresql":
        # 1: a long text holds more words; that does not make it better.
        rank = SearchRank(
            F("body"), _tsquery(words), weights=WEIGHTS, normalization=Value(1)
        )
        entries = IndexEntry.objects.filter(content_type=_kind(), object_id__in=ids)
        rows = list(entries.values_list("object_id", rank))
    else:
        with connection.cursor() as cursor:
            cursor.execute(RANK, [_fts5(words), _kind().pk, json.dumps(ids)])
            rows = cursor.fetchall()
    return {int(pk): rank for pk, rank in rows}


def _kind() -> ContentType:
    return ContentType.objects.get_for_model(ArticlePage)


def _tsquery(words: list[str]) -> SearchQuery:
    # Letters and digits only (articles.words): nothing here is an operator.
    each = (f"({' | '.join(forms_of(word))})" for word in words)
    return SearchQuery(" & ".join(each), config=CONFIGURATION, search_type="raw")


def _fts5(words: list[str]) -> str:
    quoted = ([f'"{form}"' for form in forms_of(word)] for word in words)
    each = (f"({' OR '.join(forms)})" for forms in quoted)
    return f"{{title body}} : ({' AND '.join(each)})"


def nearest(words: list[str], site: Site) -> tuple[list[Keyword], list[Author]]:
    """Return the living tags and the authors of a site that are spelt nearly so.

    Of as many as MOST_NAMES of each: the most used tags, the newest authors.
    """
    tags = Keyword.objects.alive_on(site)[:MOST_NAMES]
    where = None if site.is_default_site else site
    authors = published_authors(where).order_by("-pk")[:MOST_NAMES]
    return _near(words, tags), _near(words, authors)


def _near(words: list[str], named: Iterable[Any]) -> list[Any]:
    """Return which of `named` have a word, or a whole name, close to one of `words`."""
    spelt: dict[str, dict[int, Any]] = {}
    for it in named:
        parts = words_of(it.name)
        for part in {*parts, " ".join(parts)}:
            spelt.setdefault(part, {})[it.pk] = it
    near: dict[int, Any] = {}
    for asked in [" ".join(words), *words[:MOST_GUESSED]]:
        for close in get_close_matches(asked, spelt, n=3, cutoff=0.75):
            near |= spelt[close]
    return list(near.values())[:MOST_SHOWN]
