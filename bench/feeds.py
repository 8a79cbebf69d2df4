"""What a feed costs with many articles, against the same feed with 1,000.

    .venv/bin/python bench/feeds.py [articles]

Makes an SQLite database of its own in a temporary folder, fills it with rows
(no text is worth reading), and times the queries and cards of a first page on
the portal, a site and a section. Prints the median of each and the ratio.
"""

import os
import statistics
import sys
import tempfile
import time

many = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
folder = tempfile.TemporaryDirectory()
os.environ |= {
    "BRESTNET_VAR": folder.name,
    "DJANGO_SETTINGS_MODULE": "brestnet.settings",
}
sys.path.insert(0, os.getcwd())  # noqa: PTH109 (run from the checkout)

import django  # noqa: E402

django.setup()

from datetime import timedelta  # noqa: E402

from django.contrib.contenttypes.models import ContentType  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402

from articles.models import ArticlePage, Placement, SectionPage, Signature  # noqa: E402
from authors.services import create_author  # noqa: E402
from sites.services.provisioning import NEIGHBOURHOODS, Neighbourhood, provision  # noqa: E402

BATCH = 2_000
RUNS = 30


def network() -> list[SectionPage]:
    call_command("migrate", verbosity=0)
    section = (("fil", "Le fil", ""),)
    provision(
        tuple(
            Neighbourhood(n.slug, n.name, n.hue, n.accent_hue, sections=section)
            for n in NEIGHBOURHOODS
        )
    )
    return list(SectionPage.objects.order_by("path"))


def fill(sections: list[SectionPage], author, start: int, end: int) -> None:
    """Add articles number `start` to `end`, dealt over the sections in turn."""
    kind = ContentType.objects.get_for_model(ArticlePage)
    sites = {s.root_page_id: s for s in Site.objects.all()}
    homes = [sites[section.get_parent().pk] for section in sections]
    now = timezone.now()
    fields = list(ArticlePage._meta.local_concrete_fields)
    for first in range(start, end, BATCH):
        numbers = range(first, min(first + BATCH, end))
        with transaction.atomic():
            pages = Page.objects.bulk_create(
                Page(
                    path=f"{sections[n % 8].path}{Page._int2str(n // 8 + 1).zfill(4)}",
                    depth=4,
                    title=f"Article {n}",
                    draft_title=f"Article {n}",
                    slug=f"article-{n}",
                    url_path=f"{sections[n % 8].url_path}article-{n}/",
                    content_type=kind,
                    live=True,
                    locale_id=sections[0].locale_id,
                    first_published_at=now - timedelta(minutes=n),
                    last_published_at=now - timedelta(minutes=n),
                )
                for n in numbers
            )
            articles = [
                ArticlePage(
                    page_ptr=page, chapo="Une phrase.", body="<p>Texte</p>" * 40
                )
                for page in pages
            ]
            columns = ", ".join(f'"{f.column}"' for f in fields)
            marks = ", ".join(["%s"] * len(fields))
            rows = [
                [f.get_db_prep_save(getattr(a, f.attname), connection) for f in fields]
                for a in articles
            ]
            with connection.cursor() as cursor:
                table = ArticlePage._meta.db_table
                sql = f'INSERT INTO "{table}" ({columns}) VALUES ({marks})'  # noqa: S608
                cursor.executemany(sql, rows)
            Placement.objects.bulk_create(
                Placement(
                    article_id=page.pk,
                    site=homes[n % 8],
                    section=sections[n % 8],
                    home=True,
                    published_at=page.first_published_at,
                )
                for n, page in zip(numbers, pages, strict=True)
            )
            Signature.objects.bulk_create(
                Signature(
                    article_id=page.pk, author=author, state="accepted", accepted_at=now
                )
                for page in pages
            )


def measure(sections: list[SectionPage]) -> dict[str, float]:
    """Return the median seconds of each feed's first page."""
    site = Site.objects.get(root_page=sections[0].get_parent())
    feeds = {
        "portail": Placement.objects.on_network(),
        "site": Placement.objects.on_site(site),
        "rubrique": Placement.objects.on_site(site).in_section(sections[0]),
    }
    medians = {}
    for name, feed in feeds.items():
        times = []
        for _run in range(RUNS):
            began = time.perf_counter()
            list(feed.newest_first().for_list()[:21])
            times.append(time.perf_counter() - began)
        medians[name] = statistics.median(times)
    return medians


def main() -> None:
    sections = network()
    author = create_author("Une plume")
    fill(sections, author, 0, 1_000)
    few = measure(sections)
    fill(sections, author, 1_000, many)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    lots = measure(sections)
    print(f"{'feed':<10} {'1,000':>10} {many:>12,} {'ratio':>7}")  # noqa: T201
    for name, reference in few.items():
        print(  # noqa: T201
            f"{name:<10} {reference * 1000:>8.2f}ms {lots[name] * 1000:>10.2f}ms "
            f"{lots[name] / reference:>7.2f}"
        )


if __name__ == "__main__":
    main()
