"""Footnotes as readers get them: numbered, with links there and back."""

import re

from django.utils.html import format_html
from django.utils.translation import gettext as _

# As articles.html writes them: without attributes, never one in another.
NOTE = re.compile(r"<fn>(.*?)</fn>", re.DOTALL)


def with_notes(body: str, key: str = "") -> str:
    """Return a cleaned body with a number at each call, and the notes after it.

    `key` keeps the anchors of several bodies on one page apart.
    """
    notes: list[str] = []

    def call(found: re.Match) -> str:
        notes.append(found[1])
        return format_html(
            '<sup class="call"><a href="#note-{key}{number}" id="appel-{key}{number}"'
            ' role="doc-noteref" aria-label="{label}">{number}</a></sup>',
            key=key,
            number=len(notes),
            label=_("Note %(number)s") % {"number": len(notes)},
        )

    text = NOTE.sub(call, body)
    if not notes:
        return body
    listed = "".join(_listed(note, f"{key}{n}", n) for n, note in enumerate(notes, 1))
    title = format_html('<h2 lang="fr" id="notes-{}">{}</h2>', key, _("Notes"))
    return (
        f'{text}<section class="notes" role="doc-endnotes" aria-labelledby="notes-{key}">'
        f"{title}<ol>{listed}</ol></section>"
    )


def without_notes(markup: str) -> str:
    return NOTE.sub("", markup)


def _listed(note: str, anchor: str, number: int) -> str:
    back = format_html(
        '<a href="#appel-{}" role="doc-backlink" aria-label="{}">↩\ufe0e</a>',
        anchor,
        _("Retour au texte, note %(number)s") % {"number": number},
    )
    return f'<li id="note-{anchor}">{note} {back}</li>'
