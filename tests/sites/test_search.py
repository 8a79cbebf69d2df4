"""Searching one site, or the whole network from the portal."""

import pytest

from tests.builders import make_article, read, text_of


def titles(place, words, **more):
    page = read(place, "/recherche/", {"q": words, **more}).context["page_of_list"]
    return [placement.article.title for placement in page.items]


@pytest.mark.parametrize(
    "words", ["kiosque", "Kiosque", "chapô", "trombone", "Quéméneur", "fanfare"]
)
def test_an_article_is_found_by_its_words_its_names_and_its_tags(
    words, entraide, bellevue, armelle, bran
):
    make_article(
        entraide,
        by=armelle,
        title="Le kiosque",
        chapo="Un chapô",
        body="<p>On y joue du trombone.</p>",
        tags=["fanfare"],
    )
    make_article(entraide, by=bran, title="Autre chose")

    assert titles(bellevue, words) == ["Le kiosque"]


def test_each_site_finds_its_own_and_the_portal_all(
    entraide, jardins, bellevue, lambezellec, portal, armelle
):
    make_article(entraide, by=armelle, title="Kiosque d’ici")
    make_article(jardins, by=armelle, title="Kiosque de là-bas")

    assert titles(bellevue, "kiosque") == ["Kiosque d’ici"]
    assert titles(lambezellec, "kiosque") == ["Kiosque de là-bas"]
    assert sorted(titles(portal, "kiosque")) == ["Kiosque de là-bas", "Kiosque d’ici"]


def test_all_words_are_wanted(entraide, bellevue, armelle):
    make_article(entraide, by=armelle, title="Le kiosque vert")
    make_article(entraide, by=armelle, title="Le kiosque bleu")

    assert titles(bellevue, "kiosque vert") == ["Le kiosque vert"]


def test_a_correction_is_searched_anew(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle, title="Le kiosque")
    article.title = "Le pavillon"
    article.save_revision().publish()

    assert titles(bellevue, "kiosque") == []
    assert titles(bellevue, "pavillon") == ["Le pavillon"]


def test_what_was_asked_is_shown_as_words(bellevue):
    page = text_of(read(bellevue, "/recherche/", {"q": '<script>"x"'}))

    assert "<script>" not in page
    assert "&lt;script&gt;&quot;x&quot;" in page


def test_too_many_words_are_refused_with_a_sentence(bellevue):
    response = read(bellevue, "/recherche/", {"q": "x" * 101})

    assert response.status_code == 422
    assert len(response.context["form"].errors["q"]) == 1


def test_nothing_asked_is_nothing_found(bellevue, entraide, armelle):
    make_article(entraide, by=armelle)

    for words in ("", "   ", "\x00"):
        response = read(bellevue, "/recherche/", {"q": words})
        assert response.context["page_of_list"] is None


@pytest.mark.parametrize(
    "words", ["'", '"', "*", "(", "a:*", "\\", "AND", "-", "%", "NOT a"]
)
def test_signs_that_a_search_engine_understands_are_words(
    words, bellevue, entraide, armelle
):
    make_article(entraide, by=armelle)

    assert read(bellevue, "/recherche/", {"q": words}).status_code == 200
