"""A text and its translations lead to each other, in their own languages."""

import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.models import ArticlePage
from articles.services import review, writing
from tests.builders import (
    again,
    local,
    make_article,
    make_draft,
    read,
    text_of,
    workshop_of,
    writing_form,
)


@pytest.fixture
def original(entraide, armelle):
    return make_article(entraide, by=armelle, title="Le banc")


def alternates(shown: str) -> dict[str, str]:
    return dict(
        re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)">', shown)
    )


def data_of(shown: str) -> dict:
    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', shown)
    return json.loads(script)[0]


def say(article, original, *, by, **changes):
    """Save the writing form with the address of the original."""
    form = writing_form(article, **{"language": "br", "original": original} | changes)
    return workshop_of(by).post(f"/ecrire/{article.pk}/", form)


def test_a_translation_and_its_original_lead_to_each_other(
    original, jardins, bellevue, lambezellec, bran
):
    draft = make_draft(jardins, by=bran, title="Ar bank")

    response = say(draft, original.get_absolute_url() + "#sig", by=bran)

    assert response.status_code == 302
    writing.sign(again(draft), author=bran, revision=again(draft).latest_revision)
    again(draft).latest_revision.publish(skip_permission_checks=True)
    translation = again(draft)
    there = text_of(read(bellevue, local(original)))
    here = text_of(read(lambezellec, local(translation)))
    both = {
        "fr": original.get_absolute_url(),
        "br": translation.get_absolute_url(),
    }
    assert alternates(there) == alternates(here) == both
    assert 'hreflang="br" lang="br" rel="alternate">brezhoneg</a>' in there
    assert 'hreflang="fr" lang="fr" rel="alternate">français</a>' in here
    assert data_of(here)["translationOfWork"]["@id"] == both["fr"]
    [told] = data_of(there)["workTranslation"]
    assert (told["@id"], told["inLanguage"]) == (both["br"], "br")


def test_three_languages_lead_to_each_other(original, entraide, bellevue, bran):
    breton = make_article(entraide, by=bran, language="br", translation_of=original)
    english = make_article(entraide, by=bran, language="en", translation_of=original)
    # A second one in the same language has a page; the first keeps the place.
    make_article(entraide, by=bran, language="br", translation_of=original)

    for article in (original, breton, english):
        shown = text_of(read(bellevue, local(article)))
        assert alternates(shown) == {
            "fr": original.get_absolute_url(),
            "br": breton.get_absolute_url(),
            "en": english.get_absolute_url(),
        }


def test_what_is_not_published_is_not_named(
    original, entraide, bellevue, armelle, bran, maiwenn
):
    make_draft(entraide, by=bran, language="br", translation_of=original)
    gone = make_article(entraide, by=bran, language="en", translation_of=original)
    review.withdraw(gone, by=maiwenn, reason="Erreur.")

    shown = text_of(read(bellevue, local(original)))

    assert alternates(shown) == {}
    assert "Dans une autre langue" not in shown
    assert "workTranslation" not in shown


def test_a_translation_of_what_was_withdrawn_stands_alone(
    original, entraide, bellevue, bran, maiwenn
):
    breton = make_article(entraide, by=bran, language="br", translation_of=original)
    review.withdraw(original, by=maiwenn, reason="Erreur.")

    shown = text_of(read(bellevue, local(breton)))

    assert alternates(shown) == {}
    assert "translationOfWork" not in shown
    # And its writer can still correct it.
    response = say(again(breton), original.get_absolute_url(), by=bran)
    assert response.status_code == 302
    assert again(breton).translation_of == original


def test_the_address_of_a_translation_stands_for_its_original(
    original, entraide, armelle, bran
):
    breton = make_article(entraide, by=bran, language="br", translation_of=original)
    draft = make_draft(entraide, by=bran)

    say(draft, breton.get_absolute_url(), by=bran, language="en")

    assert again(draft).translation_of == original


def test_ones_own_draft_is_named_by_its_address_at_the_desk(entraide, armelle):
    french = make_draft(entraide, by=armelle)
    breton = make_draft(entraide, by=armelle)

    say(breton, f"http://atelier.localhost:8000/ecrire/{french.pk}/", by=armelle)

    assert again(breton).translation_of == french


def test_an_emptied_address_takes_the_link_away(original, entraide, bran):
    breton = make_article(entraide, by=bran, language="br", translation_of=original)

    say(breton, "", by=bran)

    assert again(breton).translation_of is None


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/un-article/",
        "http://bellevue.localhost/nulle-part/",
        "http://[",
        "n’importe quoi",
        "http://bellevue.localhost/entraide/",
        "{draft}",
        "http://atelier.localhost/textes/{pk}/",
        "http://atelier.localhost/textes/999999999999/",
    ],
)
def test_an_address_that_names_no_published_article_is_refused(
    address, entraide, armelle, bran
):
    hidden = make_draft(entraide, by=armelle, title="Secret")
    draft = make_draft(entraide, by=bran)
    address = address.format(draft=hidden.get_absolute_url(), pk=hidden.pk)

    response = say(draft, address, by=bran)

    assert response.status_code == 422
    assert "Nous ne trouvons pas d’article à cette adresse." in text_of(response)
    assert again(draft).translation_of is None


def test_a_null_byte_is_refused(original, entraide, bran):
    draft = make_draft(entraide, by=bran)

    response = say(draft, original.get_absolute_url() + "\0", by=bran)

    assert response.status_code == 422


def test_a_text_does_not_translate_itself(original, armelle):
    response = say(original, original.get_absolute_url(), by=armelle)

    assert response.status_code == 422
    assert "la traduction de lui-même" in text_of(response)


def test_both_are_not_in_the_same_language(original, entraide, bran):
    draft = make_draft(entraide, by=bran)

    response = say(draft, original.get_absolute_url(), by=bran, language="fr")

    assert response.status_code == 422
    assert "Les deux textes sont dans la même langue" in text_of(response)


def test_an_original_becomes_no_translation(original, entraide, armelle, bran):
    make_article(entraide, by=bran, language="br", translation_of=original)
    other = make_article(entraide, by=bran, language="en")

    response = say(original, other.get_absolute_url(), by=armelle, language="fr")

    assert response.status_code == 422
    assert "il est l’original" in text_of(response)


def test_no_service_makes_a_chain(original, entraide, bran):
    breton = make_article(entraide, by=bran, language="br", translation_of=original)
    draft = make_draft(entraide, by=bran, language="en")

    with pytest.raises(ValidationError, match="donnez l’original"):
        writing.save_text(draft, by=bran.user, fields={"translation_of": breton})


def test_the_database_holds_no_text_that_translates_itself(original):
    rows = ArticlePage.objects.filter(pk=original.pk)

    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(translation_of=original)
