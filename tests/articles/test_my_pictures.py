"""The pictures of a text: described, moved, chosen again, gone with the draft."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import DailyUse, Picture, PictureRendition
from articles.services import writing
from articles.services.pictures import describe_picture
from tests.builders import (
    again,
    cosign,
    image_bytes,
    local,
    make_article,
    make_draft,
    make_picture,
    picture_in_body,
    read,
    text_of,
    upload,
    workshop_of,
    writing_form,
)

JSON = {"HTTP_ACCEPT": "application/json"}
FACTS = {"description": "Un banc vert", "credit": "Armelle", "licence": "by-4.0"}


def files(settings):
    root = Path(settings.MEDIA_ROOT)
    return [path for path in root.rglob("*") if path.is_file()]


def figure(desk, article, position, **data):
    return desk.post(f"/ecrire/{article.pk}/images/place/{position}/", data)


def test_the_editor_sends_first_and_describes_after(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)

    sent = desk.post(f"/ecrire/{article.pk}/images/", {"file": upload()}, **JSON)
    address = f"/ecrire/{article.pk}/images/{sent.json()['id']}/"
    silent = desk.post(address, {"credit": "Armelle"}, **JSON)
    said = desk.post(address, FACTS, **JSON)

    picture = Picture.objects.get()
    assert (sent.status_code, silent.status_code) == (201, 400)
    assert silent.json() == {"errors": {"description": ["Champ requis."]}}
    assert said.json() == {
        "id": picture.pk,
        "url": picture.files()[0].url,
        "decorative": False,
        "mine": True,
        **FACTS,
    }
    assert (picture.description, picture.credit, picture.licence) == (
        "Un banc vert",
        "Armelle",
        "by-4.0",
    )


def test_without_javascript_a_picture_is_described_where_it_stands(entraide, armelle):
    picture = make_picture(by=armelle, description="")
    article = make_draft(
        entraide, by=armelle, body=f"<p>Un.</p>{picture_in_body(picture)}"
    )

    figure(workshop_of(armelle), article, 0, caption="En mai", **FACTS)

    picture.refresh_from_db()
    assert (picture.description, picture.licence) == ("Un banc vert", "by-4.0")
    assert again(article).body == (
        f"<p>Un.</p>{picture_in_body(picture, alt='Un banc vert', caption='En mai')}"
    )


def test_a_picture_can_be_said_to_be_decorative(entraide, armelle):
    picture = make_picture(by=armelle)
    body = picture_in_body(picture, alt="Un banc")
    article = make_draft(entraide, by=armelle, body=f"<p>Un.</p>{body}")

    figure(workshop_of(armelle), article, 0, decorative="on", **FACTS)

    picture.refresh_from_db()
    assert (picture.is_decorative, picture.description) == (True, "")
    assert again(article).body == f"<p>Un.</p>{picture_in_body(picture)}"


def test_pictures_are_moved_and_taken_out(entraide, armelle):
    one, two = (picture_in_body(make_picture(by=armelle)) for _n in range(2))
    text = "<ul><li>Un<ul><li>a</li></ul></li></ul>"
    article = make_draft(entraide, by=armelle, body=f"{one}{text}{two}<p>Fin.</p>")
    desk = workshop_of(armelle)

    bodies = []
    for position, gesture in [(1, "up"), (0, "down"), (1, "down"), (0, "remove")]:
        figure(desk, article, position, gesture=gesture)
        bodies.append(again(article).body)

    assert bodies == [
        f"{one}{two}{text}<p>Fin.</p>",
        f"{two}{one}{text}<p>Fin.</p>",
        f"{two}{text}{one}<p>Fin.</p>",
        f"{text}{one}<p>Fin.</p>",
    ]


def test_a_move_over_a_newer_version_is_refused(entraide, armelle):
    body = f"<p>Un.</p>{picture_in_body(make_picture(by=armelle))}"
    article = make_draft(entraide, by=armelle, body=body)
    before = article.latest_revision_id
    writing.save_text(article, by=armelle.user, fields={"title": "La lampe"})

    response = figure(workshop_of(armelle), article, 0, gesture="up", seen=before)

    assert response.status_code == 302
    assert again(article).body == body


def test_a_picture_is_chosen_again_in_another_text(entraide, armelle):
    picture = make_picture(by=armelle)
    make_draft(entraide, by=armelle, body=picture_in_body(picture))
    other = make_draft(entraide, by=armelle)

    workshop_of(armelle).post(
        f"/ecrire/{other.pk}/images/{picture.pk}/", {"gesture": "place"}
    )

    alt = picture.description
    assert again(other).body == (
        f"<p>Il y a un banc.</p>{picture_in_body(picture, alt=alt)}"
    )


def test_my_pictures_are_mine_alone_by_pages(entraide, armelle, bran):
    make_picture(by=bran)
    mine = [make_picture(by=armelle) for _n in range(2)]
    article = make_draft(entraide, by=armelle)

    answer = workshop_of(armelle).get(f"/ecrire/{article.pk}/images/", **JSON).json()

    assert [picture["id"] for picture in answer["pictures"]] == [
        mine[1].pk,
        mine[0].pk,
    ]
    assert answer["next"] is None


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_the_pages_of_pictures_cost_the_same_for_one_and_three(
    accept, entraide, armelle
):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)
    address = f"/ecrire/{article.pk}/images/"
    counts = []

    for _turn in range(2):
        body = article.body + picture_in_body(make_picture(by=armelle))
        make_picture(by=armelle)
        writing.save_text(article, by=armelle.user, fields={"body": body})
        with CaptureQueriesContext(connection) as queries:
            desk.get(address, HTTP_ACCEPT=accept)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# The cover


def test_the_cover_is_one_of_the_pictures_of_the_text(entraide, armelle):
    picture = make_picture(by=armelle)
    article = make_draft(
        entraide, by=armelle, body=f"<p>Un.</p>{picture_in_body(picture)}"
    )
    desk = workshop_of(armelle)

    desk.post(f"/ecrire/{article.pk}/", writing_form(article, cover_choice=picture.pk))
    chosen = again(article).cover
    other = desk.post(
        f"/ecrire/{article.pk}/",
        writing_form(article, cover_choice=make_picture(by=armelle).pk),
    )

    assert chosen == picture
    assert other.status_code == 422
    assert again(article).cover == picture


def test_the_words_of_the_cover_are_kept(entraide, armelle):
    cover = make_picture(by=armelle)
    article = make_draft(entraide, by=armelle, cover=cover)

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/",
        writing_form(
            article,
            cover_description="Un banc, au matin",
            cover_credit="Bran",
            cover_licence="by-4.0",
        ),
    )

    cover.refresh_from_db()
    assert (cover.description, cover.credit, cover.licence) == (
        "Un banc, au matin",
        "Bran",
        "by-4.0",
    )


# Who may not


def test_a_co_author_says_what_it_shows_here_and_not_whose_it_is(
    entraide, armelle, bran
):
    hers = make_picture(by=armelle)
    article = make_draft(entraide, by=armelle, body=picture_in_body(hers))
    cosign(article, bran)
    desk = workshop_of(bran)

    figure(desk, article, 0, caption="", **FACTS)
    facts = desk.post(f"/ecrire/{article.pk}/images/{hers.pk}/", FACTS)

    hers.refresh_from_db()
    assert again(article).body == picture_in_body(hers, alt="Un banc vert")
    assert (hers.credit, hers.licence) == ("Armelle Q.", "by-sa-4.0")
    assert facts.status_code == 404


@pytest.mark.parametrize("position", [1, 99, 999999999999])
def test_a_picture_that_is_not_there_is_not_found(position, entraide, armelle):
    article = make_draft(
        entraide, by=armelle, body=picture_in_body(make_picture(by=armelle))
    )

    response = figure(workshop_of(armelle), article, position, gesture="up")

    assert response.status_code == 404


def test_a_day_has_its_share_of_pictures_and_of_bytes(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)
    address = f"/ecrire/{article.pk}/images/"
    desk.post(address, {"file": upload()}, **JSON)
    use = DailyUse.objects.filter(kind="pictures")

    use.update(count=200)
    many = desk.post(address, {"file": upload()}, **JSON)
    use.update(count=1, size=800 * 1024 * 1024)
    heavy = desk.post(address, {"file": upload(), **FACTS})
    use.update(day=timezone.localdate() - timedelta(days=1))
    next_day = desk.post(address, {"file": upload()}, **JSON)

    sentence = (
        "Vous avez envoyé beaucoup d’images aujourd’hui : c’est le plus que nous "
        "prenions en un jour. Les suivantes seront les bienvenues demain."
    )
    assert (many.status_code, many.json()) == (429, {"errors": {"file": [sentence]}})
    assert heavy.status_code == 429
    assert heavy.context["picture_form"].errors == {"file": [sentence]}
    assert next_day.status_code == 201
    assert Picture.objects.count() == 2


def test_a_day_has_its_share_of_texts(entraide, armelle, bran):
    text = {"title": "Le banc", "body": "Il y a un banc.", "section": entraide.pk}
    workshop_of(armelle).post("/ecrire/", text)
    DailyUse.objects.filter(kind="drafts").update(count=30)

    refused = workshop_of(armelle).post("/ecrire/", text)
    another = workshop_of(bran).post("/ecrire/", text)

    assert refused.status_code == 429
    assert "Vous avez commencé trente textes" in text_of(refused)
    assert "Il y a un banc." in text_of(refused)
    assert another.status_code == 302


# What is told of a picture is told at once


def test_a_published_picture_has_its_new_words_at_once(entraide, bellevue, armelle):
    picture = make_picture(by=armelle)
    article = make_article(
        entraide, by=armelle, body=f"<p>Un.</p>{picture_in_body(picture)}"
    )
    read(bellevue, local(article))

    describe_picture(
        picture,
        by=armelle.user,
        description="Un banc rouge",
        decorative=False,
        credit="Bran",
        licence="by-4.0",
    )

    page = text_of(read(bellevue, local(article)))
    assert 'alt="Un banc rouge"' in page
    assert "Bran, CC BY 4.0" in page


# Files go with the draft


def test_pictures_go_with_the_draft_but_those_of_another_text(
    entraide, armelle, settings, committed
):
    names = ("now", "before", "cover", "shared", "corrected", "formerly")
    pictures = {name: make_picture(by=armelle, title=name) for name in names}
    large = Picture.objects.get(pk=pictures["now"].pk)
    one, before, cover, shared, corrected, formerly = pictures.values()
    article = make_draft(entraide, by=armelle, body=picture_in_body(before))
    holds = "".join(map(picture_in_body, (one, shared, corrected, formerly)))
    writing.save_text(article, by=armelle.user, fields={"body": holds, "cover": cover})
    make_draft(entraide, by=armelle, body=picture_in_body(shared))
    make_article(entraide, by=armelle, body="<p>Un.</p>", cover=corrected)
    other = make_draft(entraide, by=armelle, body=picture_in_body(formerly))
    writing.save_text(other, by=armelle.user, fields={"body": "<p>Rien.</p>"})
    assert len(files(settings)) == 6

    with committed():
        workshop_of(armelle).post(f"/ecrire/{article.pk}/suppression/")

    kept = Picture.objects.order_by("pk").values_list("title", flat=True)
    assert list(kept) == ["shared", "corrected", "formerly"]
    assert len(files(settings)) == 3
    assert not Path(large.file.path).exists()


def test_the_files_of_readers_go_too(entraide, armelle, settings, committed):
    desk = workshop_of(armelle)
    article = make_draft(entraide, by=armelle)
    data = {"file": upload(image_bytes((700, 500))), **FACTS}
    desk.post(f"/ecrire/{article.pk}/images/", data)
    assert len(files(settings)) == 2

    with committed():
        desk.post(f"/ecrire/{article.pk}/suppression/")

    assert files(settings) == []
    assert not PictureRendition.objects.exists()


def test_pictures_sent_for_nothing_are_purged_after_two_weeks(
    entraide, armelle, settings, committed, capsys
):
    recent, old, used, imported = (
        make_picture(by=by, title=title)
        for by, title in [
            *((armelle, "recent"), (armelle, "old"), (armelle, "used")),
            (None, "imported"),
        ]
    )
    make_draft(entraide, by=armelle, body=picture_in_body(used))
    Picture.objects.exclude(pk=recent.pk).update(
        created_at=timezone.now() - timedelta(days=15)
    )

    for _again in range(2):
        with committed():
            call_command("purge_pictures")

    assert set(Picture.objects.all()) == {recent, used, imported}
    assert len(files(settings)) == 3
    assert capsys.readouterr().out == ("1 images, 0 documents\n0 images, 0 documents\n")
    assert not Path(old.file.path).exists()
