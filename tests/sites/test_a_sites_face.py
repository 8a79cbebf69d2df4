"""Editors give their site its words, colours, emblem and cover, and take them back."""

import pytest
from wagtail.models import PageLogEntry

from articles.models import ContentVersion, Picture
from sites import palette
from sites.models import NeighbourhoodPage
from tests.builders import read, text_of, upload, workshop_of

FACE = "/moderation/visage/bellevue/"


def page_of(slug="bellevue") -> NeighbourhoodPage:
    return NeighbourhoodPage.objects.get(slug=slug)


def filled(**changes) -> dict:
    return {
        "tagline": "Là-haut",
        "introduction": "",
        "hue_choice": "148",
        "hue": "148",
        "accent_hue_choice": "75",
        "accent_hue": "75",
        "emblem": "",
        **changes,
    } | ({"hue_choice": "nombre"} if "hue_choice" not in changes else {})


def hues_of(slug="bellevue") -> tuple[int, int]:
    page = page_of(slug)
    return page.hue, page.accent_hue


def test_an_editor_changes_everything_and_readers_see_it_at_once(bellevue, maiwenn):
    before = read(bellevue, "/theme.css").content

    response = workshop_of(maiwenn).post(
        FACE,
        filled(
            tagline="Face à la Penfeld",
            introduction="Des tours et des jardins.",
            hue_choice="300",
            accent_hue_choice="nombre",
            accent_hue="133",
            emblem="bellevue",
            cover_file=upload(),
            cover_description="Les tours au matin",
            cover_credit="Armelle Q.",
        ),
    )

    page = page_of()
    assert response["Location"] == FACE
    assert (page.tagline, page.introduction) == (
        "Face à la Penfeld",
        "Des tours et des jardins.",
    )
    assert (page.hue, page.accent_hue, page.emblem) == (300, 133, "bellevue")
    assert (page.cover.description, page.cover.credit) == (
        "Les tours au matin",
        "Armelle Q.",
    )
    theme = read(bellevue, "/theme.css").content
    assert before != theme
    assert b":root { --hue: 300; --accent-hue: 133; }" in theme
    front = text_of(read(bellevue, "/"))
    assert "Face à la Penfeld" in front
    assert "img/emblems/bellevue.svg" in front


def test_the_change_is_in_the_log_with_its_author(maiwenn):
    workshop_of(maiwenn).post(FACE, filled(hue_choice="300"))

    entries = PageLogEntry.objects.filter(page=page_of(), user=maiwenn)
    assert {entry.action for entry in entries} == {"wagtail.edit", "wagtail.publish"}


def test_a_former_face_comes_back(maiwenn):
    desk = workshop_of(maiwenn)
    desk.post(FACE, filled(hue_choice="300", tagline="Autre"))
    desk.post(FACE, filled(hue_choice="0", tagline="Encore autre"))
    former = desk.get(FACE).context["former"]
    assert [face.fields["tagline"] for face in former] == ["Autre", "Là-haut"]

    response = desk.post(FACE + "retour/", {"face": former[1].pk})

    page = page_of()
    assert response["Location"] == FACE
    assert (page.hue, page.accent_hue, page.tagline) == (148, 75, "Là-haut")


def test_trying_shows_the_sample_and_saves_nothing(maiwenn):
    version = ContentVersion.objects.get().number

    response = workshop_of(maiwenn).post(
        FACE, filled(accent_hue_choice="nombre", accent_hue="12", essai="1")
    )

    assert response.status_code == 200
    assert "teintes.css?hue=148&amp;accent_hue=12" in text_of(response)
    assert hues_of() == (148, 75)
    assert ContentVersion.objects.get().number == version


def test_the_sample_follows_each_named_hue_without_a_script(maiwenn):
    response = workshop_of(maiwenn).get(
        FACE + "teintes.css", {"hue": "12", "accent_hue": "999"}
    )

    css = text_of(response)
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert ".site--hue-345 { --hue: 345; --accent-hue: 345; }" in css
    assert ".site--trial { --hue: 12; }" in css
    # What is no hue is not repeated.
    assert ".site--trial { --accent-hue: 75; }" in css
    assert css.count(":checked) .site--trial") == 2 * len(palette.NAMED_HUES)


def test_a_palette_that_people_would_read_badly_is_refused(maiwenn, monkeypatch):
    day, night = palette.SCHEMES
    pale = palette.LIGHT | {"accent": palette.Token(0.75, 0.1, "accent-hue")}
    monkeypatch.setattr(palette, "SCHEMES", {day: pale, night: palette.DARK})

    response = workshop_of(maiwenn).post(
        FACE, filled(hue_choice="300", tagline="Autre")
    )

    assert response.status_code == 422
    assert "L’accent sur le fond se lirait mal le jour" in text_of(response)
    assert 'value="Autre"' in text_of(response)
    assert hues_of() == (148, 75)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hue_choice": "nombre", "hue": "360"}, "inférieure ou égale à 359"),
        ({"hue_choice": "nombre", "hue": "bleu"}, "Écrivez un nombre de 0 à 359."),
        ({"hue_choice": "nombre", "hue": ""}, "Écrivez un nombre de 0 à 359."),
        ({"hue_choice": "12"}, "n’en fait pas partie"),
        ({"hue_choice": "\0"}, "caractère"),
        ({"emblem": "../../logo"}, "n’en fait pas partie"),
        ({"tagline": "x" * 91}, "90 caractères"),
        ({"cover_file": upload(b"<svg/>")}, "image"),
        ({"cover_file": upload()}, "À remplir pour cette image."),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(changes, sentence, maiwenn):
    before = page_of().latest_revision_id

    response = workshop_of(maiwenn).post(FACE, filled(**changes))

    assert response.status_code == 422
    assert sentence in text_of(response).replace("&#x27;", "’").replace("'", "’")
    assert page_of().latest_revision_id == before
    assert Picture.objects.count() == 0


def test_an_editor_of_another_site_changes_nothing_here(goulven, maiwenn):
    workshop_of(maiwenn).post(FACE, filled(hue_choice="300"))
    former = workshop_of(maiwenn).get(FACE).context["former"][0]
    elsewhere = workshop_of(goulven)

    answers = [
        elsewhere.get(FACE),
        elsewhere.post(FACE, filled()),
        elsewhere.get(FACE + "teintes.css"),
        elsewhere.post(FACE + "retour/", {"face": former.pk}),
        # Another site's face is none of one's own site's.
        elsewhere.post("/moderation/visage/lambezellec/retour/", {"face": former.pk}),
        workshop_of(maiwenn).get("/moderation/visage/portail/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 6
    assert hues_of() == (300, 75)
    assert hues_of("lambezellec") == (348, 85)


def test_the_queue_leads_to_the_face_of_ones_own_sites(maiwenn):
    shown = text_of(workshop_of(maiwenn).get("/moderation/"))

    assert FACE in shown
    assert "/moderation/visage/lambezellec/" not in shown
