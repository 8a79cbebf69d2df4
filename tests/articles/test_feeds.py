"""Atom feeds: full text, stable ids, absolute addresses."""

from xml.etree import ElementTree

import pytest

from tests.builders import (
    cosign,
    make_article,
    make_picture,
    picture_in_body,
    read,
    take_up,
    workshop_of,
    writing_form,
)

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(place, path):
    response = read(place, path)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(response.content)
    return feed, feed.findall(f"{ATOM}entry")


@pytest.fixture
def article(entraide, armelle, bran):
    made = make_article(
        entraide,
        by=armelle,
        title="Un banc & la rade",
        chapo="Le chapô",
        body="<p>Il y a un <strong>banc</strong>.</p>"
        + picture_in_body(make_picture(by=armelle), caption="Au matin"),
        tags=["vélo"],
    )
    cosign(made, bran)
    return made


@pytest.mark.parametrize(
    ("host", "path", "title"),
    [
        ("localhost", "/flux/", "brestnet"),
        ("bellevue.localhost", "/flux/", "Bellevue"),
        ("bellevue.localhost", "/entraide/flux/", "Entraide – Bellevue"),
        ("bellevue.localhost", "/mots/velo/flux/", "vélo – Bellevue"),
        ("localhost", "/mots/velo/flux/", "vélo – brestnet"),
        ("localhost", "/auteurs/bran-le-gall/flux/", "Bran Le Gall – brestnet"),
    ],
)
def test_each_feed_holds_the_full_text(host, path, title, article):
    feed, [entry] = entries(host, path)

    content = entry.find(f"{ATOM}content")
    assert feed.find(f"{ATOM}title").text == title
    assert entry.find(f"{ATOM}title").text == "Un banc & la rade"
    assert entry.find(f"{ATOM}summary").text == "Le chapô"
    assert "<p>Il y a un <strong>banc</strong>.</p>" in content.text
    assert "Au matin" in content.text
    assert entry.find(f"{ATOM}rights").text == "CC BY-SA 4.0"
    assert [a.find(f"{ATOM}name").text for a in entry.findall(f"{ATOM}author")] == [
        *("Armelle Quéméneur", "Bran Le Gall"),
    ]
    assert [c.get("term") for c in entry.findall(f"{ATOM}category")] == ["vélo"]


def test_every_address_in_a_feed_is_absolute(article, bellevue):
    feed, [entry] = entries(bellevue, "/flux/")

    links = [link.get("href") for link in feed.iter(f"{ATOM}link")]
    assert [href for href in links if not href.startswith("http://")] == []
    content = entry.find(f"{ATOM}content").text
    assert 'src="/' not in content
    assert " /media" not in content
    assert entry.find(f"{ATOM}link").get("href") == article.get_absolute_url()


def test_the_id_stays_when_the_title_the_site_or_the_host_changes(
    article, bellevue, lambezellec, jardins, armelle
):
    _feed, [before] = entries(bellevue, "/flux/")
    take_up(article, lambezellec)
    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, title="Autre titre")
    )

    _feed, [after] = entries(bellevue, "/flux/")
    _feed, [elsewhere] = entries(lambezellec, "/flux/")

    ids = {e.find(f"{ATOM}id").text for e in (before, after, elsewhere)}
    assert ids == {f"tag:localhost,2026:article/{article.pk}"}
    assert after.find(f"{ATOM}updated").text > before.find(f"{ATOM}updated").text


def test_each_article_has_its_own_text(entraide, bellevue, armelle):
    for word in ("un", "deux", "trois"):
        make_article(entraide, by=armelle, title=word, body=f"<p>Le mot {word}.</p>")

    _feed, found = entries(bellevue, "/flux/")

    assert [
        (e.find(f"{ATOM}title").text, e.find(f"{ATOM}content").text) for e in found
    ] == [(word, f"<p>Le mot {word}.</p>") for word in ("trois", "deux", "un")]


def test_a_site_without_articles_has_an_empty_feed(lambezellec):
    _feed, found = entries(lambezellec, "/flux/")

    assert found == []


@pytest.mark.parametrize(
    "path", ["/nulle-part/flux/", "/mots/x/flux/", "/auteurs/x/flux/"]
)
def test_a_feed_of_nothing_is_not_found(path, portal):
    assert read(portal, path).status_code == 404
