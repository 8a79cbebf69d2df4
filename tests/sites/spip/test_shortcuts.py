"""Shortcuts that are hostile, or that cannot be kept."""

import time

import pytest

from sites.spip.markup import to_html
from tests.sites.spip import propre


@pytest.mark.parametrize(
    "piece",
    [
        *("[[", "[a->", "<html>", "<code>", "<pre>", "<cadre>", "`", "{{{", "{", "<?"),
        *(
            "<a href=x>",
            "<multi>",
            "<script>",
            "<object>",
            "<!--",
            "|a",
            "\n-*",
            "http://",
        ),
        *(
            "<doc1",
            "<quote>",
            "<poesie>",
            "[?",
            "\n\n \n",
            "&#",
            "M. ",
            "<p>",
            "<i><b>",
        ),
    ],
)
def test_no_text_however_hostile_takes_long_to_read(piece):
    began = time.process_time()

    to_html(piece * (60_000 // len(piece)), propre.Small())

    assert time.process_time() - began < 2


def test_what_could_not_be_kept_is_named_with_its_passage():
    text = "<script>alert(1)</script>Un [lien->article99999], <doc7>, <formulaire3>."

    told = to_html(text, propre.Small())

    assert told.dropped == [
        ("<script>", "<script>alert(1)</script>"),
        ("document introuvable", "<doc7>"),
        ("modèle inconnu", "<formulaire3>"),
        ("lien vers un objet absent", "article99999"),
    ]
