"""A cleaned body as readers get it: notes numbered, tables that scroll by
themselves, pictures that follow each other side by side."""

import re

from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.notes import with_notes

# As articles.html writes them.
_PICTURES = re.compile(r'(?:<embed [^>]*embedtype="image"[^>]*/>){2,}')
_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_HEAD = re.compile(r"<tr>((?:<td></td>)*<th>.*?)</tr>", re.DOTALL)


def displayed(body: str, key: str = "") -> str:
    """Return a cleaned body to expand and show; `key` as for its notes."""
    return with_notes(with_portfolios(with_tables(body)), key)


def with_portfolios(body: str) -> str:
    """Group the pictures that nothing stands between."""

    def grouped(found: re.Match) -> str:
        pictures = found[0].replace('format="fullwidth"', 'format="portfolio"')
        label = _("Portfolio de %(number)d images")
        start = format_html(
            '<div class="portfolio" role="group" aria-label="{}">',
            label % {"number": found[0].count("<embed ")},
        )
        return f"{start}{pictures}</div>"

    return _PICTURES.sub(grouped, body)


def with_tables(body: str) -> str:
    """Put each table in a frame that scrolls, by the keyboard too."""
    number = 0

    def framed(found: re.Match) -> str:
        nonlocal number
        number += 1
        rows = found[1]
        head = _HEAD.match(rows)
        if head:
            cells = head[1].replace("<th>", '<th scope="col">')
            rows = f"<thead><tr>{cells}</tr></thead><tbody>{rows[head.end() :]}</tbody>"
        start = format_html(
            '<div class="table" role="region" tabindex="0" aria-label="{}">',
            _("Tableau %(number)d") % {"number": number},
        )
        return f"{start}<table>{rows}</table></div>"

    return _TABLE.sub(framed, body)
