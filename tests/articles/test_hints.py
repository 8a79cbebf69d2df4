"""What may help a text: said beside it, never in the way of proposing it."""

import pytest

from articles.enums import Form
from articles.hints import (
    Draft,
    hints_for,
    length_of,
)
from articles.readability import ease, sentences_of, syllables_of
from tests.builders import (
    again,
    make_draft,
    make_picture,
    picture_in_body,
    text_of,
    workshop_of,
    writing_form,
)

PLAIN = "<p>Il y a un banc place Guérin, mardi.</p>"


def about(**fields):
    return [hint.about for hint in hints_for(Draft(**{"body": PLAIN, **fields}))]


def test_a_short_plain_text_calls_for_nothing():
    assert about(title="Le banc") == []


def test_the_length_stands_beside_what_the_form_promises():
    length = length_of(Draft(body="<p>Un deux trois.</p><p>Quatre ?</p>", form="breve"))

    assert length.words == 4
    assert length.says == "4 mots. Repère pour une brève\u00a0: 50 à 110 mots."
    assert length.share == 8


@pytest.mark.parametrize(
    ("form", "body", "place", "expected"),
    [
        (Form.BRIEF, "<p>Il y a un banc.</p>", "", ["date", "place"]),
        (Form.REPORT, "<p>Il y a un banc.</p>", "Place Guérin", ["date"]),
        (Form.BRIEF, PLAIN, "Place Guérin", []),
        (Form.BRIEF, "<p>C’était le 12/03.</p>", "Place Guérin", []),
        (Form.ARTICLE, "<p>Il y a un banc.</p>", "", []),
    ],
)
def test_news_says_when_and_where(form, body, place, expected):
    assert about(form=form, body=body, place_label=place) == expected


def test_a_title_is_a_title_and_not_a_paragraph():
    assert about(title="a" * 90) == []
    assert about(title="a" * 91) == ["title"]


def test_a_line_in_bold_may_be_a_heading_but_in_an_interview_it_is_a_question():
    bold = "<p><strong>Ce qu’il faut</strong></p>"

    assert about(body=PLAIN + bold) == ["bold-heading"]
    assert about(body=PLAIN + bold, form=Form.INTERVIEW) == []
    assert about(body="<p><strong>Un</strong> banc <strong>ici</strong></p>") == []


def test_a_heading_without_text_is_pointed_at():
    assert about(body=PLAIN + "<h2>Chez nous</h2>") == ["bare-heading"]


def test_a_long_sentence_is_quoted_and_a_hard_text_gets_one_sentence():
    long = "<p>" + "le chat dort " * 14 + ".</p>"
    hard = "<p>" + "Administration intercommunale dématérialisée. " * 20 + "</p>"

    assert about(body=long) == ["sentence"]
    assert about(body=hard) == ["ease"]
    assert about(body=hard, language="br") == []
    # No figure, and no word such as «mauvais».
    assert "Kandel" not in hints_for(Draft(body=hard))[0].says


def test_the_index_is_that_of_kandel_and_moles():
    # Two sentences, eight words, eight syllables.
    sentences = ["Le chat dort.", "Il y a un banc."]

    assert ease(sentences) == pytest.approx(207 - 1.015 * 8 / 2 - 73.6 * 8 / 8)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        *(("table", 1), ("tables", 1), ("quartier", 2), ("théâtre", 2)),
        *(("journée", 2), ("créer", 2), ("eau", 1), ("réunion", 3), ("les", 1)),
        *(("aujourd’hui", 3), ("habitants", 3), ("y", 1), ("œufs", 1)),
    ],
)
def test_syllables_are_counted_as_they_are_said(word, syllables):
    assert syllables_of(word) == syllables


def test_sentences_end_where_readers_breathe():
    text = (
        "Il est 14 h. Mme Le Goff entre. « Bonjour ! » dit-elle… Puis rien\nSans point"
    )

    assert sentences_of(text) == [
        "Il est 14 h.",
        "Mme Le Goff entre.",
        "« Bonjour ! » dit-elle…",
        "Puis rien",
        "Sans point",
    ]


# At the desk


def test_they_stand_beside_the_text_once_it_is_saved(entraide, armelle):
    article = make_draft(entraide, by=armelle, form=Form.BRIEF)

    page = text_of(workshop_of(armelle).get(f"/ecrire/{article.pk}/"))

    assert "Le texte ne dit pas le jour." in page
    assert 'href="#id_place_label"' in page
    assert "5 mots." in page


def test_they_follow_what_is_typed_and_keep_nothing(entraide, armelle):
    article = make_draft(entraide, by=armelle, form=Form.BRIEF)
    typed = {"title": "Le banc", "form": "breve", "body_html": "<p>Mardi, rue X.</p>"}

    response = workshop_of(armelle).post(f"/ecrire/{article.pk}/conseils/", typed)
    light = {"body": "Un banc."}
    plain = workshop_of(armelle).post(f"/ecrire/{article.pk}/conseils/", light)

    assert "3 mots." in text_of(response)
    assert [hint.about for hint in response.context["hints"]] == ["place"]
    assert "2 mots." in text_of(plain)
    assert again(article).body == "<p>Il y a un banc.</p>"


@pytest.mark.parametrize("form", ["poeme", "\0", "x" * 9000])
def test_whatever_is_sent_is_answered(form, entraide, armelle):
    article = make_draft(entraide, by=armelle)
    sent = {"form": form, "body": "\0<b>", "title": "\0", "language": "xx"}

    response = workshop_of(armelle).post(f"/ecrire/{article.pk}/conseils/", sent)

    assert response.status_code == 200


def test_before_proposing_one_page_shows_the_text_and_what_is_missing(
    entraide, armelle
):
    picture = make_picture(by=armelle, description="", credit="", title="Un banc")
    body = PLAIN + picture_in_body(picture) + "<h2>Les étapes</h2>"
    article = make_draft(entraide, by=armelle, title="a" * 91, body=body)

    page = text_of(workshop_of(armelle).get(f"/ecrire/{article.pk}/signature/"))
    needed, _advice, shown = page.partition("Si vous avez encore cinq minutes")

    write = f"http://atelier.localhost:8000/ecrire/{article.pk}/"
    assert f'<a href="{write}#id_body_label">Décrivez l’image' in needed
    assert f'<a href="{write}#id_title">Le titre est long' in shown
    assert "Il y a un banc place Guérin, mardi." in shown
    # What readers will not see is not shown as theirs.
    assert "<h2>Les étapes</h2>" not in shown


def test_advice_blocks_nothing(entraide, armelle):
    article = make_draft(entraide, by=armelle, form=Form.BRIEF, title="a" * 91)
    signed = {"author": armelle.pk, "licence": "by-4.0", "charter": "on"}

    response = workshop_of(armelle).post(f"/ecrire/{article.pk}/signature/", signed)

    assert response["Location"] == f"/textes/{article.pk}/"
    assert again(article).stage == "waiting"


def test_what_is_missing_does(entraide, armelle):
    article = make_draft(entraide, by=armelle, title="")
    sent = writing_form(article, title="")
    desk = workshop_of(armelle)
    desk.post(f"/ecrire/{article.pk}/", sent)

    response = desk.post(
        f"/ecrire/{article.pk}/signature/",
        {"author": armelle.pk, "licence": "by-4.0", "charter": "on"},
    )

    assert response.status_code == 422
    assert again(article).stage == "draft"
