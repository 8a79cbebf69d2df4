"""A reader writes to who signed an article; no address of theirs is shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.enums import Consent
from articles.services import review
from tests.builders import (
    cosign,
    local,
    make_article,
    make_author,
    make_draft,
    make_mandate,
    make_organisation,
    make_signature,
    read,
    text_of,
    workshop_of,
)


@pytest.fixture
def article(entraide, armelle):
    return make_article(entraide, by=armelle)


def filled(**changes) -> dict:
    return {
        "message": "Ce banc, mon père l’a posé.",
        "name": "Soizic Nédélec",
        "email": "soizic@example.net",
        **changes,
    }


def react(article, **changes):
    return workshop_of(None).post(f"/reagir/?article={article.pk}", filled(**changes))


def test_every_signatory_with_an_account_is_written_to(
    article, bran, mailoutbox, bellevue
):
    cosign(article, bran, "photos")
    cosign(article, make_author("Sans Compte", account=False))

    response = react(article)

    assert response["Location"] == f"/reagir/?article={article.pk}"
    assert sorted(mail.to for mail in mailoutbox) == [
        ["armelle-quemeneur@example.org"],
        ["bran-le-gall@example.org"],
    ]
    assert mailoutbox[0].reply_to == ["soizic@example.net"]
    assert "mon père" in mailoutbox[0].body
    assert article.get_absolute_url() in mailoutbox[0].body
    assert f"/reagir/?article={article.pk}" in text_of(read(bellevue, local(article)))


def test_an_organisations_members_of_today_are_written_to(
    entraide, armelle, bran, mailoutbox
):
    garden = make_organisation("Le jardin", armelle)
    yesterday = timezone.localdate() - timedelta(days=1)
    make_mandate(bran, garden, since="2020-01-01", until=yesterday)
    article = make_article(entraide, by=armelle)
    article.signatures.all().delete()
    cosign(article, garden)

    react(article)

    assert [mail.to for mail in mailoutbox] == [["armelle-quemeneur@example.org"]]


@pytest.mark.parametrize(
    "state", [Consent.INVITED, Consent.DECLINED, Consent.WITHDRAWN]
)
def test_who_did_not_agree_to_sign_is_not_written_to(state, article, bran, mailoutbox):
    make_signature(article, bran, state)

    react(article)

    assert [mail.to for mail in mailoutbox] == [["armelle-quemeneur@example.org"]]


def test_without_any_account_the_sites_editors_are_written_to(
    article, maiwenn, goulven, mailoutbox
):
    article.signatures.all().delete()
    cosign(article, make_author("Sans Compte", account=False))

    page = text_of(workshop_of(None).get(f"/reagir/?article={article.pk}"))
    react(article)

    assert "n’a pas de compte ici" in page
    assert [mail.to for mail in mailoutbox] == [["maiwenn@example.org"]]


def test_no_address_of_a_signatory_is_on_any_answer(article):
    visitor = workshop_of(None)
    answers = [
        visitor.get(f"/reagir/?article={article.pk}"),
        visitor.post(f"/reagir/?article={article.pk}", filled(message="")),
        visitor.post(f"/reagir/?article={article.pk}", filled(), follow=True),
    ]

    assert [answer.status_code for answer in answers] == [200, 422, 200]
    assert [a for a in answers if "armelle-quemeneur@" in text_of(a)] == []


def test_only_published_articles_are_reacted_to(entraide, article, armelle, maiwenn):
    draft = make_draft(entraide, by=armelle)
    review.withdraw(article, by=maiwenn, reason="Erreur.")

    asked = [draft.pk, article.pk, "", "abc", "9" * 13, "²", entraide.pk, "-1"]

    answers = [workshop_of(None).get("/reagir/", {"article": pk}) for pk in asked]
    assert [answer.status_code for answer in answers] == [404] * len(asked)


@pytest.mark.parametrize(
    "changes",
    [
        {"message": ""},
        {"message": "x" * 3001},
        {"message": "a\0b"},
        {"email": "soizic@example.net\nBcc: tous@example.net"},
        {"name": ""},
    ],
)
def test_what_is_wrong_sends_nothing(changes, article, mailoutbox):
    response = react(article, **changes)

    assert response.status_code == 422
    assert mailoutbox == []


def test_a_robot_learns_nothing_and_sends_nothing(article, mailoutbox):
    response = react(article, website="http://spam")

    assert response["Location"] == f"/reagir/?article={article.pk}"
    assert mailoutbox == []


def test_five_messages_an_hour_in_one_name(article, mailoutbox):
    answers = [react(article, message=f"Message {n}").status_code for n in range(6)]

    assert answers == [302] * 5 + [429]
    assert len(mailoutbox) == 5
