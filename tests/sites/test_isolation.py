"""What belongs to another site, or was not accepted, is on no page.

Each test first makes what could leak, and looks for it where it may be read.
"""

import json
import re

import pytest
from django.utils import timezone

from articles.enums import Consent
from tests.builders import (
    again,
    local,
    make_article,
    make_author,
    make_draft,
    make_sent_back,
    make_signature,
    make_waiting,
    make_withdrawn,
    read,
    take_up,
    text_of,
)

LISTS = [
    "/",
    "/entraide/",
    "/mots/",
    "/mots/commun/",
    "/archives/",
    "/recherche/?q=kiosque",
    "/flux/",
    "/flux/rss/",
    "/flux/json/",
    "/suivre/",
    "/entraide/flux/",
    "/mots/commun/flux/",
    "/sitemap-pages.xml",
    "/sitemap-1.xml",
    "/theme.css",
    "/robots.txt",
]


def this_month():
    now = timezone.localtime()
    return f"/archives/{now.year}/{now.month}/"


def answer(place, address):
    path, _mark, query = address.partition("?q=")
    return read(place, path, {"q": query} if query else None)


def test_another_sites_article_is_in_no_list(
    entraide, jardins, bellevue, armelle, bran
):
    make_article(entraide, by=armelle, title="Kiosque d’ici", tags=["commun"])
    other = make_article(
        jardins, by=bran, title="Kiosque de là-bas", tags=["commun", "ailleurs"]
    )

    answers = {a: answer(bellevue, a) for a in [*LISTS, this_month()]}

    leaks = [
        (address, word)
        for address, response in answers.items()
        for word in (
            *("Kiosque de là-bas", other.get_absolute_url()),
            *("Bran Le Gall", "ailleurs"),
        )
        if word in text_of(response)
    ]
    assert leaks == []
    assert {response.status_code for response in answers.values()} == {200}
    assert "Kiosque d’ici" in text_of(answers["/"])


def test_another_sites_section_article_and_tag_do_not_exist_here(
    jardins, bellevue, armelle
):
    other = make_article(jardins, by=armelle, tags=["ailleurs"])

    answers = {
        path: read(bellevue, path).status_code
        for path in (
            "/jardins/",
            "/jardins/flux/",
            local(other),
            "/mots/ailleurs/",
            "/mots/ailleurs/flux/",
            "/charte/",
            "/bellevue/",
            "/lambezellec/jardins/",
        )
    }

    assert set(answers.values()) == {404}


def test_the_portal_holds_no_page_of_a_neighbourhood(entraide, portal, armelle):
    article = make_article(entraide, by=armelle)

    paths = ["/entraide/", "/entraide/flux/", local(article), "/bellevue/"]

    assert [read(portal, path).status_code for path in paths] == [404] * 4


def test_counts_are_of_this_site_alone(entraide, jardins, bellevue, portal, armelle):
    make_article(entraide, by=armelle, tags=["commun"])
    make_article(jardins, by=armelle, tags=["commun"])
    make_article(jardins, by=armelle, tags=["commun"])

    here, network = read(bellevue, "/mots/"), read(portal, "/mots/")

    assert [(t.name, t.count) for t in here.context["tags"]] == [("commun", 1)]
    assert [(t.name, t.count) for t in network.context["tags"]] == [("commun", 3)]
    [[(_month, count)]] = read(bellevue, "/archives/").context["years"].values()
    assert count == 1


def test_next_and_previous_stay_in_the_section(
    entraide, memoire, jardins, bellevue, armelle
):
    make_article(memoire, by=armelle, title="De la mémoire")
    make_article(jardins, by=armelle, title="Des jardins")
    article = make_article(entraide, by=armelle)
    make_article(memoire, by=armelle, title="De la mémoire encore")

    neighbours = read(bellevue, local(article)).context["neighbours"]

    assert neighbours == {"previous": None, "next": None}


def test_the_directory_of_a_neighbourhood_names_its_own_authors(
    entraide, jardins, portal, armelle, bran
):
    make_article(entraide, by=armelle)
    make_article(jardins, by=bran)

    response = read(portal, "/auteurs/", {"quartier": "bellevue"})

    names = [author.name for author in response.context["page_of_list"].items]
    assert names == ["Armelle Quéméneur"]
    assert response.context["initials"] == ["q"]


# Texts that are not published


@pytest.fixture
def hidden_texts(entraide, armelle, maiwenn):
    """One text in each state that readers do not see."""
    fields = {"tags": ["commun", "cache"], "chapo": "Un kiosque secret."}
    make_draft(entraide, by=armelle, title="Kiosque brouillon", **fields)
    make_waiting(entraide, by=armelle, title="Kiosque en attente", **fields)
    make_sent_back(
        entraide, by=armelle, editor=maiwenn, title="Kiosque à reprendre", **fields
    )
    make_withdrawn(
        entraide,
        by=armelle,
        withdrawn_by=maiwenn,
        reason="Erreur.",
        title="Kiosque retiré",
        **fields,
    )


