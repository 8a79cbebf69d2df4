"""A text in Breton is marked as Breton, wherever its words stand on a French page."""

import re
from html.parser import HTMLParser

import pytest

from articles.services import placements
from tests.builders import (
    local,
    make_article,
    make_draft,
    make_waiting,
    read,
    text_of,
    workshop_of,
)

TITLE = "Ar bank glas"
VOID = {"meta", "link", "img", "input", "br", "hr", "source", "col", "wbr"}


class _Tongues(HTMLParser):
    """Each text of a page's body, with the language that a screen reader gives it."""

    def __init__(self):
        super().__init__()
        self.open, self.said = [], []

    def handle_starttag(self, tag, attrs):
        own = dict(attrs).get("lang")
        if tag not in VOID:
            self.open.append((tag, own or (self.open[-1][1] if self.open else None)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and "body" in [tag for tag, _ in self.open]:
            self.said.append((data.strip(), self.open[-1][1]))


def tongues_of(response, words: str = TITLE) -> list[str]:
    """Return the language of each text that holds these words."""
    page = _Tongues()
    page.feed(text_of(response))
    return [tongue for text, tongue in page.said if words in text]


@pytest.fixture
def article(entraide, armelle):
    """A published text in Breton, between two in French, signed by the same person."""
    words = {"by": armelle, "tags": ["glav"]}
    make_article(entraide, title="Le premier banc", **words)
    article = make_article(
        entraide, title=TITLE, surtitle="Kêr", language="br", **words
    )
    make_article(entraide, title="Le dernier banc", **words)
    return article


@pytest.mark.parametrize(
    ("place", "path"),
    [
        ("localhost", "/"),
        ("localhost", "/recherche/?q=bank"),
        ("localhost", "/auteurs/armelle-quemeneur/"),
        ("bellevue.localhost", "/"),
        ("bellevue.localhost", "/entraide/"),
        ("bellevue.localhost", "/entraide/ar-bank-glas/"),
        ("bellevue.localhost", "/entraide/le-premier-banc/"),
        ("bellevue.localhost", "/entraide/le-dernier-banc/"),
        ("bellevue.localhost", "/mots/glav/"),
    ],
)
def test_readers_meet_its_title_in_its_language(place, path, article):
    found = tongues_of(read(place, path))

    assert set(found) == {"br"}


def test_its_tags_and_surtitle_are_in_its_language_too(article, bellevue):
    page = read(bellevue, local(article))

    assert tongues_of(page, "glav") == ["br"]
    assert tongues_of(page, "Kêr") == ["br"]
    assert tongues_of(page, "CC BY-SA 4.0") == ["fr", "fr"]
    assert set(tongues_of(read(bellevue), "Kêr")) == {"br"}


@pytest.mark.parametrize(
    ("make", "path"),
    [
        (make_draft, "/"),
        (make_draft, "/textes/{}/"),
        (make_draft, "/ecrire/{}/signature/"),
        (make_draft, "/ecrire/{}/suppression/"),
        (make_waiting, "/"),
        (make_article, "/"),
    ],
)
def test_its_author_meets_it_in_its_language_at_the_desk(make, path, entraide, armelle):
    text = make(entraide, by=armelle, title=TITLE, language="br")

    found = tongues_of(workshop_of(armelle).get(path.format(text.pk)))

    assert set(found) == {"br"}


def test_what_is_being_written_is_spelt_in_its_language(entraide, armelle):
    text = make_draft(entraide, by=armelle, title=TITLE, language="br")

    page = text_of(workshop_of(armelle).get(f"/ecrire/{text.pk}/"))

    fields = re.findall(
        r'<(?:input|textarea)\b[^>]*\bname="(\w+)"[^>]* lang="br"', page
    )
    assert fields == [
        *("title", "chapo", "body", "tags", "surtitle", "subtitle", "post_scriptum"),
    ]


def test_editors_meet_it_in_its_language(article, entraide, armelle, maiwenn):
    waiting = make_waiting(entraide, by=armelle, title=TITLE, language="br")
    placements.pin(article.home)

    for path in ("/moderation/", f"/moderation/{waiting.pk}/"):
        assert set(tongues_of(workshop_of(maiwenn).get(path))) == {"br"}
    assert set(tongues_of(workshop_of(maiwenn).get("/moderation/une/bellevue/"))) == {
        "br"
    }
