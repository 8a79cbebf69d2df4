"""Signing a text and proposing it, taking it back."""

import pytest

from articles.enums import Consent, Licence, Role
from articles.models import Signature
from authors.models import Author
from tests.builders import (
    again,
    cosign,
    make_article,
    make_draft,
    make_mandate,
    make_organisation,
    make_picture,
    make_waiting,
    picture_in_body,
    text_of,
    workshop_of,
    writing_form,
)

SIGN = {"licence": "by-sa-4.0", "charter": "on"}


def test_signing_records_who_signed_which_words_under_which_licence(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/signature/",
        {"author": armelle.pk, "licence": "by-nc-sa-4.0", "charter": "on"},
    )

    article = again(article)
    signature = article.signatures.get()
    assert response["Location"] == f"/textes/{article.pk}/"
    assert article.stage == "waiting"
    assert article.licence == Licence.BY_NC_SA_4
    assert (signature.author, signature.role) == (armelle, Role.TEXT)
    assert signature.state == Consent.ACCEPTED
    assert signature.accepted_at is not None
    assert signature.revision == article.latest_revision
    assert signature.revision.as_object().licence == "by-nc-sa-4.0"


def test_the_editors_of_the_site_are_told_and_nobody_else(
    entraide, armelle, maiwenn, goulven, reseau, mailoutbox, committed
):
    article = make_draft(entraide, by=armelle, title="Le banc d’en face")

    with committed():
        workshop_of(armelle).post(
            f"/ecrire/{article.pk}/signature/", {**SIGN, "author": armelle.pk}
        )

    assert [(mail.to, mail.subject) for mail in mailoutbox] == [
        (["maiwenn@example.org"], "Un texte attend à Bellevue")
    ]
    assert f"/moderation/{article.pk}/" in mailoutbox[0].body


def test_the_byline_is_made_at_the_first_signature(entraide, armelle, passant):
    article = make_draft(entraide, by=armelle)
    article.owner = passant
    article.save(clean=False)

    workshop_of(passant).post(
        f"/ecrire/{article.pk}/signature/", {**SIGN, "name": "  Yuna   Le Borgne "}
    )

    made = Author.objects.get(user=passant)
    assert (made.name, made.slug) == ("Yuna Le Borgne", "yuna-le-borgne")
    assert made.filed_as == "le borgne yuna"
    assert [s.author for s in again(article).signatures.all()] == [made]


def test_a_member_signs_for_the_organisation(entraide, armelle):
    lavoirs = make_organisation("Les Lavoirs", armelle)
    article = make_draft(entraide, by=armelle)

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/signature/", {**SIGN, "author": lavoirs.pk}
    )

    assert [s.author for s in again(article).signatures.all()] == [lavoirs]


def test_saving_while_it_waits_signs_the_new_words(entraide, armelle, bran):
    article = make_waiting(entraide, by=armelle)
    cosign(article, bran)
    before = article.signatures.get(author=armelle).accepted_at

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/",
        writing_form(article, body="Il y a un banc, *et un chat*."),
    )

    article = again(article)
    hers = article.signatures.get(author=armelle)
    his = article.signatures.get(author=bran)
    assert article.stage == "waiting"
    assert hers.revision == article.latest_revision
    assert hers.accepted_at > before
    # He has not read the new words yet.
    assert his.revision != article.latest_revision


def test_taking_back_makes_it_a_draft_that_keeps_its_words(entraide, armelle, maiwenn):
    article = make_waiting(entraide, by=armelle)

    workshop_of(armelle).post(f"/ecrire/{article.pk}/reprise/")

    queue = workshop_of(maiwenn).get("/moderation/").context["page_of_list"]
    assert again(article).stage == "draft"
    assert again(article).body == "<p>Il y a un banc.</p>"
    assert queue.items == []


def test_a_text_taken_back_is_proposed_again(entraide, armelle):
    article = make_waiting(entraide, by=armelle)
    desk = workshop_of(armelle)
    desk.post(f"/ecrire/{article.pk}/reprise/")

    desk.post(f"/ecrire/{article.pk}/signature/", {**SIGN, "author": armelle.pk})

    assert again(article).stage == "waiting"
    assert article.signatures.count() == 1


# Who may not


