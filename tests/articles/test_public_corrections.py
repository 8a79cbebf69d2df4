"""What changed in a published text is there for everybody to read."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Correction
from articles.services import corrections, review
from tests.builders import (
    again,
    cosign,
    local,
    make_article,
    make_draft,
    make_withdrawn,
    read,
    text_of,
    workshop_of,
    writing_form,
)

YESTERDAY = timezone.now() - timedelta(days=1)
REASON = "Une adresse privée s’y lisait."


def correct(article, by, **changes):
    return workshop_of(by).post(
        f"/ecrire/{article.pk}/", writing_form(article, **changes)
    )


def page_of(article, site="bellevue.localhost"):
    return read(site, f"{local(article)}corrections/")


def editors_form(article, **changes):
    article = again(article)
    return {
        "title": article.title,
        "chapo": article.chapo,
        "body": "Il y a un banc.",
        "reason": REASON,
        "seen": article.latest_revision_id,
        **changes,
    }


def test_a_correction_shows_its_words_its_date_and_who_signed_it(
    entraide, armelle, bran
):
    article = make_article(
        entraide,
        by=armelle,
        body="<p>Il y a un banc rouge.</p>",
        published_at=YESTERDAY,
    )
    cosign(article, bran)

    correct(article, bran, title="Le banc vert", body="Il y a un banc vert.")

    page = text_of(page_of(article))
    shown = text_of(read("bellevue.localhost", local(article)))
    assert "<del>rouge</del><ins>vert</ins>" in page
    assert "Le banc<ins> vert</ins>" in page
    assert f'{bran.get_absolute_url()}">Bran Le Gall</a>' in page
    assert armelle.name not in page
    assert f'href="{article.get_absolute_url()}corrections/"' in shown


def test_a_name_taken_back_leaves_the_corrections_it_signed(entraide, armelle, bran):
    article = make_article(entraide, by=armelle)
    signature = cosign(article, bran)
    correct(article, bran, body="Il y a deux bancs.")
    before = text_of(page_of(article))

    workshop_of(bran).post(f"/signatures/{signature.pk}/retrait/")

    page = text_of(page_of(article))
    assert "Bran Le Gall" in before
    assert "Bran" not in page
    assert "Corrigé par un de ses signataires." in page


def test_the_page_names_the_date_of_the_signed_version(entraide, armelle):
    article = make_article(entraide, by=armelle)
    article.revisions.update(created_at="2026-03-04T12:00:00Z")

    page = text_of(read("bellevue.localhost", local(article)))

    assert "Version du" in page
    assert "4 mars 2026</time>" in page


def test_where_only_tags_changed_no_word_is_said_to(entraide, armelle):
    article = make_article(entraide, by=armelle)

    correct(article, armelle, tags="peinture")

    assert Correction.objects.count() == 0
    assert "Aucun mot n’a changé" in text_of(page_of(article))


def test_markup_that_people_type_is_shown_as_words(entraide, armelle):
    article = make_article(entraide, by=armelle)

    correct(article, armelle, title="<script>alert(1)</script>")

    page = text_of(page_of(article))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_a_text_written_anew_is_told_by_its_beginning(entraide, armelle):
    old = make_draft(entraide, by=armelle)
    new = again(old)
    new.body = "".join(f"<p>Mot {n} {'long ' * 400}</p>" for n in range(60))

    changes = corrections.differences(old, new)

    told = sum(len(text) for entry in changes for _c, text in entry["pieces"])
    assert changes[-1]["field"] == "more"
    assert told <= corrections.MOST_CHARACTERS


@pytest.mark.parametrize("number", [1, 3])
def test_corrections_cost_the_same_whatever_their_number(
    number, entraide, armelle, django_assert_num_queries
):
    article = make_article(entraide, by=armelle)
    for n in range(number):
        correct(article, armelle, body=f"Il y a {n + 5} bancs.")
    read("bellevue.localhost", "/")

    with django_assert_num_queries(5):
        page_of(article)


def test_what_is_not_online_has_no_corrections(entraide, armelle, maiwenn):
    draft = make_draft(entraide, by=armelle)
    gone = make_article(entraide, by=armelle, title="Parti")
    correct(gone, armelle, body="Secret.")
    review.withdraw(gone, by=maiwenn, reason="Erreur.")

    assert page_of(draft).status_code == 404
    assert page_of(gone).status_code == 410
    assert "Secret" not in text_of(page_of(gone))


def test_another_site_does_not_answer_for_them(entraide, armelle, lambezellec):
    article = make_article(entraide, by=armelle)

    assert page_of(article, lambezellec).status_code == 404


# By an editor


def test_a_change_by_an_editor_says_so_with_its_reason(
    entraide, armelle, maiwenn, mailoutbox, committed
):
    article = make_article(entraide, by=armelle, published_at=YESTERDAY)
    signed = article.signatures.get().revision_id

    with committed():
        response = workshop_of(maiwenn).post(
            f"/moderation/{article.pk}/correction/",
            editors_form(article, body="Il y a un banc, rue X."),
        )

    shown = text_of(read("bellevue.localhost", local(article)))
    page = text_of(page_of(article))
    assert response["Location"] == f"/moderation/{article.pk}/"
    assert "Modifié par les éditeurs de Bellevue, le" in shown
    assert REASON in shown
    assert "Il y a un banc, rue X." in shown
    assert "Modifié par les éditeurs de Bellevue" in page
    assert REASON in page
    # Nobody signed the new words.
    assert article.signatures.get().revision_id == signed
    assert [m.to for m in mailoutbox] == [[armelle.user.email]]
    assert REASON in mailoutbox[0].body


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": ""},
        {"reason": " "},
        {"title": ""},
        {"body": ""},
        {"seen": "1"},
        {"seen": "x\x00"},
        {"reason": "r" * 1001},
        {"body": "Il y a un banc."},
    ],
)
def test_a_change_that_lacks_something_changes_nothing(
    changes, entraide, armelle, maiwenn
):
    article = make_article(entraide, by=armelle)
    form = editors_form(article, body="Il y a un chat.")

    response = workshop_of(maiwenn).post(
        f"/moderation/{article.pk}/correction/", {**form, **changes}
    )

    assert response.status_code == 422
    assert again(article).body == "<p>Il y a un banc.</p>"
    assert Correction.objects.count() == 0


def test_words_that_must_not_stay_in_sight_are_hidden(entraide, armelle, maiwenn):
    article = make_article(entraide, by=armelle, body="<p>Au 12, rue Secrète.</p>")
    correct(article, armelle, body="Au 12.")
    correction = article.corrections.get()
    before = text_of(page_of(article))

    workshop_of(maiwenn).post(f"/moderation/corrections/{correction.pk}/retrait/")

    page = text_of(page_of(article))
    assert "Secrète" in before
    assert "Secrète" not in page
    assert "Les éditeurs ont masqué" in page
    assert again(article).corrections.get().changes == []


def test_a_withdrawn_article_is_not_corrected(entraide, armelle, maiwenn):
    article = make_withdrawn(
        entraide, by=armelle, withdrawn_by=maiwenn, reason="Erreur."
    )

    response = workshop_of(maiwenn).post(
        f"/moderation/{article.pk}/correction/", editors_form(article)
    )

    assert response.status_code == 404


@pytest.mark.parametrize("fields", [{"hand": "editors"}, {"hand": "nobody"}])
def test_a_correction_that_says_too_little_is_refused(fields, entraide, armelle):
    article = make_article(entraide, by=armelle)

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(article=article, **fields)
