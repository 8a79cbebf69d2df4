"""Correcting a published article: at once, and visibly."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.builders import (
    again,
    local,
    make_article,
    read,
    text_of,
    workshop_of,
    writing_form,
)

YESTERDAY = timezone.now() - timedelta(days=1)


def test_a_correction_is_online_at_once_and_says_so(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle, published_at=YESTERDAY)
    before = text_of(read(bellevue, local(article)))

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, body="Il y a deux bancs.")
    )

    after = text_of(read(bellevue, local(article)))
    assert "Corrigé le" not in before
    assert "Il y a deux bancs." in after
    assert "Corrigé le" in after


def test_a_correction_changes_neither_the_date_nor_the_address(entraide, armelle):
    article = make_article(entraide, by=armelle, published_at=YESTERDAY)

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, title="Deux bancs, pas un")
    )

    corrected = again(article)
    assert corrected.title == "Deux bancs, pas un"
    assert corrected.url_path == article.url_path
    assert corrected.first_published_at == YESTERDAY
    assert corrected.placements.get().published_at == YESTERDAY
    assert corrected.last_published_at > YESTERDAY


def test_a_correction_keeps_the_section(entraide, memoire, armelle):
    article = make_article(entraide, by=armelle)

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, section=memoire.pk)
    )

    assert again(article).get_parent().pk == entraide.pk


def test_a_refused_correction_leaves_what_is_online(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/",
        writing_form(article, origin_url="javascript:alert(1)", body="Autre chose."),
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["origin_url"]
    assert again(article).body == "<p>Il y a un banc.</p>"
    assert "Autre chose." not in text_of(read(bellevue, local(article)))


@pytest.mark.parametrize("field", ["title", "body"])
def test_an_article_is_not_emptied_by_a_correction(field, entraide, armelle):
    article = make_article(entraide, by=armelle)

    response = workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, **{field: ""})
    )

    assert response.status_code == 422
    assert again(article).title == "Le banc"
    assert again(article).body == "<p>Il y a un banc.</p>"