def test_nobody_signs_with_somebody_elses_name(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/signature/", {**SIGN, "author": bran.pk}
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["author"]
    assert again(article).stage == "draft"
    assert Signature.objects.count() == 0


@pytest.mark.parametrize(
    ("since", "until"),
    [("2020-01-01", "2020-12-31"), ("2999-01-01", None)],
    ids=["mandate over", "mandate to come"],
)
def test_a_mandate_counts_on_its_days_alone(since, until, entraide, armelle):
    lavoirs = make_organisation("Les Lavoirs")
    make_mandate(armelle, lavoirs, since=since, until=until)
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/signature/", {**SIGN, "author": lavoirs.pk}
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["author"]
    assert Signature.objects.count() == 0


def test_a_former_member_no_longer_writes_in_the_organisations_text(
    entraide, armelle, bran
):
    lavoirs = make_organisation("Les Lavoirs")
    make_mandate(bran, lavoirs, since="2020-01-01", until="2020-12-31")
    article = make_draft(entraide, by=armelle)
    cosign(article, lavoirs)

    response = workshop_of(bran).get(f"/ecrire/{article.pk}/")

    assert response.status_code == 404


# Wrong state


def test_sent_twice_it_is_signed_once(
    entraide, armelle, mailoutbox, committed, maiwenn
):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)
    form = {**SIGN, "author": armelle.pk}

    with committed():
        desk.post(f"/ecrire/{article.pk}/signature/", form)
        again_sent = desk.post(f"/ecrire/{article.pk}/signature/", form)

    assert again_sent["Location"] == f"/textes/{article.pk}/"
    assert article.signatures.count() == 1
    assert article.workflow_states.count() == 1
    assert len(mailoutbox) == 1


def test_a_published_article_is_not_proposed_again(entraide, armelle):
    article = make_article(entraide, by=armelle)

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/signature/", {**SIGN, "author": armelle.pk}
    )

    assert again(article).stage == "published"
    assert article.workflow_states.count() == 0


def test_a_draft_cannot_be_taken_back(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(f"/ecrire/{article.pk}/reprise/")

    shown = workshop_of(armelle).get(response["Location"])
    assert response["Location"] == f"/textes/{article.pk}/"
    assert shown.status_code == 200
    assert again(article).stage == "draft"


# Bad input


def test_without_the_charter_nothing_is_signed(entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/signature/", {"author": armelle.pk, "licence": "by-4.0"}
    )

    assert response.status_code == 422
    assert response.context["form"].errors == {
        "charter": ["Lisez la charte et cochez cette case."]
    }
    assert again(article).stage == "draft"


@pytest.mark.parametrize("licence", ["", "reserved", "by-nc-sa-2.0-fr", "x", "\x00"])
def test_a_licence_that_is_not_proposed_is_refused(licence, entraide, armelle):
    article = make_draft(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/signature/",
        {"author": armelle.pk, "licence": licence, "charter": "on"},
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["licence"]
    assert again(article).licence == Licence.BY_SA_4


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Champ requis."),
        ("  ", "Champ requis."),
        ("1234", "Écrivez un nom avec des lettres."),
        (
            "yuna@example.org",
            "Une signature est un nom, pas une adresse e-mail ni un site.",
        ),
        (
            "https://yuna.example",
            "Une signature est un nom, pas une adresse e-mail ni un site.",
        ),
    ],
)
def test_a_name_that_is_no_name_is_refused(name, sentence, entraide, armelle, passant):
    article = make_draft(entraide, by=armelle)
    article.owner = passant
    article.save(clean=False)

    response = workshop_of(passant).post(
        f"/ecrire/{article.pk}/signature/", {**SIGN, "name": name}
    )

    assert response.status_code == 422
    assert response.context["form"].errors == {"name": [sentence]}
    assert not Author.objects.filter(user=passant).exists()


def test_what_readers_would_miss_is_said_in_a_sentence_each(entraide, armelle):
    picture = make_picture(by=armelle, description="", credit="", title="Un banc")
    article = make_draft(entraide, by=armelle, title="", body=picture_in_body(picture))

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/signature/",
        {**SIGN, "author": armelle.pk, "pictures": "on"},
    )

    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "Donnez un titre à votre texte.",
        "Le texte est vide : écrivez au moins quelques lignes.",
        "Décrivez l’image «\u00a0Un banc\u00a0» pour qui ne la voit pas.",
        "Dites qui a fait l’image «\u00a0Un banc\u00a0».",
    ]
    assert again(article).stage == "draft"
    assert Signature.objects.count() == 0


def test_a_refused_signature_makes_no_byline(entraide, armelle, passant):
    article = make_draft(entraide, by=armelle, body="")
    article.owner = passant
    article.save(clean=False)

    response = workshop_of(passant).post(
        f"/ecrire/{article.pk}/signature/", {**SIGN, "name": "Yuna Le Borgne"}
    )

    assert response.status_code == 422
    assert 'value="Yuna Le Borgne"' in text_of(response)
    assert not Author.objects.filter(name="Yuna Le Borgne").exists()
