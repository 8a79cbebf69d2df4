"""An article as Markdown, with its metadata ahead."""

import json
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.enums import Consent
from articles.services import review
from articles.text import from_text
from tests.builders import (
    cosign,
    local,
    make_article,
    make_author,
    make_draft,
    make_picture,
    make_signature,
    picture_in_body,
    read,
    take_up,
    text_of,
)


def path_of(article) -> str:
    return local(article).rstrip("/") + ".md"


def parts(response) -> tuple[dict, str]:
    """Return the front matter, each value read as JSON, and the text."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/markdown; charset=utf-8"
    _start, head, text = text_of(response).split("---\n", 2)
    told: dict = {}
    name = ""
    for line in head.splitlines():
        if line.startswith("  - "):
            told[name].append(json.loads(line[4:]))
        else:
            name, _colon, value = line.partition(":")
            told[name] = json.loads(value) if value else []
    return told, text


@pytest.fixture
def article(entraide, armelle, bran):
    made = make_article(
        entraide,
        by=armelle,
        title='Le « banc » : "vide" & gris',
        chapo="- Un chapô\nà *deux* lignes",
        body="<p>Il y a un <strong>banc</strong>,<br/>et <em>la rade</em>.</p>"
        "<h2>Au matin</h2><ul><li>Un</li><li>Deux</li></ul>"
        + picture_in_body(
            make_picture(by=armelle, description="La rade [grise]"), caption="À l’aube"
        )
        + '<p><a href="https://example.org/a_(b)">Ailleurs</a></p>',
        post_scriptum="Merci\nà tous",
        cover=make_picture(by=armelle),
        tags=["vélo"],
    )
    cosign(made, bran, role="photos")
    return made


def test_it_begins_with_what_is_known_of_the_article(article, bellevue, armelle, bran):
    told, _text = parts(read(bellevue, path_of(article)))

    assert told == {
        "title": 'Le «\u00a0banc\u00a0»\u00a0: "vide" & gris',
        "authors": [
            {"name": "Armelle Quéméneur", "url": armelle.get_absolute_url()},
            {
                "name": "Bran Le Gall",
                "url": bran.get_absolute_url(),
                "role": "photos",
            },
        ],
        "date": told["date"],
        "site": "Bellevue",
        "section": "Entraide",
        "tags": ["vélo"],
        "licence": "CC BY-SA 4.0",
        "licence_url": "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
        "url": article.get_absolute_url(),
        "lang": "fr",
    }
    assert re.fullmatch(r"\d{4}(-\d\d){2}T(\d\d:){2}\d\d\+0[12]:00", told["date"])


def test_then_comes_the_text_as_its_page_shows_it(article, bellevue):
    _told, text = parts(read(bellevue, path_of(article)))

    blocks = text.strip().split("\n\n")
    pictures = [block for block in blocks if block.startswith("![")]
    assert [block for block in blocks if block not in pictures] == [
        '# Le «\u00a0banc\u00a0»\u00a0: "vide" & gris',
        "\\- Un chapô\\\nà \\*deux\\* lignes",
        "*Armelle Q., CC BY-SA 4.0*",
        "Il y a un **banc**,\\\net *la rade*.",
        "## Au matin",
        "- Un\n- Deux",
        "*À l’aube – Armelle Q., CC BY-SA 4.0*",
        "[Ailleurs](https://example.org/a_(b))",
        "## Post-scriptum",
        "Merci\\\nà tous",
    ]
    assert [re.sub(r"[a-z0-9]{20}", "x", picture) for picture in pictures] == [
        re.sub(r"(?<=localhost)", port_of(article), picture)
        for picture in (
            "![Un banc face à la rade](<http://bellevue.localhost/media/photos/x.webp>)",
            r"![La rade \[grise\]](<http://bellevue.localhost/media/photos/x.webp>)",
        )
    ]


def port_of(article) -> str:
    return re.search(r"localhost((?::\d+)?)/", article.get_absolute_url())[1]


def test_its_page_leads_to_it_and_back(article, bellevue):
    page = text_of(read(bellevue, local(article)))
    response = read(bellevue, path_of(article))

    address = article.get_absolute_url().rstrip("/") + ".md"
    assert re.search(
        rf'<link rel="alternate" type="text/markdown" title="[^"]*" href="{address}">',
        page,
    )
    assert f'<a href="{address}" type="text/markdown">Texte brut (Markdown)</a>' in page
    assert response["Link"] == f'<{article.get_absolute_url()}>; rel="canonical"'


def test_a_correction_says_when(article, bellevue):
    article.last_published_at = article.first_published_at.replace(year=2099)
    article.save(update_fields=["last_published_at"])
    cache.clear()

    told, _text = parts(read(bellevue, path_of(article)))

    assert told["corrected"].startswith("2099-")


def test_marks_that_markdown_cannot_hold_cost_no_letter(entraide, bellevue, armelle):
    article = make_article(
        entraide, by=armelle, body="<p>Un <strong>(banc</strong>) <em> x</em>y</p>"
    )

    _told, text = parts(read(bellevue, path_of(article)))

    assert "<p>Un (banc) xy</p>" in re.sub(r"</?(strong|em)>", "", from_text(text))


def test_a_title_cannot_end_the_front_matter(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle, title="---\u2028x: y\u0085 \\ # a")

    told, _text = parts(read(bellevue, path_of(article)))

    assert told["title"].startswith("---")
    assert told["lang"] == "fr"
    head = text_of(read(bellevue, path_of(article))).split("---\n", 2)[1]
    assert not re.search("[\u2028\u0085]", head)


def test_only_accepted_names_are_in_it(article, bellevue):
    for number, state in enumerate(set(Consent.values) - {Consent.ACCEPTED}):
        make_signature(article, make_author(f"Secrète {number}"), state)

    assert "Secrète" not in text_of(read(bellevue, path_of(article)))


def test_what_is_not_published_is_not_found(entraide, armelle, bellevue):
    draft = make_draft(entraide, by=armelle, title="Pas encore")

    assert read(bellevue, path_of(draft)).status_code == 404
    assert read(bellevue, "/entraide/rien.md").status_code == 404
    assert read(bellevue, "/rien/le-banc.md").status_code == 404
    assert read(bellevue, "/entraide.md").status_code == 404


def test_a_withdrawn_article_is_gone_with_its_reason(article, bellevue, maiwenn):
    review.withdraw(article, by=maiwenn, reason="À la demande de l’auteur.")

    gone = read(bellevue, path_of(article))

    assert gone.status_code == read(bellevue, local(article)).status_code == 410
    assert "À la demande de l’auteur." in text_of(gone)
    assert "banc, et" not in text_of(gone)


def test_it_is_at_its_home_alone(article, bellevue, lambezellec, portal):
    take_up(article, lambezellec)

    assert read(lambezellec, path_of(article)).status_code == 404
    assert read(portal, path_of(article)).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_whatever_it_holds(count, entraide, bellevue, armelle):
    article = make_article(
        entraide,
        by=armelle,
        body="".join(picture_in_body(make_picture(by=armelle)) for _n in range(count)),
        tags=[f"mot {n}" for n in range(count)],
    )
    for number in range(count):
        cosign(article, make_author(f"Bran {number}"))
    read(bellevue, path_of(article))
    cache.clear()

    with CaptureQueriesContext(connection) as queries:
        read(bellevue, path_of(article))

    assert len(queries) == 7
