"""What editors may do in Wagtail's admin: never change a signed text."""

import pytest

from articles.models import SectionPage
from tests.builders import (
    again,
    make_article,
    make_draft,
    make_picture,
    make_waiting,
    upload,
    workshop_of,
)


def edit(desk, article, **changes):
    data = {
        "title": "Titre de l’éditeur",
        "body": "<p>Les mots de l’éditeur.</p>",
        "chapo": "Le chapô de l’éditeur",
        "form": "breve",
        "language": "fr",
        "tags": "",
        "action-publish": "action-publish",
        **changes,
    }
    return desk.post(f"/gestion/pages/{article.pk}/edit/", data)


def test_an_editor_files_an_article_and_does_not_change_its_words(
    entraide, armelle, maiwenn
):
    article = make_article(entraide, by=armelle)

    edit(workshop_of(maiwenn), article)

    after = again(article)
    assert (after.title, after.chapo) == ("Le banc", "")
    assert after.body == "<p>Il y a un banc.</p>"


@pytest.mark.parametrize("address", ["edit", "unpublish", "delete", "move", "copy"])
@pytest.mark.parametrize("make", [make_article, make_waiting, make_draft])
def test_an_editor_of_another_site_does_nothing(
    make, address, entraide, armelle, goulven
):
    article = make(entraide, by=armelle)
    stage, path = article.stage, article.path
    desk = workshop_of(goulven)

    shown = desk.get(f"/gestion/pages/{article.pk}/{address}/")
    desk.post(f"/gestion/pages/{article.pk}/{address}/", {"title": "x"})

    assert shown.status_code in (302, 403, 404)
    assert (again(article).stage, again(article).path) == (stage, path)
    assert again(article).title == "Le banc"


@pytest.mark.parametrize("address", ["", "pages/", "images/", "users/", "settings/"])
def test_a_writer_never_enters(address, armelle, entraide):
    make_article(entraide, by=armelle)

    response = workshop_of(armelle).get(f"/gestion/{address}", follow=False)

    assert response.status_code in (302, 403, 404)
    assert response.get("Location", "/compte/login/").startswith(
        ("/compte/", "/gestion/")
    )


def test_an_editor_makes_no_account_and_no_group(maiwenn):
    desk = workshop_of(maiwenn)

    answers = [
        desk.get(f"/gestion/{address}").status_code
        for address in ("users/", "users/new/", "groups/", "sites/", "workflows/list/")
    ]

    assert set(answers) <= {302, 403, 404}


def test_the_admins_pictures_pass_the_same_door(reseau, armelle):
    picture = make_picture(by=armelle)
    before = picture.file.name
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'

    response = workshop_of(reseau).post(
        f"/gestion/images/{picture.pk}/",
        {"title": "Un banc", "file": upload(svg, "banc.png"), "licence": "by-sa-4.0"},
    )

    picture.refresh_from_db()
    assert response.status_code == 200
    assert "file" in response.context["form"].errors
    assert picture.file.name == before


@pytest.mark.parametrize("address", ["delete", "unpublish"])
@pytest.mark.parametrize("make", [make_article, make_draft])
@pytest.mark.parametrize("who", ["maiwenn", "reseau"])
def test_a_section_that_holds_texts_stays(
    who, make, address, entraide, armelle, request
):
    article = make(entraide, by=armelle)
    desk = workshop_of(request.getfixturevalue(who))
    bulk = f"/gestion/bulk/wagtailcore/page/{address}/?next=/gestion/&id={entraide.pk}"

    desk.post(f"/gestion/pages/{entraide.pk}/{address}/")
    desk.post(bulk, {"include_descendants": "on"})

    assert again(article).live == article.live
    assert SectionPage.objects.get(pk=entraide.pk).live


def test_an_empty_section_can_go(memoire, maiwenn):
    workshop_of(maiwenn).post(f"/gestion/pages/{memoire.pk}/delete/")

    assert not SectionPage.objects.filter(pk=memoire.pk).exists()