@pytest.mark.parametrize("place", ["bellevue.localhost", "localhost"])
def test_what_is_not_published_is_in_no_list(
    place, hidden_texts, entraide, armelle, bran
):
    make_article(entraide, by=bran, title="Kiosque paru", tags=["commun"])
    addresses = [*LISTS, this_month(), "/auteurs/", f"/auteurs/{armelle.slug}/"]

    pages = {address: text_of(answer(place, address)) for address in addresses}

    leaks = [
        (address, word)
        for address, shown in pages.items()
        for word in (
            *("Kiosque brouillon", "Kiosque en attente", "Kiosque à reprendre"),
            *("Kiosque retiré", "kiosque secret", "/mots/cache/", "Quéméneur"),
        )
        if word in shown
    ]
    assert leaks == []
    assert "Kiosque paru" in pages["/"]


def test_texts_that_are_not_published_have_no_page(
    entraide, bellevue, armelle, maiwenn
):
    draft = make_draft(entraide, by=armelle)
    waiting = make_waiting(entraide, by=armelle, title="Attend")

    assert read(bellevue, local(draft)).status_code == 404
    assert read(bellevue, local(waiting)).status_code == 404


# Signatures that are not accepted


@pytest.mark.parametrize(
    "state", [Consent.INVITED, Consent.DECLINED, Consent.WITHDRAWN]
)
@pytest.mark.parametrize("role", ["text", "photos"])
def test_a_name_without_consent_is_on_no_public_surface(
    state, role, entraide, lambezellec, armelle
):
    yuna = make_author("Yuna Zoudour", account=False)
    article = make_draft(entraide, by=armelle, title="Kiosque", tags=["commun"])
    make_signature(article, yuna, state, role)
    make_signature(article, armelle, Consent.ACCEPTED)
    article.latest_revision.publish(skip_permission_checks=True)
    make_article(entraide, by=armelle, title="Un autre")
    take_up(again(article), lambezellec)
    addresses = [*LISTS, this_month(), local(article), "/auteurs/", "/sitemap.xml"]
    addresses.append(local(article).rstrip("/") + ".md")
    hers = [f"/auteurs/{yuna.slug}/", f"/auteurs/{yuna.slug}/flux/"]

    pages = {
        (place, address): text_of(answer(place, address))
        for place in ("bellevue.localhost", "lambezellec.localhost", "localhost")
        for address in addresses
    }
    pages["armelle"] = text_of(read("localhost", f"/auteurs/{armelle.slug}/"))

    leaks = [where for where, shown in pages.items() if "oudour" in shown]
    assert leaks == []
    assert [read("localhost", path).status_code for path in hers] == [404, 404]
    # And the one who agreed is there: the pages do show names.
    assert "Armelle Quéméneur" in pages[("bellevue.localhost", local(article))]


@pytest.mark.parametrize(
    "state", [Consent.INVITED, Consent.DECLINED, Consent.WITHDRAWN]
)
def test_a_name_without_consent_is_not_searched(state, entraide, portal, armelle):
    yuna = make_author("Yuna Zoudour", account=False)
    article = make_draft(entraide, by=armelle, title="Kiosque")
    make_signature(article, yuna, state)
    make_signature(article, armelle, Consent.ACCEPTED)

    article.latest_revision.publish(skip_permission_checks=True)

    by_yuna = read(portal, "/recherche/", {"q": "Zoudour"}).context["page_of_list"]
    by_armelle = read(portal, "/recherche/", {"q": "Quéméneur"}).context["page_of_list"]
    assert by_yuna.items == []
    assert [p.article.pk for p in by_armelle.items] == [article.pk]


def test_linked_data_names_who_agreed_alone(entraide, bellevue, armelle):
    yuna = make_author("Yuna Zoudour", account=False)
    article = make_article(entraide, by=armelle)
    make_signature(article, yuna, Consent.INVITED)

    page = text_of(read(bellevue, local(article)))

    [script] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    data, _crumbs = json.loads(script)
    assert [author["name"] for author in data["author"]] == ["Armelle Quéméneur"]


def test_no_address_of_a_person_is_shown(entraide, bellevue, portal, armelle):
    article = make_article(entraide, by=armelle)
    pages = [
        text_of(read(bellevue, local(article))),
        text_of(read(bellevue, "/flux/")),
        text_of(read(portal, f"/auteurs/{armelle.slug}/")),
        text_of(read(portal, f"/auteurs/{armelle.slug}/flux/")),
    ]

    assert [page for page in pages if "example.org" in page] == []
