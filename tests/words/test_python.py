"""Python says nothing on screen outside gettext, and the catalogues hold what it says."""

import ast
import re

import pytest

from tests.words.catalogues import LANGUAGES, ROOT, held

# Said in a terminal, or written into the database and changed there.
ELSEWHERE = re.compile(
    r"/(migrations|management|demo|spip)/|services/(demo|provisioning)\.py$|sites/legacy\.py$"
    # What fills the page of the components, for administrators.
    r"|views/components\.py$"
)
# French letters that are looked for, not shown.
LOOKED_FOR = re.compile(r"articles/(words|readability|hints)\.py$|authors/names\.py$")
MODULES = sorted(
    path
    for app in ("authors", "articles", "sites", "brestnet")
    for path in (ROOT / app).rglob("*.py")
    if not ELSEWHERE.search(path.as_posix())
)
FRENCH = re.compile(
    r"[^\W\d_]’[^\W\d_]|[À-ÖØ-öø-ÿ]|(?<!-)\b(?:[dlLn]es|[Ll][ae]|d[eu]|pas|pour|par|sur"
    r"|[Vv]o(?:us|tre|s)|[Cc]et?te?|[Cc]es|est|avec)\b"
)
# A language is named in itself, whatever the page's.
IN_ITSELF = {"en français"}
# How many of its arguments are a context, then words.
VERBS = {"gettext": (0, 1), "ngettext": (0, 2), "pgettext": (1, 1), "npgettext": (1, 2)}
VERBS |= {f"{verb}_lazy": counts for verb, counts in VERBS.items()} | {"_": (0, 1)}


def calls_of_gettext(tree: ast.AST):
    """Return each call of gettext, with how many arguments are context and words."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            verb = getattr(node.func, "id", "")
            if verb in VERBS:
                yield node, *VERBS[verb]


def french_outside_gettext(code: str) -> list[str]:
    """Return the French that a module says by itself; docstrings are in English."""
    tree = ast.parse(code)
    seen = {id(arg) for call, *_ in calls_of_gettext(tree) for arg in call.args}
    seen |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in seen
        and node.value not in IN_ITSELF
        and FRENCH.search(node.value)
    ]


def asked(code: str) -> set[tuple[str, str]]:
    """Return the words that a module asks for, each after its context.

    A word that is not written out, as in `_(name)`, is in no catalogue: it raises.
    """
    words = set()
    for call, contexts, count in calls_of_gettext(ast.parse(code)):
        said = [ast.literal_eval(arg) for arg in call.args[: contexts + count]]
        words.add((said[0] if contexts else "", said[contexts]))
    return words


def test_french_outside_gettext_is_found():
    code = 'label = _("Le banc")\nerror = "Ce banc est pris"\nkey = "bench"'

    assert french_outside_gettext(code) == ["Ce banc est pris"]
    assert asked(code) == {("", "Le banc")}


def test_modules_say_nothing_outside_gettext():
    found = {
        path.relative_to(ROOT).as_posix(): french_outside_gettext(path.read_text())
        for path in MODULES
        if not LOOKED_FOR.search(path.as_posix())
    }

    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_every_word_of_the_modules(language):
    words = set().union(*(asked(path.read_text()) for path in MODULES))

    assert words - held(language) == set()
