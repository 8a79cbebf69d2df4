"""What editors do with a proposed text: publish it, or send it back."""

import pytest

from articles.errors import WrongState
from articles.models import Placement
from articles.services import review
from tests.builders import (
    again,
    cosign,
    local,
    make_article,
    make_draft,
    make_picture,
    make_sent_back,
    make_waiting,
    read,
    text_of,
    workshop_of,
    writing_form,
)


def test_publishing_puts_it_online_and_tells_all_who_wrote(
    entraide, bellevue, armelle, bran, maiwenn, mailoutbox, committed
):
    article = make_waiting(entraide, by=armelle, title="Le banc d’en face")
    cosign(article, bran)

    with committed():
        response = workshop_of(maiwenn).post(
            f"/moderation/{article.pk}/publication/",
            {"seen": article.latest_revision_id},
        )

    article = again(article)
    assert response["Location"] == "/moderation/"
    assert article.stage == "published"
    assert read(bellevue, local(article)).status_code == 200
    assert sorted(mail.to for mail in mailoutbox) == [
        ["armelle-quemeneur@example.org"],
        ["bran-le-gall@example.org"],
    ]
    assert {mail.subject for mail in mailoutbox} == {"« Le banc d’en face » est publié"}
    assert article.get_absolute_url() in mailoutbox[0].body


def test_wagtail_records_who_published(entraide, armelle, maiwenn):
    article = make_waiting(entraide, by=armelle)

    review.publish(article, by=maiwenn, seen=article.latest_revision_id)

    task = again(article).workflow_states.get().task_states.get()
    assert (task.status, task.finished_by) == ("approved", maiwenn)


def test_the_queue_is_oldest_first_with_the_signatories(
    entraide, memoire, armelle, bran, maiwenn
):
    make_draft(entraide, by=armelle, title="Un brouillon")
    make_article(entraide, by=armelle, title="Déjà paru")
    make_waiting(entraide, by=armelle, title="Le premier")
    second = make_waiting(memoire, by=bran, title="Le second")
    cosign(second, armelle)

    response = workshop_of(maiwenn).get("/moderation/")

    items = response.context["page_of_list"].items
    assert [article.title for article in items] == ["Le premier", "Le second"]
    assert "par Bran Le Gall et Armelle Quéméneur" in text_of(response)


def test_the_writers_other_texts_are_beside(entraide, jardins, armelle, bran, maiwenn):
    make_article(jardins, by=armelle, title="Paru ailleurs")
    make_draft(entraide, by=armelle, title="Son brouillon")
    make_article(entraide, by=bran, title="D’un autre")
    article = make_waiting(entraide, by=armelle)

    response = workshop_of(maiwenn).get(f"/moderation/{article.pk}/")

    assert [other.title for other in response.context["others"]] == ["Paru ailleurs"]
    assert response.context["others_count"] == 1
    assert "Son brouillon" not in text_of(response)


def test_sending_back_tells_the_writer_by_mail_and_at_the_desk(
    entraide, armelle, maiwenn, mailoutbox, committed
):
    article = make_waiting(entraide, by=armelle)

    with committed():
        workshop_of(maiwenn).post(
            f"/moderation/{article.pk}/renvoi/",
            {"message": "Merci ! Il manque la date & le lieu."},
        )

    desk = workshop_of(armelle).get(f"/textes/{article.pk}/")
    assert again(article).stage == "sent-back"
    assert [a.comment for a in desk.context["answers"]] == [
        "Merci ! Il manque la date & le lieu."
    ]
    assert "Merci ! Il manque la date &amp; le lieu." in text_of(desk)
    assert [mail.to for mail in mailoutbox] == [["armelle-quemeneur@example.org"]]
    assert "Merci ! Il manque la date & le lieu." in mailoutbox[0].body
    assert f"/ecrire/{article.pk}/" in mailoutbox[0].body


