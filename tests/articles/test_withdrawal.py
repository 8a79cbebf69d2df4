"""Taking a published article offline, and putting it back."""

import pytest

from articles.models import Withdrawal
from tests.builders import (
    again,
    cosign,
    local,
    make_article,
    make_waiting,
    make_withdrawn,
    read,
    text_of,
    workshop_of,
)


def test_a_withdrawn_article_answers_410_with_the_reason(
    entraide, bellevue, armelle, maiwenn
):
    article = make_article(entraide, by=armelle, title="Les mots du banc")

    workshop_of(maiwenn).post(
        f"/textes/{article.pk}/retrait/", {"reason": "Une <b>personne</b> s’y oppose."}
    )

    response = read(bellevue, local(article))
    withdrawal = Withdrawal.objects.get()
    assert response.status_code == 410
    assert "Une &lt;b&gt;personne&lt;/b&gt; s’y oppose." in text_of(response)
    assert "Il y a un banc." not in text_of(response)
    assert (withdrawal.article_id, withdrawal.by) == (article.pk, maiwenn)
    assert withdrawal.lifted_at is None


def test_the_writers_are_told_why(
    entraide, armelle, bran, maiwenn, mailoutbox, committed
):
    article = make_article(entraide, by=armelle)
    cosign(article, bran)

    with committed():
        workshop_of(maiwenn).post(
            f"/textes/{article.pk}/retrait/", {"reason": "Une date est fausse."}
        )

    assert sorted(mail.to for mail in mailoutbox) == [
        ["armelle-quemeneur@example.org"],
        ["bran-le-gall@example.org"],
    ]
    assert all("Une date est fausse." in mail.body for mail in mailoutbox)


def test_who_withdraws_her_own_article_is_not_written_to(
    entraide, armelle, bran, mailoutbox, committed
):
    article = make_article(entraide, by=armelle)
    cosign(article, bran)

    with committed():
        workshop_of(armelle).post(
            f"/textes/{article.pk}/retrait/", {"reason": "Je préfère."}
        )

    assert again(article).stage == "withdrawn"
    assert [mail.to for mail in mailoutbox] == [["bran-le-gall@example.org"]]


def test_restored_it_is_as_it_was_at_its_old_date(entraide, bellevue, armelle, maiwenn):
    article = make_withdrawn(
        entraide, by=armelle, withdrawn_by=maiwenn, reason="Erreur."
    )
    date = article.placements.get().published_at

    workshop_of(maiwenn).post(f"/textes/{article.pk}/remise-en-ligne/")

    article = again(article)
    assert article.stage == "published"
    assert article.placements.get().published_at == date
    assert article.placements.get().live is True
    assert Withdrawal.objects.get().lifted_at is not None
    assert read(bellevue, local(article)).status_code == 200


def test_withdrawn_again_after_a_restoration_each_record_stays(
    entraide, armelle, maiwenn
):
    article = make_withdrawn(entraide, by=armelle, withdrawn_by=maiwenn, reason="Un.")
    editor = workshop_of(maiwenn)
    editor.post(f"/textes/{article.pk}/remise-en-ligne/")

    editor.post(f"/textes/{article.pk}/retrait/", {"reason": "Deux."})

    records = Withdrawal.objects.order_by("at").values_list("reason", "lifted_at")
    assert [(reason, at is None) for reason, at in records] == [
        ("Un.", False),
        ("Deux.", True),
    ]


# Who may not


def test_a_writer_cannot_undo_what_an_editor_decided(entraide, armelle, maiwenn):
    article = make_withdrawn(
        entraide, by=armelle, withdrawn_by=maiwenn, reason="Erreur."
    )

    response = workshop_of(armelle).post(f"/textes/{article.pk}/remise-en-ligne/")

    assert response.status_code == 404
    assert again(article).stage == "withdrawn"


# Wrong state


def test_what_is_not_online_cannot_be_withdrawn(entraide, bellevue, armelle, maiwenn):
    article = make_waiting(entraide, by=armelle)

    workshop_of(maiwenn).post(f"/textes/{article.pk}/retrait/", {"reason": "Erreur."})

    assert again(article).stage == "waiting"
    assert Withdrawal.objects.count() == 0
    assert read(bellevue, local(article)).status_code == 404


# Bad input


@pytest.mark.parametrize("reason", ["", "   ", "x" * 1001, "\x00"])
def test_no_withdrawal_without_a_reason(reason, entraide, armelle, maiwenn):
    article = make_article(entraide, by=armelle)

    workshop_of(maiwenn).post(f"/textes/{article.pk}/retrait/", {"reason": reason})

    assert again(article).stage == "published"
    assert Withdrawal.objects.count() == 0
