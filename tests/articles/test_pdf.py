"""An article as a PDF to print: what it says, who signed it, how long it may be."""

import re
from io import BytesIO
from time import monotonic

import pytest
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from articles.enums import Consent, Licence, Role
from articles.models import ArticlePage, ContentVersion, Picture
from articles.pdf import article as pdf
from articles.services import review
from articles.services.pictures import bring_picture
from tests.builders import (
    again,
    cosign,
    drain,
    image_bytes,
    local,
    make_article,
    make_author,
    make_draft,
    make_picture,
    make_signature,
    make_withdrawn,
    picture_in_body,
    read,
    take_up,
    text_of,
    upload,
    workshop_of,
    writing_form,
)

A4 = (595, 842)


def path_of(article) -> str:
    return local(article).rstrip("/") + ".pdf"


def ask(article, host="bellevue.localhost", **extra):
    return read(host, path_of(article), **extra)


def printed(article) -> PdfReader:
    response = ask(article)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(b"".join(response.streaming_content)))


def words(document: PdfReader) -> str:
    """Return all the words, with one plain space wherever there is any."""
    return " ".join("\n".join(p.extract_text() for p in document.pages).split())


def links(document: PdfReader) -> set[str]:
    return {
        note["/A"]["/URI"]
        for page in document.pages
        for note in page.get("/Annots", [])
        if note["/Subtype"] == "/Link"
    }


def pictures(document: PdfReader) -> int:
    return sum(len(page.images) for page in document.pages)


def large_picture(armelle, number, size=(1600, 1200)):
    data = upload(image_bytes(size, colour=(number, 90, 140)))
    return bring_picture(
        data, by=armelle.user, title="Un", description="Un banc", credit="A."
    )


@pytest.fixture
def article(entraide, armelle, bran):
    made = make_article(
        entraide,
        by=armelle,
        title="Le banc : d'où voit-on la rade ?",
        surtitle="Feuilleton",
        subtitle="Deuxième épisode",
        chapo="On s’y assoit le soir.",
        body="<h2>Au matin</h2><p>Il y a un <strong>banc</strong> et une <em>rade</em>."
        ' Voir <a href="https://wiki-brest.net/banc" rel="ugc nofollow noopener">'
        "le wiki</a>.</p><h3>Le soir</h3><ul><li>Un point</li></ul>"
        "<ol><li>Premier</li><li>Second</li></ol>"
        "<blockquote><p>Assieds-toi.</p></blockquote><hr/>"
        + picture_in_body(make_picture(by=armelle), caption="Au petit jour"),
        post_scriptum="Merci au voisin.",
        cover=large_picture(armelle, 7, (60, 40)),
        cover_caption="La rade vue du banc",
        tags=["vélo"],
    )
    cosign(made, bran, Role.PHOTOS)
    return again(made)


def test_it_says_what_the_page_says(article):
    text = words(printed(article))

    for said in (
        "Bellevue",
        "Là-haut",
        "Entraide · Feuilleton",
        "Le banc : d’où voit-on la rade ?",
        "Deuxième épisode",
        "par Armelle Quéméneur, photos : Bran Le Gall",
        "Publié le",
        "La rade vue du banc A., CC BY-SA 4.0",
        "On s’y assoit le soir.",
        "Au matin Il y a un banc et une rade. Voir le wiki1.",
        "Le soir – Un point 1. Premier 2. Second Assieds-toi.",
        "Au petit jour Armelle Q., CC BY-SA 4.0",
        "Post-scriptum. Merci au voisin.",
        "1. https://wiki-brest.net/banc",
        "Cet article en ligne",
        article.get_absolute_url(),
        "Cet article est publié sous licence CC BY-SA 4.0.",
        "1 / 1",
    ):
        assert said in text
    assert "Corrigé" not in text


def test_it_is_a_sheet_of_a4_that_programs_can_file(article):
    document = printed(article)

    told = document.metadata
    assert [tuple(round(side) for side in p.mediabox[2:]) for p in document.pages] == [
        A4
    ]
    assert told.title == "Le banc\u00a0: d’où voit-on la rade\u202f?"
    assert told.author == "Armelle Quéméneur, Bran Le Gall"
    assert told.subject == "On s’y assoit le soir."
    assert told["/Keywords"] == "vélo"
    assert told.creation_date == article.last_published_at.replace(microsecond=0)
    assert document.root_object["/Lang"] == "fr"
    title, [matin, [soir]] = document.outline
    assert (title.title, matin.title, soir.title) == (
        *(told.title, "Au matin", "Le soir"),
    )
    assert pictures(document) == 2


@pytest.mark.parametrize("language", ["br", "en"])
def test_its_language_is_the_texts(language, entraide, armelle):
    article = make_article(
        entraide, by=armelle, language=language, body="<p>Petra 'zo nevez ?</p>"
    )

    document = printed(article)

    assert document.root_object["/Lang"] == language
    assert "Petra 'zo nevez ?" in words(document)


