"""The versions of a text: what each was, what changed, going back to one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.services import review, writing
from tests.builders import (
    again,
    cosign,
    local,
    make_article,
    make_draft,
    make_waiting,
    make_withdrawn,
    read,
    text_of,
    workshop_of,
)


def told(article, author, page="") -> list[tuple]:
    """What the page says of each version, the newest first."""
    shown = workshop_of(author).get(
        f"/ecrire/{article.pk}/versions/", page and {"page": page}
    )
    return [v.events for v in shown.context["versions"]]


def save(article, by, body):
    return writing.save_text(article, by=by.user, fields={"body": f"<p>{body}</p>"})


def test_each_version_says_what_it_was(entraide, armelle, maiwenn):
    article = make_waiting(entraide, by=armelle)
    review.send_back(article, by=maiwenn, message="Il manque la date.")
    save(article, armelle, "Le 3 mars.")
    writing.sign_and_submit(
        again(article), by=armelle.user, author=armelle, licence="by-sa-4.0"
    )
    review.publish(again(article), by=maiwenn)
    save(article, armelle, "Le 4 mars.")

    assert told(article, armelle) == [
        ("corrigé",),
        ("publié", "proposé"),
        ("enregistré",),
        ("proposé", "renvoyé"),
        ("commencé",),
    ]


def test_what_is_current_and_what_is_online_are_told(entraide, armelle):
    article = make_article(entraide, by=armelle)
    online = again(article).live_revision_id
    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/versions/{article.latest_revision_id}/reprise/"
    )

    shown = workshop_of(armelle).get(f"/ecrire/{article.pk}/versions/")

    versions = shown.context["versions"]
    assert [(v.is_current, v.is_online) for v in versions] == [
        *((True, False), (False, True))
    ]
    assert versions[1].revision.pk == online


def test_who_saved_is_told_by_name(entraide, armelle, bran):
    article = make_draft(entraide, by=armelle)
    cosign(article, bran)
    save(article, bran, "À lui.")

    page = text_of(workshop_of(armelle).get(f"/ecrire/{article.pk}/versions/"))

    assert "par Bran Le Gall" in page
    assert "par vous" in page
    assert bran.user.email not in page


def test_any_two_are_compared_word_by_word(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    first = article.latest_revision_id
    last = writing.save_text(
        article,
        by=armelle.user,
        fields={"title": "Les bancs", "body": "<p>Il y a deux bancs.</p>"},
    )

    shown = workshop_of(armelle).get(
        f"/ecrire/{article.pk}/versions/comparaison/",
        {"before": last.pk, "after": first},
    )

    # Whichever was chosen first, the older comes before.
    assert "<del>" in text_of(shown)
    assert [
        [(p.change.value, p.text) for p in paragraph.pieces]
        for paragraph in shown.context["paragraphs"]
    ] == [
        [
            ("same", "Il y a "),
            ("removed", "un"),
            ("added", "deux"),
            ("same", " "),
            ("removed", "banc"),
            ("added", "bancs"),
            ("same", "."),
        ]
    ]
    assert [field.label for field in shown.context["fields"]] == ["Titre"]


def test_a_version_is_taken_up_again_and_back(entraide, armelle):
    article = make_draft(entraide, by=armelle, tags=["mer"])
    first = article.latest_revision_id
    second = writing.save_text(
        article, by=armelle.user, fields={"body": "<p>Autre.</p>", "tags": ["vent"]}
    )
    desk = workshop_of(armelle)

    desk.post(f"/ecrire/{article.pk}/versions/{first}/reprise/")
    restored, tags = again(article), list(again(article).tags.names())
    desk.post(f"/ecrire/{article.pk}/versions/{second.pk}/reprise/")

    assert restored.body == "<p>Il y a un banc.</p>"
    assert tags == ["mer"]
    assert again(article).body == "<p>Autre.</p>"
    assert list(again(article).tags.names()) == ["vent"]
    assert told(article, armelle)[:2] == [("repris d’une version d’avant",)] * 2


def test_taking_a_version_up_publishes_nothing_and_keeps_the_names(
    entraide, bellevue, armelle
):
    article = make_article(entraide, by=armelle)
    first = article.latest_revision_id
    save(article, armelle, "Corrigé.")
    signed = article.signatures.get().revision_id

    workshop_of(armelle).post(f"/ecrire/{article.pk}/versions/{first}/reprise/")

    assert "Corrigé." in text_of(read(bellevue, local(article)))
    assert again(article).as_written().body == "<p>Il y a un banc.</p>"
    assert article.signatures.get().revision_id == signed


def test_a_withdrawn_text_shows_its_versions_and_keeps_them(entraide, armelle, maiwenn):
    article = make_withdrawn(entraide, by=armelle, withdrawn_by=maiwenn, reason="Non.")

    page = text_of(workshop_of(armelle).get(f"/ecrire/{article.pk}/versions/"))

    assert "la version du" not in page
    assert 'id="restore-' not in page


@pytest.mark.parametrize("number", ["0", "abc", "-1", "9" * 30, "", "²"])
def test_a_version_that_is_none_is_not_found(number, entraide, armelle):
    article = make_draft(entraide, by=armelle)
    pair = {"before": article.latest_revision_id, "after": number}

    response = workshop_of(armelle).get(
        f"/ecrire/{article.pk}/versions/comparaison/", pair
    )

    assert response.status_code == 404


def test_the_version_of_another_text_is_not_found(entraide, armelle, bran):
    article, other = make_draft(entraide, by=armelle), make_draft(entraide, by=bran)
    desk, foreign = workshop_of(armelle), other.latest_revision_id

    compared = desk.get(
        f"/ecrire/{article.pk}/versions/comparaison/",
        {"before": article.latest_revision_id, "after": foreign},
    )
    restored = desk.post(f"/ecrire/{article.pk}/versions/{foreign}/reprise/")

    assert (compared.status_code, restored.status_code) == (404, 404)
    assert again(article).body == "<p>Il y a un banc.</p>"


def test_a_long_history_comes_by_pages_at_the_same_cost(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)
    costs = []
    for number in range(1, 23):
        save(article, armelle, f"Version {number}.")
        if number in (1, 3):
            with CaptureQueriesContext(connection) as queries:
                desk.get(f"/ecrire/{article.pk}/versions/")
            costs.append(len(queries))

    assert costs[0] == costs[1]
    assert len(told(article, armelle)) == 20
    assert told(article, armelle, page="2")[-1] == ("commencé",)
