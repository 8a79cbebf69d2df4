"""Every word that a template shows goes through gettext, and the catalogues hold them all."""

import re

import pytest
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from tests.words.catalogues import LANGUAGES, ROOT, asked, held

TEMPLATES = sorted(
    [*ROOT.glob("templates/**/*.html"), *ROOT.glob("templates/**/*.txt")]
)
# Not words of a language: the network's name, the address of a page in a list, a class
# of the style sheet.
NAMES = re.compile(r"brestnet|&\w+;|[?&]\w+=|\b[a-z-]+--[a-z]+\b")
SHOWN = re.compile(r'\b(?:alt|aria-label|title|placeholder)="([^"]*)"')
UNSEEN = re.compile(r"<(script|style|svg)\b.*?</\1>|<!--.*?-->", re.S)
TAG = re.compile(r'<(?:[^<>"]|"[^"]*")*>', re.S)
TRANSLATED = {
    "translate": None,
    "blocktranslate": "endblocktranslate",
    "comment": "endcomment",
}


def words_outside_gettext(source):
    """What a template says by itself, once tags, values and translated words are gone."""
    bare, until = [], None
    for token in Lexer(source).tokenize():
        verb = token.contents.split(" ", 1)[0]
        if until:
            until = None if verb == until else until
        elif token.token_type is TokenType.TEXT:
            bare.append(token.contents)
        elif token.token_type is TokenType.BLOCK:
            until = TRANSLATED.get(verb)
    text = UNSEEN.sub("", "".join(bare))
    shown = [*SHOWN.findall(text), TAG.sub("\n", text)]
    lines = [
        line.strip() for part in shown for line in NAMES.sub("", part).splitlines()
    ]
    return [line for line in lines if re.search(r"[^\W\d_]", line)]


def test_words_outside_gettext_are_found():
    source = '<p title="Un mot">Deux {% translate "trois" %}{{ name }}</p>'

    assert words_outside_gettext(source) == ["Un mot", "Deux"]


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_template_says_nothing_outside_gettext(path):
    assert words_outside_gettext(path.read_text()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_word_of_the_templates(language):
    words = set()
    for path in TEMPLATES:
        words |= asked(templatize(path.read_text(), origin=str(path)))

    assert words - held(language) == set()