def test_its_links_lead_where_the_words_say(article, armelle, bran):
    assert links(printed(article)) == {
        "https://wiki-brest.net/banc",
        "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
        article.get_absolute_url(),
        armelle.get_absolute_url(),
        bran.get_absolute_url(),
    }


def test_an_address_that_the_words_say_is_not_said_twice(entraide, armelle):
    article = make_article(
        entraide,
        by=armelle,
        body='<p>Sur <a href="https://www.wiki-brest.net/">wiki-brest.net</a>, et par '
        '<a href="mailto:banc@example.org">courriel</a>, deux fois : '
        '<a href="mailto:banc@example.org">là</a>.</p>',
    )

    text = words(printed(article))

    assert "Sur wiki-brest.net, et par courriel1, deux fois : là1. 1. banc@" in text
    assert "www.wiki-brest.net" not in text


def test_a_correction_shows_at_once_with_its_date(article, armelle):
    before = printed(article)
    ArticlePage.objects.filter(pk=article.pk).update(
        first_published_at="2026-01-05T10:00:00Z"
    )

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, body="Il y a deux bancs.")
    )

    text = words(printed(article))
    assert "Il y a un banc" in words(before)
    assert "Il y a deux bancs." in text
    assert "Il y a un banc" not in text
    assert "Publié le 5 janvier 2026. Corrigé le" in text


def test_a_reserved_text_says_so(entraide, armelle):
    article = make_article(entraide, by=armelle)
    ArticlePage.objects.filter(pk=article.pk).update(licence=Licence.RESERVED)

    text = words(printed(again(article)))

    assert "Tous droits réservés. Toute reprise demande l’accord" in text


# Names


@pytest.mark.parametrize(
    "state", [Consent.INVITED, Consent.DECLINED, Consent.WITHDRAWN]
)
def test_a_name_without_consent_is_nowhere(state, article):
    make_signature(article, make_author("Nolwenn Absente"), state)

    document = printed(article)

    assert "Nolwenn" not in words(document) + document.metadata.author
    assert [link for link in links(document) if "nolwenn" in link] == []


def test_a_name_that_is_taken_back_leaves_the_kept_file(article, bran):
    before = printed(article)

    article.signatures.filter(author=bran).update(
        state=Consent.WITHDRAWN, ended_at=timezone.now()
    )
    ContentVersion.objects.bump()

    after = printed(article)
    assert before.metadata.author == "Armelle Quéméneur, Bran Le Gall"
    assert after.metadata.author == "Armelle Quéméneur"
    assert "Bran Le Gall" not in words(after)


# Who gets it, and where


def test_a_withdrawn_article_answers_as_its_page_does(entraide, armelle, maiwenn):
    article = make_article(entraide, by=armelle)
    printed(article)

    review.withdraw(article, by=maiwenn, reason="Une date est fausse.")

    response = ask(article)
    assert response.status_code == 410
    assert "Une date est fausse." in text_of(response)


def test_a_text_withdrawn_before_it_was_printed_is_gone(entraide, armelle, maiwenn):
    article = make_withdrawn(entraide, by=armelle, withdrawn_by=maiwenn, reason="Non.")

    assert ask(article).status_code == 410


def test_nothing_else_has_a_pdf(entraide, armelle, article, lambezellec):
    take_up(article, lambezellec)
    draft = make_draft(entraide, by=armelle, title="Un brouillon")

    assert ask(draft).status_code == 404
    assert ask(article, "lambezellec.localhost").status_code == 404
    assert ask(article, "localhost").status_code == 404
    for path in ("/entraide/rien.pdf", "/rien/du-tout.pdf", "/entraide.pdf"):
        assert read("bellevue.localhost", path).status_code == 404
    assert workshop_of(armelle).get(path_of(article)).status_code == 404


