"""The words of scripts stand in one file, in catalogues, and come in the page's language."""

import json
import re
import struct

import pytest
from django.template import Context, Template
from django.utils.translation import override

from tests.words.catalogues import LANGUAGES, ROOT, asked, held

WORDS = ROOT / "static/desk/editor/src/words.js"
SCRIPTS = sorted(
    path
    for path in [*ROOT.glob("static/js/**/*.js"), *ROOT.glob("static/desk/**/*.js")]
    if path != WORDS and path.parent.name != "desk" and "node_modules" not in path.parts
)
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*$", re.S | re.M)
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`')
FRENCH = re.compile(r"[À-ÖØ-öø-ÿœ]|[a-z]’[a-z]")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_says_nothing_by_itself(path):
    code = COMMENT.sub("", path.read_text())

    assert [text for text in STRING.findall(code) if FRENCH.search(text)] == []


def test_each_word_of_the_editor_asks_for_its_translation():
    code = COMMENT.sub("", WORDS.read_text()).split("export const words", 1)[1]
    words = {json.loads(text) for text in STRING.findall(code)}
    keys = {json.loads(text) for text in re.findall(r'("[^"]*")\s*:', code)}

    asked_for = {part for entry in asked(code) for part in entry if part}

    assert words - keys - asked_for == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_word_of_the_editor(language):
    assert asked(WORDS.read_text()) - held(language, "djangojs") == set()


def compiled(words: dict[str, str]) -> bytes:
    """Return a compiled catalogue: msgfmt is not on every machine."""
    pairs = [("", "Content-Type: text/plain; charset=UTF-8\n"), *sorted(words.items())]
    texts = [text.encode() for column in zip(*pairs, strict=True) for text in column]
    at = 28 + 8 * len(texts)
    table = b""
    for text in texts:
        table += struct.pack("<2I", len(text), at)
        at += len(text) + 1
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, at)
    return head + table + b"".join(text + b"\0" for text in texts)


def test_the_editor_gets_its_words_in_the_language_of_the_page(settings, tmp_path):
    folder = tmp_path / "locale" / "br" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    words = {"Gras": "Tev", "défaire\x04Annuler": "Dizober"}
    (folder / "djangojs.mo").write_bytes(compiled(words))
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    page = Template("{% load brestnet %}{% editor_words %}")

    with override("br"):
        given = page.render(Context())

    assert re.sub("<.*?>", "", given) == json.dumps(words)
    assert given.startswith('<script id="editor-words" type="application/json">')
    assert page.render(Context()) == ""
