"""Every word that a template shows goes through gettext, and the catalogues hold them all."""

import re

import pytest
from django.template.base import Lexer, TokenType
from django.utils.translation.template import templatize

from tests.words.catalogues import LANGUAGES, ROOT, asked, held

# The report of an import, for whoever runs it in a terminal.
REPORT = ("_import_lines.html", "import_report.html")
TEMPLATES = sorted(
    path
    for path in ROOT.glob("templates/**/*.*")
    if path.suffix in (".html", ".txt") and path.name not in REPORT
)
# Not words of a language: the network's name, the address of a page in a list, a class
# of the style sheet.
NAMES = re.compile(r"brestnet|&\w+;|[?&]\w+=|\b[a-z-]+--[a-z]+\b")
SHOWN = re.compile(
    r'\b(?:alt|aria-label|title|placeholder|data-cop\w+)="([^"]*)"'
    r'|\b(?:name="description"|property="og:[a-z_:]*(?:title|description|alt)")'
    r'[^>]*\bcontent="([^"]*)"'
)
# In a tag or a value: a word with a capital or an accent, several words; not a class.
LITERAL = re.compile(r"""(?<!_\()(?<!context )(?:"([^"]*)"|'([^']*)')""")
SENTENCE = re.compile(r"^[A-ZÀ-Ý][a-zà-ÿ’]+|[À-ÖØ-öø-ÿ]|\\[^\WT]")
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
    shown = ["".join(found) for found in SHOWN.findall(text)]
    shown = [*shown, TAG.sub("\n", text)]
    lines = [
        line.strip() for part in shown for line in NAMES.sub("", part).splitlines()
    ]
    return [line for line in lines if re.search(r"[^\W\d_]", line)]


def words_in_tags(source):
    """What a template says inside its tags and values, outside gettext."""
    said = []
    for token in Lexer(source).tokenize():
        is_code = token.token_type in (TokenType.BLOCK, TokenType.VAR)
        if is_code and token.contents.split(" ", 1)[0] not in ("translate", "trans"):
            said += ["".join(found) for found in LITERAL.findall(token.contents)]
    return [word for word in said if SENTENCE.search(word)]


def test_words_outside_gettext_are_found():
    source = '<p title="Un mot">Deux {% translate "trois" %}{{ name }}</p>'

    assert words_outside_gettext(source) == ["Un mot", "Deux"]
    assert words_outside_gettext('<meta name="description" content="Ici">') == ["Ici"]
    assert words_in_tags('{{ name|default:"Sans nom" }}{{ x|default:_("Rien") }}') == [
        "Sans nom"
    ]


@pytest.mark.parametrize(
    "path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_template_says_nothing_outside_gettext(path):
    source = path.read_text()

    assert (words_outside_gettext(source), words_in_tags(source)) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_word_of_the_templates(language):
    words = set()
    for path in TEMPLATES:
        words |= asked(templatize(path.read_text(), origin=str(path)))

    assert words - held(language) == set()
