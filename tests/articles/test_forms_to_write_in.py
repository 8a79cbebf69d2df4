"""The six forms: their promises, the shapes they lay out, what readers never see."""

from uuid import uuid4

import pytest

from articles.enums import Form
from articles.html import clean
from articles.models import ArticlePage
from articles.shapes import (
    SHAPES,
    bare_headings,
    for_readers,
    laid_out,
    shape_of,
    unanswered,
)
from articles.text import from_text, to_text
from tests.builders import (
    again,
    make_article,
    make_draft,
    make_waiting,
    text_of,
    workshop_of,
    writing_form,
)

HOWTO = [str(part) for part in shape_of(Form.HOWTO).parts]
BRIEF = [str(part) for part in shape_of(Form.BRIEF).parts]


def one_line(words) -> str:
    return " ".join(str(words).split())


def test_there_are_six_forms_each_with_a_promise_a_length_and_questions():
    assert {shape.form for shape in SHAPES} == set(Form)
    assert [len(shape.questions) >= 4 for shape in SHAPES] == [True] * 6
    assert [0 < shape.least < shape.most for shape in SHAPES] == [True] * 6
    assert [bool(shape.promise and shape.length) for shape in SHAPES] == [True] * 6


@pytest.mark.parametrize("form", Form)
def test_a_shape_stands_under_the_first_line_and_outlives_every_way_of_writing(form):
    body = laid_out("<p>Il y a un banc &amp; la rade.</p>", form)

    assert body.startswith("<p>Il y a un banc &amp; la rade.</p>")
    assert unanswered(body) == [one_line(part) for part in shape_of(form).parts]
    assert clean(body) == body
    assert from_text(to_text(body)) == body
    assert laid_out(body, form) == body


def test_what_was_left_empty_is_never_read():
    body = laid_out("<p>Un repas.</p>", Form.HOWTO)

    assert for_readers(body) == "<p>Un repas.</p>"


def test_what_was_filled_in_stays_with_its_heading():
    body = f"<h2>{HOWTO[0]}</h2><p>À manger.</p><h2>{HOWTO[1]}</h2><h2>Chez nous</h2>"

    assert for_readers(body) == f"<h2>{HOWTO[0]}</h2><p>À manger.</p><h2>Chez nous</h2>"
    assert unanswered(body) == [HOWTO[1]]
    assert bare_headings(body) == ["Chez nous"]


def test_the_questions_of_a_breve_go_and_its_sentences_stay():
    body = "".join(f"<h2>{part}</h2><p>Ici.</p>" for part in BRIEF)

    assert for_readers(body) == "<p>Ici.</p>" * 5


def test_a_heading_with_parts_of_its_own_is_not_empty():
    body = f"<h2>{HOWTO[3]}</h2><h3>D’abord</h3><p>La table.</p>"

    assert for_readers(body) == body


def test_another_form_takes_the_place_of_what_nobody_wrote_under():
    brief = laid_out("<p>Un repas.</p>", Form.BRIEF)
    begun = brief.replace(f"<h2>{BRIEF[1]}</h2>", f"<h2>{BRIEF[1]}</h2><p>Nous.</p>")

    body = laid_out(begun, Form.HOWTO)

    assert body == f"<p>Un repas.</p><h2>{BRIEF[1]}</h2><p>Nous.</p>" + "".join(
        f"<h2>{part}</h2>" for part in HOWTO
    )


def test_apostrophes_and_spaces_typed_otherwise_are_the_same_question():
    body = "<h2>A quoi  ça sert</h2><h2>Ce qu'il faut</h2><p>Une table.</p>"

    assert for_readers(body) == "<h2>Ce qu'il faut</h2><p>Une table.</p>"


# At the desk


def test_the_first_line_comes_first_and_a_form_is_not_asked(entraide, armelle):
    desk = workshop_of(armelle)
    first = {"body": "Il y a un banc.", "section": entraide.pk}

    page = text_of(desk.get("/ecrire/"))
    desk.post("/ecrire/", {**first, "key": str(uuid4())})
    desk.post("/ecrire/", {**first, "key": str(uuid4()), "form": "mode-d-emploi"})

    free, howto = ArticlePage.objects.order_by("pk")
    assert page.index('name="body"') < page.index('name="form"')
    assert (free.form, free.body) == ("article", "<p>Il y a un banc.</p>")
    assert (howto.form, howto.body) == (
        "mode-d-emploi",
        laid_out(free.body, howto.form),
    )


def test_a_form_can_be_asked_for_by_the_address(entraide, armelle):
    desk = workshop_of(armelle)

    brief = desk.get("/ecrire/?forme=breve").context["form"]["form"].value()
    unknown = desk.get("/ecrire/?forme=poeme").context["form"]["form"].value()

    assert (brief, unknown) == ("breve", "article")


def test_an_unknown_form_is_refused_and_nothing_is_lost(entraide, armelle):
    response = workshop_of(armelle).post(
        "/ecrire/",
        {"body": "Il y a un banc.", "section": entraide.pk, "form": "poeme"},
    )

    assert response.status_code == 422
    assert "Il y a un banc." in text_of(response)
    assert ArticlePage.objects.count() == 0


def test_the_form_is_changed_at_any_time_and_its_shape_laid_out(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    sent = writing_form(article, form="compte-rendu")

    workshop_of(armelle).post(f"/ecrire/{article.pk}/", sent)
    bare = again(article).body
    sent = writing_form(article, lay_out="on")
    workshop_of(armelle).post(f"/ecrire/{article.pk}/", sent)

    assert again(article).form == "compte-rendu"
    assert bare == "<p>Il y a un banc.</p>"
    assert again(article).body == laid_out(bare, "compte-rendu")


def test_no_question_of_a_shape_is_published(entraide, armelle):
    body = laid_out("<p>Un repas.</p>", Form.HOWTO)

    article = make_waiting(entraide, by=armelle, body=body)

    assert article.body == "<p>Un repas.</p>"


def test_nor_when_it_is_laid_out_while_the_text_waits_or_is_read(entraide, armelle):
    waiting = make_waiting(entraide, by=armelle, form=Form.HOWTO)
    public = make_article(entraide, by=armelle, form=Form.HOWTO)

    for article in (waiting, public):
        sent = writing_form(article, lay_out="on")
        workshop_of(armelle).post(f"/ecrire/{article.pk}/", sent)

    assert again(waiting).body == "<p>Il y a un banc.</p>"
    assert again(public).body == "<p>Il y a un banc.</p>"


def test_a_text_of_nothing_but_questions_is_an_empty_text(entraide, armelle):
    article = make_draft(entraide, by=armelle, body=laid_out("", Form.REPORT))

    page = text_of(workshop_of(armelle).get(f"/ecrire/{article.pk}/signature/"))

    assert "Le texte est vide" in page


def test_the_desk_shows_the_questions_of_the_form(entraide, armelle):
    article = make_draft(entraide, by=armelle, form=Form.PORTRAIT)

    page = text_of(workshop_of(armelle).get(f"/ecrire/{article.pk}/"))

    questions = [str(question) for question in shape_of(Form.PORTRAIT).questions]
    assert [question in page for question in questions] == [True] * len(questions)