def test_it_is_the_same_for_everyone_without_a_cookie(article):
    first, second = ask(article), ask(article)

    content = b"".join(first.streaming_content)
    assert content == b"".join(second.streaming_content)
    assert not first.cookies
    assert first["Content-Disposition"] == f'inline; filename="{article.slug}.pdf"'
    assert first["Link"] == f'<{article.get_absolute_url()}>; rel="canonical"'
    assert first["Cache-Control"] == "public, no-cache"
    known = ask(article, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (known.status_code, known["ETag"]) == (304, first["ETag"])


def test_it_is_made_once(article, monkeypatch):
    made = []
    make = pdf.make
    monkeypatch.setattr(pdf, "make", lambda *a: made.append(1) or make(*a))

    for _time in range(3):
        drain(ask(article))

    assert made == [1]


def test_the_page_leads_to_it(article):
    page = text_of(read("bellevue.localhost", local(article)))

    [address] = re.findall(r'<a href="([^"]+)" type="application/pdf">', page)
    assert address == article.get_absolute_url().rstrip("/") + ".pdf"


# Odd texts


def test_letters_and_signs_of_everywhere(entraide):
    author = make_author("Łucja Ştefan Nguyễn")
    article = make_article(
        entraide,
        by=author,
        title="Œuvre 🎉 de Łódź",
        body="<p>Ur plac’h a Gervao-Ñ, où ? Œil, cœur, L’ŒUVRE\u202f! "
        "Ελλάδα 中 👩‍👩‍👧 ½ ﬁn e\u0301te\u0301 مرحبا</p>",
        post_scriptum="\u200b\u202eTout\u00adva",
    )

    text = words(printed(article))

    assert "Œuvre de Łódź" in text
    assert "par Łucja Ştefan Nguyễn" in text
    assert "Ur plac’h a Gervao-Ñ, où ? Œil, cœur, L’ŒUVRE !" in text
    assert "□□□□□□ □ ½ fin été □□□□□" in text.replace("ﬁ", "fi")
    assert "Post-scriptum. Toutva" in text.replace("\u00ad", "")


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>" + "x" * 3000 + "</p>",
        '<p><a href="https://example.org/é(%28?q=«a»">(</a></p>',
        "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li></ul>",
        "<h2>" + "Un titre très long " * 30 + "</h2>",
        "<p>a<br/>b<sup>2</sup><sub>i</sub></p>" * 3,
        '<embed alt="" caption="" embedtype="image" format="fullwidth" id="99999"/>',
    ],
)
def test_any_body_can_be_printed(body, entraide, armelle):
    article = make_article(entraide, by=armelle, body=body)

    assert len(printed(article).pages) >= 1


def test_twelve_names_and_a_long_title(entraide, armelle):
    title = ("Un titre qui ne finit pas " * 10)[:180].strip()
    article = make_article(entraide, by=armelle, title=title)
    names = [f"Prénom{number} Nom-Composé{number}" for number in range(12)]
    for name in names:
        cosign(article, make_author(name))

    text = words(printed(article))

    assert title in text
    assert [name for name in names if name not in text] == []


def test_a_picture_whose_file_is_gone_leaves_its_caption(entraide, armelle):
    picture = make_picture(by=armelle)
    body = picture_in_body(picture, caption="La rade")
    article = make_article(entraide, by=armelle, body=body)
    picture.file.storage.delete(picture.file.name)

    document = printed(article)

    assert "La rade Armelle Q." in words(document)
    assert pictures(document) == 0


# How long it may be


def test_a_long_text_with_forty_pictures_stays_within_bounds(entraide, armelle):
    shown = [large_picture(armelle, number) for number in range(4)]
    paragraph = f"<p>{'Un mot après un autre, et la rade au bout. ' * 15}</p>"
    body = "".join(
        paragraph + picture_in_body(shown[number % 4], caption=f"Image {number}")
        for number in range(40)
    )
    article = make_article(entraide, by=armelle, body=body)
    assert len(article.words_of_body().split()) >= 6000

    start = monotonic()
    response = ask(article)
    content = b"".join(response.streaming_content)
    took = monotonic() - start

    document = PdfReader(BytesIO(content))
    text = words(document)
    assert 20 <= len(document.pages) <= 40
    assert f"2 / {len(document.pages)}" in text
    assert "Image 39" in text
    assert took < 20
    assert len(content) < 10_000_000


@pytest.mark.parametrize("much", ["characters", "pictures", "pages"])
def test_a_book_is_refused_with_a_word(much, entraide, armelle):
    picture = make_picture(by=armelle)
    body = {
        "characters": "<p>Un mot, puis un autre.</p>" * 9000,
        "pictures": picture_in_body(picture) * (pdf.MAX_PICTURES + 1),
        "pages": "<p>Un.</p>" * 5000,
    }[much]
    article = make_article(entraide, by=armelle, body=body)

    response = ask(article)

    assert response.status_code == 404
    assert "Un texte trop long pour ce PDF" in text_of(response)
    assert article.get_absolute_url() in text_of(response)


# What it costs


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_whatever_it_holds(count, entraide, armelle):
    body = "".join(
        picture_in_body(large_picture(armelle, number)) for number in range(count)
    )
    tags = [f"mot {number}" for number in range(count)]
    article = make_article(entraide, by=armelle, body=body, tags=tags)
    for number in range(count):
        cosign(article, make_author(f"Bran {number}"))
    drain(ask(article))
    cache.clear()
    caches["documents"].clear()

    with CaptureQueriesContext(connection) as queries:
        drain(ask(article))

    assert len(queries) == 7
    assert Picture.objects.count() == count
