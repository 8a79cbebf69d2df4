"""All that I signed or am invited to, and all of it in one file."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from articles.services import contributions
from tests.builders import (
    cosign,
    make_article,
    make_draft,
    make_picture,
    make_signature,
    picture_in_body,
    take_up,
    text_of,
    workshop_of,
)


def unzipped(response) -> ZipFile:
    return ZipFile(BytesIO(b"".join(response.streaming_content)))


def test_what_i_signed_or_am_invited_to_shows_over_all_sites(
    entraide, jardins, lambezellec, armelle, bran
):
    mine = make_article(entraide, by=armelle, title="Paru à Bellevue")
    take_up(mine, lambezellec)
    photos = make_article(jardins, by=bran, title="Mes photos")
    cosign(photos, armelle, role="photos")
    asked = make_draft(jardins, by=bran, title="On m’invite")
    make_signature(asked, armelle, "invited")
    for title, state in (("Décliné", "declined"), ("Retiré", "withdrawn")):
        make_signature(make_draft(jardins, by=bran, title=title), armelle, state)
    make_article(jardins, by=bran, title="À Bran")

    response = workshop_of(armelle).get("/contributions/")

    page = " ".join(text_of(response).split())
    shown = [article.title for article in response.context["page_of_list"].items]
    assert shown == ["On m’invite", "Mes photos", "Paru à Bellevue"]
    assert "Paru à Bellevue, repris à Lambézellec." in page
    assert "(photos)" in page
    assert f'href="{mine.get_absolute_url()}"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_they_cost_the_same_whatever_their_number(
    count, entraide, lambezellec, armelle, bran, django_assert_num_queries
):
    for number in range(count):
        article = make_article(entraide, by=armelle, title=f"Le banc {number}")
        take_up(article, lambezellec)
        cosign(article, armelle, role="photos")
        make_signature(make_draft(entraide, by=bran), armelle, "invited")
    desk = workshop_of(armelle)
    desk.get("/invitations/")

    with django_assert_num_queries(10):
        desk.get("/contributions/")


def test_all_my_texts_and_pictures_come_in_one_file(entraide, armelle, bran):
    picture = make_picture(by=armelle)
    make_picture(by=bran)
    mine = make_article(
        entraide, by=armelle, title="Mien", body=picture_in_body(picture)
    )
    draft = make_draft(entraide, by=armelle, title="Brouillon")
    make_article(entraide, by=bran, title="À Bran")
    asked = make_draft(entraide, by=bran, title="On m’invite")
    make_signature(asked, armelle, "invited")

    response = workshop_of(armelle).post("/contributions/fichier/")

    archive = unzipped(response)
    index = json.loads(archive.read("index.json"))
    text = archive.read(f"textes/{mine.pk}-mien.md").decode()
    unfinished = archive.read(f"textes/{draft.pk}-brouillon.md").decode()
    assert response["Content-Type"] == "application/zip"
    assert archive.testzip() is None
    assert [t["title"] for t in index["texts"]] == ["Mien", "Brouillon"]
    assert index["texts"][0]["pictures"] == [picture.pk]
    assert [p["id"] for p in index["pictures"]] == [picture.pk]
    assert (
        archive.read(index["pictures"][0]["file"])
        == Path(picture.file.path).read_bytes()
    )
    assert 'title: "Mien"' in text
    assert mine.get_absolute_url() in text
    assert "\ndate:" not in unfinished
    assert "\nurl:" not in unfinished


def test_it_is_prepared_once_a_minute(entraide, armelle):
    make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)
    unzipped(desk.post("/contributions/fichier/"))

    response = desk.post("/contributions/fichier/")

    assert response["Location"] == "/contributions/"


def test_beyond_its_bounds_the_index_says_where_pictures_are(armelle, monkeypatch):
    monkeypatch.setattr(contributions, "MOST_BYTES", 10)
    picture = make_picture(by=armelle)

    with contributions.pack(armelle.user) as file, ZipFile(file) as archive:
        told = json.loads(archive.read("index.json"))["pictures"][0]

    assert (told["file"], told["url"]) == (None, picture.file.url)
