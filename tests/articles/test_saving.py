"""What is written is saved by itself, and nothing is overwritten silently."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Revision

from articles.services import review, writing
from tests.builders import (
    again,
    cosign,
    local,
    make_article,
    make_draft,
    make_picture,
    make_sent_back,
    make_waiting,
    make_withdrawn,
    picture_in_body,
    read,
    text_of,
    workshop_of,
    writing_form,
)


class Tab:
    """An open writing page, as its script saves."""

    def __init__(self, article, author):
        self.article, self.author = article, author
        self.desk = workshop_of(author)
        self.key, self.number = str(uuid4()), 0
        self.form = writing_form(article)
        self.form.pop("body")
        self.form["body_html"] = again(article).as_written().body

    def save(self, *, late=0, **changes):
        self.number += 1
        self.form |= changes
        sent = {"key": self.key, "number": self.number - late}
        sent |= {"writer": self.author.user.pk}
        answer = self.desk.post(
            f"/ecrire/{self.article.pk}/sauvegarde/",
            self.form | sent,
            HTTP_ACCEPT="application/json",
        )
        told = answer.json()
        if "revision" in told and answer.status_code != 409:
            self.form["seen"] = told["revision"]
        return answer.status_code, told


def bodies(article) -> list[str]:
    """The body of each version, oldest first."""
    revisions = Revision.objects.for_instance(article).order_by("created_at", "pk")
    return [revision.content["body"] for revision in revisions]


def test_what_is_written_is_saved_and_the_answer_is_true(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    tab = Tab(article, armelle)

    code, told = tab.save(body_html="<p>Deux bancs.</p>", chapo="Là.", tags="vélo, mer")

    saved = again(article)
    assert (code, told["status"]) == (200, "saved")
    assert told["revision"] == saved.latest_revision_id
    assert told["saved_at"] == saved.latest_revision_created_at.isoformat()
    assert (saved.body, saved.chapo) == ("<p>Deux bancs.</p>", "Là.")
    assert sorted(saved.tags.names()) == ["mer", "vélo"]
    assert saved.latest_revision.as_object().body == "<p>Deux bancs.</p>"


def test_many_saves_of_one_sitting_are_one_version(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    tab = Tab(article, armelle)

    for words in ("D", "Deux", "Deux bancs", "Deux bancs."):
        tab.save(body_html=f"<p>{words}</p>")

    assert bodies(article) == ["<p>Il y a un banc.</p>", "<p>Deux bancs.</p>"]


def test_each_save_has_a_name_of_its_own(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    tab = Tab(article, armelle)

    names = [tab.save(body_html=f"<p>{n}</p>")[1]["revision"] for n in range(3)]

    assert sorted(set(names)) == names


def test_the_page_opened_anew_begins_another_version(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    for words in ("Hier.", "Ce matin."):
        tab = Tab(article, armelle)
        tab.save(body_html=f"<p>{words}</p>")

    assert bodies(article)[1:] == ["<p>Hier.</p>", "<p>Ce matin.</p>"]


def test_after_a_pause_a_new_version_begins(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    tab = Tab(article, armelle)
    tab.save(body_html="<p>Avant la pause.</p>")
    ago = timezone.now() - timedelta(minutes=11)
    Revision.objects.filter(pk=tab.form["seen"]).update(created_at=ago)

    tab.save(body_html="<p>Après.</p>")

    assert sorted(bodies(article)) == [
        *("<p>Après.</p>", "<p>Avant la pause.</p>", "<p>Il y a un banc.</p>")
    ]


def test_what_was_signed_and_proposed_stays_in_the_history(entraide, armelle):
    article = make_waiting(entraide, by=armelle, body="<p>Proposé.</p>")
    signed = article.signatures.get().revision
    tab = Tab(article, armelle)

    for words in ("Encore", "Encore un mot."):
        tab.save(body_html=f"<p>{words}</p>")

    assert again(article).body == "<p>Encore un mot.</p>"
    assert bodies(article)[-2:] == ["<p>Proposé.</p>", "<p>Encore un mot.</p>"]
    assert again(article).signatures.get().revision == signed
    assert signed.content["body"] == "<p>Proposé.</p>"


def test_what_an_editor_read_or_sent_back_stays_too(entraide, armelle, maiwenn):
    article = make_waiting(entraide, by=armelle)
    tab = Tab(article, armelle)
    tab.save(body_html="<p>Lu.</p>")
    workshop_of(maiwenn).get(f"/moderation/{article.pk}/")
    tab.save(body_html="<p>Renvoyé.</p>")
    review.send_back(again(article), by=maiwenn, message="Il manque la date.")

    tab.save(body_html="<p>Repris.</p>")

    assert bodies(article)[-3:] == ["<p>Lu.</p>", "<p>Renvoyé.</p>", "<p>Repris.</p>"]


def test_an_editor_publishes_only_the_words_that_were_read(entraide, armelle, maiwenn):
    article = make_waiting(entraide, by=armelle)
    tab = Tab(article, armelle)
    _code, told = tab.save(body_html="<p>Lu.</p>")
    tab.save(body_html="<p>Lu, puis changé.</p>")

    workshop_of(maiwenn).post(
        f"/moderation/{article.pk}/publication/", {"seen": told["revision"]}
    )

    assert again(article).stage == "waiting"


def test_a_published_text_is_corrected_by_the_button_alone(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle)
    tab = Tab(article, armelle)

    code, _told = tab.save(body_html="<p>Deux bancs.</p>", title="Les bancs")
    before = text_of(read(bellevue, local(article)))
    form = text_of(workshop_of(armelle).get(f"/ecrire/{article.pk}/"))
    tab.desk.post(f"/ecrire/{article.pk}/", tab.form | {"key": tab.key, "number": 9})
    after = text_of(read(bellevue, local(article)))

    assert code == 200
    assert "Il y a un banc." in before
    assert "Deux bancs." not in before
    assert "&lt;p&gt;Deux bancs.&lt;/p&gt;" in form
    assert 'value="Les bancs"' in form
    assert "Deux bancs." in after


def test_a_correction_that_was_begun_does_not_come_back_with_a_restoration(
    entraide, bellevue, armelle
):
    article = make_article(entraide, by=armelle)
    Tab(article, armelle).save(body_html="<p>Pas encore.</p>")
    review.withdraw(again(article), by=armelle.user, reason="Une erreur.")

    review.restore(again(article), by=armelle.user)

    assert again(article).body == "<p>Il y a un banc.</p>"
    assert "Pas encore." not in text_of(read(bellevue, local(article)))
    assert "<p>Pas encore.</p>" in bodies(article)


def test_two_tabs_are_told_of_each_other(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    one, other = Tab(article, armelle), Tab(article, armelle)
    one.save(body_html="<p>Du premier onglet.</p>")

    code, told = other.save(body_html="<p>Du second.</p>")

    assert (code, told["status"], told["by"]) == (409, "conflict", "vous-même")
    assert told["fields"]["body_html"] == "<p>Du premier onglet.</p>"
    assert again(article).body == "<p>Du premier onglet.</p>"


def test_a_tab_left_open_while_another_saves_many_times_is_told(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    one = Tab(article, armelle)
    one.save(body_html="<p>Un.</p>")
    other = Tab(article, armelle)
    one.save(body_html="<p>Un, deux.</p>")

    code, told = other.save(body_html="<p>À part.</p>")

    assert (code, told["fields"]["body_html"]) == (409, "<p>Un, deux.</p>")


def test_a_cosignatory_is_named_to_the_other(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    cosign(article, bran)
    hers, his = Tab(article, armelle), Tab(article, bran)
    his.save(body_html="<p>À lui.</p>")

    code, told = hers.save(body_html="<p>À elle.</p>")

    assert (code, told["by"]) == (409, "Bran Le Gall")


def test_an_answer_that_was_lost_is_no_conflict(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    tab = Tab(article, armelle)
    before = tab.form["seen"]
    tab.save(body_html="<p>Arrivé.</p>")
    tab.form["seen"] = before

    code, _told = tab.save(body_html="<p>Arrivé, et la suite.</p>")

    assert code == 200
    assert again(article).body == "<p>Arrivé, et la suite.</p>"


def test_a_save_that_comes_late_overwrites_nothing(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    tab = Tab(article, armelle)
    tab.save(body_html="<p>Plus tard.</p>")

    code, told = tab.save(late=1, body_html="<p>Plus tôt.</p>")

    assert (code, told["revision"]) == (200, again(article).latest_revision_id)
    assert again(article).body == "<p>Plus tard.</p>"


def test_saving_the_same_words_makes_no_version(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    _code, told = Tab(article, armelle).save()

    assert told["revision"] == article.latest_revision_id
    assert len(bodies(article)) == 1


def test_the_button_after_a_lost_answer_is_no_conflict(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    tab = Tab(article, armelle)
    before = tab.form["seen"]
    tab.save(body_html="<p>Arrivé.</p>")
    last = {"seen": before, "key": tab.key, "number": 2, "body_html": "<p>Fini.</p>"}

    response = tab.desk.post(f"/ecrire/{article.pk}/", tab.form | last)

    page = tab.desk.get(response["Location"])
    assert response.status_code == 302
    assert again(article).body == "<p>Fini.</p>"
    assert f'data-key="{tab.key}" data-number="2" data-newest' in text_of(page)


def test_a_field_that_is_refused_is_told_and_the_others_are_saved(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    code, told = Tab(article, armelle).save(
        body_html="<p>Deux bancs.</p>", origin_url="pas une adresse", title=""
    )

    assert (code, told["status"]) == (422, "invalid")
    assert sorted(told["errors"]) == ["origin_url", "title"]
    assert told["revision"] == again(article).latest_revision_id
    assert again(article).body == "<p>Deux bancs.</p>"
    assert again(article).title == "Le banc"


def test_a_picture_of_somebody_else_is_refused(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    picture = make_picture(by=bran)

    code, told = Tab(article, armelle).save(body_html=picture_in_body(picture))

    assert (code, list(told["errors"])) == (422, ["body"])
    assert again(article).body == "<p>Il y a un banc.</p>"


def test_signed_out_it_says_so_without_leading_elsewhere(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    tab = Tab(article, armelle)
    tab.desk = workshop_of(None)

    assert tab.save(body_html="<p>Ici.</p>") == (401, {"status": "signed-out"})
    assert again(article).body == "<p>Il y a un banc.</p>"


def test_another_account_in_the_same_browser_saves_nothing(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    cosign(article, bran)
    tab = Tab(article, armelle)
    tab.desk = workshop_of(bran)

    assert tab.save(body_html="<p>Ici.</p>") == (403, {"status": "other-account"})
    assert again(article).body == "<p>Il y a un banc.</p>"


def test_a_text_that_was_withdrawn_or_is_not_mine_is_gone(
    entraide, armelle, bran, maiwenn
):
    gone = make_withdrawn(entraide, by=armelle, withdrawn_by=maiwenn, reason="Erreur.")
    other = make_draft(entraide, by=bran)

    assert Tab(gone, armelle).save(chapo="Ici.") == (404, {"status": "gone"})
    assert Tab(other, armelle).save(chapo="Ici.") == (404, {"status": "gone"})


@pytest.mark.parametrize(
    "changes", [{"key": "x"}, {"key": ""}, {"number": "0"}, {"number": "a"}]
)
def test_a_page_that_does_not_say_which_it_is_saves_nothing(changes, entraide, armelle):
    article = make_draft(entraide, by=armelle)
    sent = {"key": str(uuid4()), "number": 1, "writer": armelle.user.pk} | changes

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/sauvegarde/",
        writing_form(article, body="Autre.") | sent,
    )

    assert response.status_code == 422
    assert again(article).body == "<p>Il y a un banc.</p>"


def test_a_form_that_expired_is_told_in_its_own_language(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)
    desk.client.handler.enforce_csrf_checks = True

    response = desk.post(
        f"/ecrire/{article.pk}/sauvegarde/", {}, HTTP_ACCEPT="application/json"
    )

    assert (response.status_code, response.json()) == (403, {"status": "expired"})


def test_the_page_learns_who_is_signed_in_and_a_new_token(armelle):
    hers = workshop_of(armelle).get("/ecrire/session/")
    nobodys = workshop_of(None).get("/ecrire/session/")

    assert hers.json()["user"] == armelle.user.pk
    assert nobodys.json()["user"] is None
    assert len(hers.json()["token"]) == 64
    assert "no-store" in hers["Cache-Control"]


def test_a_save_costs_the_same_whatever_the_history(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    tab = Tab(article, armelle)
    tab.save(body_html="<p>0</p>")
    costs = []

    for words in range(1, 4):
        with CaptureQueriesContext(connection) as queries:
            tab.save(body_html=f"<p>{words}</p>")
        costs.append(len(queries))
        for _pass in range(5):
            Tab(article, armelle).save(body_html=f"<p>{words} {_pass}</p>")
        tab = Tab(article, armelle)
        tab.save(body_html=f"<p>{words}</p>")

    assert costs == costs[:1] * 3
    # Wagtail indexes a page twice when its words and its revision are saved.
    assert costs[0] <= 120


# Both texts


def conflict(article, author, **typed):
    """Somebody else saved since: what `author` gets for her own save."""
    desk = workshop_of(author)
    hers = writing_form(article, **typed)
    writing.save_text(
        article,
        by=article.owner,
        fields={"title": "Leur titre", "body": "<p>Un banc rouge.</p><p>Fin.</p>"},
    )
    shown = desk.post(f"/ecrire/{article.pk}/deux-versions/", hers)
    return (
        desk,
        shown,
        dict(re.findall(r'name="(mine|seen)" value="(\d+)"', text_of(shown))),
    )


def test_both_texts_are_kept_before_anything_is_chosen(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    _desk, shown, _sent = conflict(article, armelle, body="Un banc bleu.\n\nFin.")

    assert shown.status_code == 409
    assert again(article).body == "<p>Un banc rouge.</p><p>Fin.</p>"
    assert "<p>Un banc bleu.</p><p>Fin.</p>" in bodies(article)
    assert again(article).latest_revision.is_latest_revision()
    assert [field.name for field in shown.context["fields"]] == ["title"]
    assert [c.paragraph.change for c in shown.context["paragraphs"]] == [
        *("changed", "same")
    ]


@pytest.mark.parametrize(
    ("choice", "title", "body"),
    [
        ({"whole": "new"}, "Le banc", "<p>Un banc bleu.</p><p>Fin.</p>"),
        ({"whole": "old"}, "Leur titre", "<p>Un banc rouge.</p><p>Fin.</p>"),
        (
            {"title": "old", "p0": "new"},
            "Leur titre",
            "<p>Un banc bleu.</p><p>Fin.</p>",
        ),
        (
            {"title": "new", "p0": "both"},
            "Le banc",
            "<p>Un banc rouge.</p><p>Un banc bleu.</p><p>Fin.</p>",
        ),
        (
            {"p0": "' OR 1=1", "p77": "new"},
            "Le banc",
            "<p>Un banc rouge.</p><p>Un banc bleu.</p><p>Fin.</p>",
        ),
    ],
)
def test_the_person_chooses_for_each_paragraph_or_the_whole(
    choice, title, body, entraide, armelle
):
    article = make_draft(entraide, by=armelle)
    desk, _shown, sent = conflict(article, armelle, body="Un banc bleu.\n\nFin.")

    response = desk.post(f"/ecrire/{article.pk}/deux-versions/", {**sent, **choice})

    assert response["Location"] == f"/ecrire/{article.pk}/"
    assert (again(article).title, again(article).body) == (title, body)
    assert "<p>Un banc rouge.</p><p>Fin.</p>" in bodies(article)
    assert "<p>Un banc bleu.</p><p>Fin.</p>" in bodies(article)


def test_a_third_version_meanwhile_is_shown_too(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk, _shown, sent = conflict(article, armelle, body="Un banc bleu.")
    writing.save_text(article, by=armelle.user, fields={"body": "<p>Un vert.</p>"})

    response = desk.post(
        f"/ecrire/{article.pk}/deux-versions/", {**sent, "whole": "new"}
    )

    assert response.status_code == 409
    assert again(article).body == "<p>Un vert.</p>"
    assert str(again(article).latest_revision_id) in re.findall(
        r'name="seen" value="(\d+)"', text_of(response)
    )


def test_choosing_publishes_nothing(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle)
    desk, _shown, sent = conflict(article, armelle, body="Un banc bleu.")

    desk.post(f"/ecrire/{article.pk}/deux-versions/", {**sent, "whole": "new"})

    assert "Un banc bleu." not in text_of(read(bellevue, local(article)))
    assert again(article).as_written().body == "<p>Un banc bleu.</p>"


def test_sent_twice_the_second_text_is_kept_once(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk, _shown, _sent = conflict(article, armelle, body="Un banc bleu.")
    count = len(bodies(article))

    desk.post(
        f"/ecrire/{article.pk}/deux-versions/",
        writing_form(article, title="Le banc", body="Un banc bleu."),
    )

    assert len(bodies(article)) == count


@pytest.mark.parametrize("mine", ["0", "abc", "9" * 30, ""])
def test_a_version_that_is_not_this_texts_is_not_found(mine, entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/deux-versions/", {"mine": mine, "whole": "new"}
    )

    assert response.status_code == 404


def test_the_version_of_another_text_is_not_found(entraide, armelle, bran):
    article, other = make_draft(entraide, by=armelle), make_draft(entraide, by=bran)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/deux-versions/",
        {"mine": other.latest_revision_id, "whole": "new"},
    )

    assert response.status_code == 404


def test_a_sent_back_text_is_saved_too(entraide, armelle, maiwenn):
    article = make_sent_back(entraide, by=armelle, editor=maiwenn)

    code, _told = Tab(article, armelle).save(chapo="Le 3 mars.")

    assert code == 200
    assert again(article).chapo == "Le 3 mars."
