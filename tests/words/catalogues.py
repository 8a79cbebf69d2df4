"""What the catalogues hold, read without GNU gettext."""

import ast
import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LANGUAGES = ["br", "en"]
_ENTRY = re.compile(
    r'^(?:msgctxt (?P<context>".*"(?:\n".*")*)\n)?msgid (?P<word>".*"(?:\n".*")*)$',
    re.M,
)
# A word, or a context and a word, as templates and scripts ask for them.
_STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_ASKED = re.compile(rf"\b(n?)(p?)(?:gettext|_)\(\s*{_STRING}(?:\s*,\s*{_STRING})?")


def held(language: str, domain: str = "django") -> set[tuple[str, str]]:
    """Return the words of a catalogue, each after its context."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
    return {
        (_joined(entry["context"] or '""'), _joined(entry["word"]))
        for entry in _ENTRY.finditer(path.read_text())
    }


def asked(code: str) -> set[tuple[str, str]]:
    """Return the words that a script asks for, each after its context."""
    words = set()
    for _, has_context, first, second in _ASKED.findall(code):
        context, word = (first, second) if has_context else ("''", first)
        words.add((ast.literal_eval(context), ast.literal_eval(word)))
    return words


def _joined(lines: str) -> str:
    return "".join(ast.literal_eval(line) for line in lines.splitlines())