def test_a_text_sent_back_leaves_the_queue_and_returns_when_proposed_again(
    entraide, armelle, maiwenn
):
    article = make_sent_back(entraide, by=armelle, editor=maiwenn)
    editor, desk = workshop_of(maiwenn), workshop_of(armelle)
    emptied = editor.get("/moderation/").context["page_of_list"].items

    desk.post(f"/ecrire/{article.pk}/", writing_form(article, body="Mardi 3 mars."))
    desk.post(
        f"/ecrire/{article.pk}/signature/",
        {"author": armelle.pk, "licence": "by-sa-4.0", "charter": "on"},
    )

    queue = editor.get("/moderation/").context["page_of_list"].items
    assert emptied == []
    assert [a.pk for a in queue] == [article.pk]
    assert again(article).body == "<p>Mardi 3 mars.</p>"
    assert article.workflow_states.count() == 1
    assert article.signatures.count() == 1


def test_what_is_published_is_what_the_writer_saved_last(entraide, armelle, maiwenn):
    article = make_waiting(entraide, by=armelle)
    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, body="Les mots d’après.")
    )

    workshop_of(maiwenn).post(
        f"/moderation/{article.pk}/publication/",
        {"seen": again(article).latest_revision_id},
    )

    assert again(article).live
    assert again(article).body == "<p>Les mots d’après.</p>"


# Wrong state


def test_a_text_that_changed_since_it_was_read_is_not_published(
    entraide, armelle, maiwenn
):
    article = make_waiting(entraide, by=armelle)
    seen = article.latest_revision_id
    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, body="Tout autre chose.")
    )
    editor = workshop_of(maiwenn)

    response = editor.post(f"/moderation/{article.pk}/publication/", {"seen": seen})

    shown = text_of(editor.get(response["Location"]))
    assert response["Location"] == f"/moderation/{article.pk}/"
    assert again(article).stage == "waiting"
    assert "Le texte a changé depuis que vous l’avez ouvert." in shown
    assert "Tout autre chose." in shown


@pytest.mark.parametrize("seen", ["", "abc", "-1", "²", "99999999999999999999"])
def test_without_what_was_read_nothing_is_published(seen, entraide, armelle, maiwenn):
    article = make_waiting(entraide, by=armelle)

    workshop_of(maiwenn).post(f"/moderation/{article.pk}/publication/", {"seen": seen})

    assert again(article).stage == "waiting"


def test_published_twice_it_is_placed_and_told_once(
    entraide, armelle, maiwenn, mailoutbox, committed
):
    article = make_waiting(entraide, by=armelle)
    editor = workshop_of(maiwenn)
    form = {"seen": article.latest_revision_id}

    with committed():
        editor.post(f"/moderation/{article.pk}/publication/", form)
        second = editor.post(f"/moderation/{article.pk}/publication/", form)

    assert second["Location"] == "/moderation/"
    assert Placement.objects.filter(article=article).count() == 1
    assert len(mailoutbox) == 1


def test_a_text_taken_back_meanwhile_is_neither_published_nor_sent_back(
    entraide, armelle, maiwenn
):
    article = make_sent_back(entraide, by=armelle, editor=maiwenn)

    with pytest.raises(WrongState):
        review.publish(article, by=maiwenn)
    with pytest.raises(WrongState):
        review.send_back(article, by=maiwenn, message="Encore un mot.")

    assert again(article).stage == "sent-back"


def test_a_picture_without_description_is_not_published(entraide, armelle, maiwenn):
    picture = make_picture(by=armelle, title="Un banc")
    article = make_waiting(entraide, by=armelle, cover=picture)
    picture.description = ""
    picture.save()
    editor = workshop_of(maiwenn)

    response = editor.post(
        f"/moderation/{article.pk}/publication/", {"seen": article.latest_revision_id}
    )

    shown = text_of(editor.get(response["Location"]))
    assert again(article).stage == "waiting"
    assert "Décrivez l’image «\u00a0Un banc\u00a0» pour qui ne la voit pas." in shown


# Bad input


@pytest.mark.parametrize("message", ["", "   ", "\n", "x" * 3001])
def test_no_decision_without_a_message(
    message, entraide, armelle, maiwenn, mailoutbox, committed
):
    article = make_waiting(entraide, by=armelle)

    with committed():
        response = workshop_of(maiwenn).post(
            f"/moderation/{article.pk}/renvoi/", {"message": message}
        )

    assert response.status_code == 422
    assert list(response.context["send_back_form"].errors) == ["message"]
    assert again(article).stage == "waiting"
    assert mailoutbox == []
