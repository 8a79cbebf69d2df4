"""Documents that come with an article, and are only ever downloaded."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.documents import MAX_BYTES
from articles.models import Attachment, DailyUse
from articles.services.documents import attach
from tests.builders import (
    again,
    drain,
    local,
    make_article,
    make_draft,
    make_withdrawn,
    read,
    text_of,
    upload,
    workshop_of,
)
from tests.office import docx_bytes, odt_bytes, pdf_bytes, word_paragraph, zip_bytes

NEITHER = (
    "Ce fichier n’est ni un PDF ni un ODT sans macros. "
    "Exportez-le en PDF depuis votre logiciel, puis joignez-le."
)


def add(desk, article, data=None, name="plan_du_jardin.pdf", **more):
    file = upload(pdf_bytes() if data is None else data, name)
    return desk.post(f"/ecrire/{article.pk}/documents/", {"file": file, **more})


def plan(article, by, title="Le plan du jardin"):
    return attach(article, upload(pdf_bytes()), by=by.user, title=title)


def address(article):
    return f"{local(article)}documents/{article.attachments.get().key}/"


def kept(settings):
    root = Path(settings.PRIVATE_ROOT)
    return [path for path in root.rglob("*") if path.is_file()]


def test_readers_find_the_document_under_the_article(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle, published_at="2026-01-02T00Z")
    before = text_of(read(bellevue, local(article)))

    add(workshop_of(armelle), article, title="Le plan du jardin")

    page = text_of(read(bellevue, local(article)))
    assert "Documents joints" not in before
    assert f'href="{article.get_absolute_url()}documents/' in page
    assert ">Le plan du jardin</a>" in page
    assert "Corrigé le" in page


def test_a_document_is_a_download_and_nothing_else(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle)
    plan(article, armelle, title="Le plan d’été <1>")

    response = drain(read(bellevue, address(article)))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="le-plan-dete-1.pdf"'
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.cookies


@pytest.mark.parametrize(
    ("data", "kind"),
    [(pdf_bytes(), "pdf"), (odt_bytes("<text:p>Un.</text:p>"), "odt")],
    ids=["pdf", "odt"],
)
def test_the_kind_is_known_by_the_content(data, kind, entraide, armelle):
    article = make_draft(entraide, by=armelle)

    add(workshop_of(armelle), article, data, name="notes_de_juin.exe")

    attachment = Attachment.objects.get()
    assert (attachment.kind, attachment.title) == (kind, "notes de juin")
    assert (attachment.size, attachment.added_by) == (len(data), armelle.user)
    assert attachment.file.read() == data
    attachment.file.close()


def test_five_documents_at_most_in_their_order(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)
    for n in range(1, 6):
        add(desk, article, title=f"Plan {n}")

    sixth = add(desk, article, title="Plan 6")
    second = article.attachments.get(title="Plan 2")
    desk.post(f"/ecrire/{article.pk}/documents/{second.key}/retrait/")

    assert sixth.status_code == 422
    assert "Cinq documents au plus" in text_of(sixth)
    assert list(article.attachments.values_list("order", "title")) == [
        *((1, "Plan 1"), (2, "Plan 3"), (3, "Plan 4"), (4, "Plan 5")),
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        article.attachments.update(order=6)


def test_the_list_of_documents_costs_one_query(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle)
    counts = []

    for _turn in range(2):
        plan(article, armelle)
        with CaptureQueriesContext(connection) as queries:
            read(bellevue, local(article))
        counts.append(len(queries))

    assert counts[0] == counts[1]


# Who may not


def test_nobody_reads_the_document_of_a_draft(entraide, bellevue, armelle):
    article = make_draft(entraide, by=armelle)
    attachment = plan(article, armelle)

    public = read(bellevue, address(article))
    media = read(bellevue, f"/media/{attachment.file.name}")

    assert public.status_code == 404
    assert media.status_code == 404


def test_the_document_of_a_withdrawn_article_is_gone(
    entraide, bellevue, armelle, maiwenn
):
    article = make_withdrawn(
        entraide, by=armelle, withdrawn_by=maiwenn, reason="Une erreur."
    )
    plan(article, armelle)

    response = read(bellevue, address(article))

    assert response.status_code == 410


def test_a_document_is_found_under_its_own_article_alone(
    entraide, jardins, bellevue, lambezellec, armelle
):
    article = make_article(entraide, by=armelle)
    elsewhere = make_article(jardins, by=armelle, title="Le jardin")
    key = plan(article, armelle).key

    wrong = read(lambezellec, f"{local(elsewhere)}documents/{key}/")
    section = read(bellevue, f"/entraide/entraide/documents/{key}/")
    unknown = read(bellevue, f"{local(article)}documents/aucun/")
    desk = workshop_of(armelle).get(f"/ecrire/{elsewhere.pk}/documents/{key}/")

    statuses = [r.status_code for r in (wrong, section, unknown, desk)]
    assert statuses == [404, 404, 404, 404]


# Bad input: one sentence, and no trace

REFUSED = {
    "text": (b"Bonjour", NEITHER),
    "page": (b"<html><script>alert(1)</script>%PDF-1.7 %%EOF", NEITHER),
    "cut short": (pdf_bytes()[:20], NEITHER),
    "word": (docx_bytes(word_paragraph("Un.")), NEITHER),
    "spreadsheet": (
        zip_bytes({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        NEITHER,
    ),
    "macros": (odt_bytes("<text:p/>", **{"Basic/Standard/a.xml": "x"}), NEITHER),
    "bomb": (odt_bytes("<text:p/>", **{"Pictures/a": bytes(151 << 20)}), NEITHER),
    "many entries": (
        odt_bytes("<text:p/>", **{f"a/{n}": "" for n in range(2001)}),
        NEITHER,
    ),
    "too heavy": (
        pdf_bytes() + bytes(MAX_BYTES),
        "Ce document pèse plus de 10 Mo. Allégez-le, ou coupez-le en deux.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_gets_one_sentence(what, entraide, armelle, settings):
    data, sentence = REFUSED[what]
    article = make_draft(entraide, by=armelle)

    response = add(workshop_of(armelle), article, data, title="Le plan")

    assert response.status_code == 422
    assert response.context["form"].errors == {"file": [sentence]}
    assert 'value="Le plan"' in text_of(response)
    assert (Attachment.objects.count(), kept(settings)) == (0, [])


def test_a_day_has_its_share_of_documents(entraide, armelle):
    article = make_draft(entraide, by=armelle)
    desk = workshop_of(armelle)
    add(desk, article)
    DailyUse.objects.update(count=30)

    response = add(desk, article)

    assert response.status_code == 429
    assert Attachment.objects.count() == 1


# The file goes with its row


def test_a_document_taken_away_leaves_no_file(entraide, armelle, settings, committed):
    article = make_draft(entraide, by=armelle)
    key = plan(article, armelle).key

    with committed():
        workshop_of(armelle).post(f"/ecrire/{article.pk}/documents/{key}/retrait/")

    assert (Attachment.objects.count(), kept(settings)) == (0, [])


def test_documents_go_with_the_draft(entraide, armelle, settings, committed):
    article = make_draft(entraide, by=armelle)
    plan(article, armelle)

    with committed():
        workshop_of(armelle).post(f"/ecrire/{article.pk}/suppression/")

    assert (Attachment.objects.count(), kept(settings)) == (0, [])


def test_a_file_that_lost_its_row_is_purged(entraide, armelle, settings, monkeypatch):
    article = make_draft(entraide, by=armelle)
    plan(article, armelle)
    plan(article, armelle)
    Attachment.objects.filter(order=2).delete()
    tomorrow = timezone.now() + timedelta(days=2)

    call_command("purge_pictures")
    today = len(kept(settings))
    monkeypatch.setattr("django.utils.timezone.now", lambda: tomorrow)
    call_command("purge_pictures")

    assert (today, len(kept(settings))) == (2, 1)


def test_a_document_without_an_article_fails_whole(entraide, armelle, settings):
    article = make_draft(entraide, by=armelle)
    for _n in range(5):
        plan(article, armelle)

    with pytest.raises(ValidationError):
        plan(again(article), armelle)

    assert len(kept(settings)) == 5
