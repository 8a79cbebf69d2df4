"""What was linked once is found again: sections may be renamed and moved."""

import pytest

from tests.builders import (
    again,
    local,
    make_article,
    make_draft,
    make_withdrawn,
    read,
    workshop_of,
)


@pytest.fixture
def rename(committed, maiwenn):
    def rename(section, slug):
        data = {"title": section.title, "slug": slug, "introduction": ""}
        data |= {"action-publish": "action-publish"}
        with committed():
            workshop_of(maiwenn).post(f"/gestion/pages/{section.pk}/edit/", data)
        section.refresh_from_db()
        assert section.slug == slug

    return rename


def test_a_renamed_section_and_its_articles_are_found_at_their_former_addresses(
    bellevue, entraide, armelle, rename
):
    article = make_article(entraide, by=armelle)

    rename(entraide, "coups-de-main")

    former = {
        path: read(bellevue, path) for path in ("/entraide/", "/entraide/le-banc/")
    }
    assert {path: (a.status_code, a["Location"]) for path, a in former.items()} == {
        "/entraide/": (301, "http://bellevue.localhost:8000/coups-de-main/"),
        "/entraide/le-banc/": (301, again(article).get_absolute_url()),
    }
    assert read(bellevue, local(again(article))).status_code == 200


def test_a_section_moved_to_another_site_is_found_from_the_first(
    bellevue, lambezellec, entraide, armelle
):
    article = make_article(entraide, by=armelle)

    entraide.move(lambezellec.root_page, pos="last-child")

    answer = read(bellevue, "/entraide/le-banc/")
    assert (answer.status_code, answer["Location"]) == (
        301,
        again(article).get_absolute_url(),
    )
    assert answer["Location"].startswith("http://lambezellec.localhost:8000/")


def test_a_former_address_of_one_site_says_nothing_on_another(
    lambezellec, entraide, armelle, rename
):
    make_article(entraide, by=armelle)

    rename(entraide, "coups-de-main")

    assert read(lambezellec, "/entraide/le-banc/").status_code == 404


@pytest.mark.parametrize("path", ["/rien/", "/rien/du-tout/", "/%00/", "/é/?q=%FF"])
def test_what_never_was_is_not_found(path, bellevue):
    assert read(bellevue, path).status_code == 404


def test_a_draft_is_not_found_by_a_former_address(bellevue, entraide, armelle, rename):
    make_draft(entraide, by=armelle)

    rename(entraide, "coups-de-main")

    assert read(bellevue, "/entraide/le-banc/").status_code == 404


def test_a_withdrawn_article_says_so_at_its_former_address(
    bellevue, entraide, armelle, maiwenn, rename
):
    article = make_withdrawn(
        entraide, by=armelle, withdrawn_by=maiwenn, reason="Une erreur de date."
    )

    rename(entraide, "coups-de-main")

    former = read(bellevue, "/entraide/le-banc/")
    assert former["Location"] == again(article).get_absolute_url()
    assert read(bellevue, local(again(article))).status_code == 410


def test_a_section_that_takes_its_name_back_is_where_it_was(
    bellevue, entraide, armelle, rename
):
    article = make_article(entraide, by=armelle)

    rename(entraide, "coups-de-main")
    rename(entraide, "entraide")

    assert read(bellevue, "/entraide/le-banc/").status_code == 200
    answer = read(bellevue, "/coups-de-main/le-banc/")
    assert answer["Location"] == again(article).get_absolute_url()
