"""Searching one site, or the whole network from the portal: words, filters, extracts."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.db import connection
from django.utils import timezone

from articles import search
from articles.enums import Consent, Form, Role
from articles.models import Placement
from articles.services.bylines import change_profile
from articles.words import words_of
from tests.builders import (
    again,
    cosign,
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
    workshop_of,
    writing_form,
)

PLACES = ("bellevue.localhost", "localhost")


def ask(place, **asked):
    return read(place, "/recherche/", asked)


def titles(place, words="", **more):
    page = ask(place, **{"q": words, **more}).context["page_of_list"]
    return [placement.article.title for placement in page.items]


def links(response):
    """Return the addresses that a page leads to."""
    return [unescape(href) for href in re.findall(r'href="([^"]+)"', text_of(response))]


@pytest.mark.parametrize(
    "words", ["kiosque", "Kiosque", "chapô", "trombone", "Quéméneur", "fanfare"]
)
def test_an_article_is_found_by_its_words_its_names_and_its_tags(
    words, entraide, bellevue, armelle, bran
):
    make_article(
        entraide,
        by=armelle,
        title="Le kiosque",
        chapo="Un chapô",
        body="<p>On y joue du trombone.</p>",
        tags=["fanfare"],
    )
    make_article(entraide, by=bran, title="Autre chose")

    assert titles(bellevue, words) == ["Le kiosque"]


def test_each_site_finds_its_own_and_the_portal_all(
    entraide, jardins, bellevue, lambezellec, portal, armelle
):
    make_article(entraide, by=armelle, title="Kiosque d’ici")
    make_article(jardins, by=armelle, title="Kiosque de là-bas")

    assert titles(bellevue, "kiosque") == ["Kiosque d’ici"]
    assert titles(lambezellec, "kiosque") == ["Kiosque de là-bas"]
    assert sorted(titles(portal, "kiosque")) == ["Kiosque de là-bas", "Kiosque d’ici"]


def test_all_words_are_wanted(entraide, bellevue, armelle):
    make_article(entraide, by=armelle, title="Le kiosque vert")
    make_article(entraide, by=armelle, title="Le kiosque bleu")

    assert titles(bellevue, "kiosque vert") == ["Le kiosque vert"]


def test_a_correction_is_searched_anew(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle, title="Le kiosque")
    article.title = "Le pavillon"
    article.save_revision().publish()

    assert titles(bellevue, "kiosque") == []
    assert titles(bellevue, "pavillon") == ["Le pavillon"]


def test_what_was_asked_is_shown_as_words(bellevue):
    page = text_of(read(bellevue, "/recherche/", {"q": '<script>"x"'}))

    assert "<script>" not in page
    assert "&lt;script&gt;&quot;x&quot;" in page


def test_too_many_words_are_refused_with_a_sentence(bellevue):
    response = read(bellevue, "/recherche/", {"q": "x" * 101})

    assert response.status_code == 422
    assert len(response.context["form"].errors["q"]) == 1


def test_nothing_asked_is_nothing_found(bellevue, entraide, armelle):
    make_article(entraide, by=armelle)

    for words in ("", "   ", "\x00"):
        response = read(bellevue, "/recherche/", {"q": words})
        assert response.context["page_of_list"] is None


@pytest.mark.parametrize(
    "words", ["'", '"', "*", "(", "a:*", "\\", "AND", "-", "%", "NOT a"]
)
def test_signs_that_a_search_engine_understands_are_words(
    words, bellevue, entraide, armelle
):
    make_article(entraide, by=armelle)

    assert read(bellevue, "/recherche/", {"q": words}).status_code == 200


# Words as people write them


@pytest.mark.parametrize(
    "words",
    [
        *("velo", "Vélos", "VÉLO", "coeur", "cœur", "Coeurs", "ete", "l’été"),
        *("quemeneur", "vide grenier", "vides-greniers", "la maree", "marées"),
    ],
)
def test_accents_capitals_and_plurals_do_not_matter(
    words, entraide, bellevue, armelle, bran
):
    make_article(
        entraide,
        by=armelle,
        title="Un vélo au cœur de l’été",
        body="<p>Le vide-greniers de la marée.</p>",
    )
    make_article(entraide, by=bran, title="Autre chose")

    assert titles(bellevue, words) == ["Un vélo au cœur de l’été"]


@pytest.mark.parametrize(
    ("words", "by_endings"),
    [
        ("réparation", "Des réparations"),
        ("reparer", "On répare, on réparait"),
        ("réparez", "On répare, on réparait"),
    ],
)
def test_postgresql_finds_words_of_one_stem_and_sqlite_other_endings(
    words, by_endings, entraide, bellevue, armelle
):
    make_article(entraide, by=armelle, title="On répare, on réparait")
    make_article(entraide, by=armelle, title="Des réparations")

    by_stems = ["Des réparations", "On répare, on réparait"]
    expected = by_stems if connection.vendor == "postgresql" else [by_endings]
    assert sorted(titles(bellevue, words)) == expected


def test_little_words_do_not_count(entraide, bellevue, armelle):
    make_article(entraide, by=armelle, title="Kiosque")

    assert titles(bellevue, "le kiosque de la") == ["Kiosque"]


@pytest.mark.parametrize("words", ["surtitré", "sous-titré", "posthume"])
def test_the_titles_around_and_the_post_scriptum_are_searched(
    words, entraide, bellevue, armelle
):
    make_article(
        entraide,
        by=armelle,
        surtitle="Surtitré",
        subtitle="Sous-titré",
        post_scriptum="Un mot posthume.",
    )

    assert titles(bellevue, words) == ["Le banc"]


def test_a_word_in_the_title_comes_before_a_newer_word_in_the_text(
    entraide, bellevue, armelle
):
    old = timezone.now() - timedelta(days=9)
    make_article(entraide, by=armelle, title="Le kiosque", published_at=old)
    make_article(entraide, by=armelle, title="Le banc", body="<p>Près du kiosque.</p>")

    assert titles(bellevue, "kiosque") == ["Le kiosque", "Le banc"]
    assert titles(bellevue, "kiosque", tri="date") == ["Le banc", "Le kiosque"]


@pytest.mark.parametrize("sample", [1, 200])
def test_common_words_and_rare_words_are_found_alike(
    sample, monkeypatch, entraide, bellevue, armelle
):
    monkeypatch.setattr(search, "SAMPLE", sample)
    monkeypatch.setattr(search, "MOST_FOUND", 3)
    for number in range(6):
        make_article(entraide, by=armelle, title=f"Kiosque {number}")
    make_article(entraide, by=armelle, title="Banc", tags=["rare"])
    feed = Placement.objects.on_site(bellevue)

    common = search.found(feed, words_of("kiosque"), by_date=True)
    rare = search.found(feed, words_of("rare"), by_date=True)

    newest = feed.newest_first().values_list("pk", flat=True)
    assert common == list(newest)[1:5]
    assert rare == list(newest)[:1]


# What changes is searched as it is now


def test_corrected_tags_are_searched_anew(entraide, bellevue, armelle):
    article = make_article(entraide, by=armelle, tags=["fanfare"])

    workshop_of(armelle).post(
        f"/ecrire/{article.pk}/", writing_form(article, tags="chorale")
    )

    assert titles(bellevue, "fanfare") == []
    assert titles(bellevue, "chorale") == ["Le banc"]


def test_a_renamed_author_is_found_under_the_new_name(entraide, bellevue, armelle):
    make_article(entraide, by=armelle)

    change_profile(armelle, {"name": "Armelle Zoudour"})

    assert titles(bellevue, "Zoudour") == ["Le banc"]
    assert titles(bellevue, "Quéméneur") == []
    assert titles(bellevue, auteur="armelle-quemeneur") == ["Le banc"]


def test_a_name_is_searched_while_it_signs(entraide, bellevue, armelle, bran):
    article = make_article(entraide, by=armelle)
    before = titles(bellevue, "Gall")
    signature = cosign(article, bran)
    signed = titles(bellevue, "Gall")
    signature.state, signature.ended_at = Consent.WITHDRAWN, timezone.now()
    signature.save()

    assert before == []
    assert signed == ["Le banc"]
    assert titles(bellevue, "Gall") == []


# What nobody may read


@pytest.mark.parametrize("place", PLACES)
def test_no_question_finds_what_is_not_published(
    place, entraide, armelle, bran, maiwenn
):
    fields = {"tags": ["cache"], "chapo": "Un kiosque secret.", "form": Form.BRIEF}
    make_draft(entraide, by=armelle, title="Kiosque brouillon", **fields)
    make_waiting(entraide, by=armelle, title="Kiosque en attente", **fields)
    make_sent_back(entraide, by=armelle, editor=maiwenn, title="À reprendre", **fields)
    make_withdrawn(
        entraide, by=armelle, withdrawn_by=maiwenn, reason="Erreur.", **fields
    )
    make_article(entraide, by=bran, title="Paru", body="<p>Rien ici.</p>")
    year = str(timezone.localdate().year)

    answers = [
        ask(place, **asked)
        for asked in (
            *({"q": "kiosque"}, {"q": "secret"}, {"q": "cache"}, {"q": "cachet"}),
            *({"mot": "cache"}, {"auteur": armelle.slug}, {"forme": "breve"}),
            *({"annee": year}, {"annee": year, "q": "kiosque"}, {"q": "Quemeneure"}),
        )
    ]

    leaks = [
        (response.context["words"], leak)
        for response in answers
        for leak in (
            *("Kiosque brouillon", "Kiosque en attente", "À reprendre", "secret."),
            *("mot=cache", "/mots/cache/", "Armelle Quéméneur"),
        )
        if leak in unescape(text_of(response))
    ]
    assert leaks == []
    assert titles(place, annee=year) == ["Paru"]


@pytest.mark.parametrize(
    "state", [Consent.INVITED, Consent.DECLINED, Consent.WITHDRAWN]
)
def test_a_name_without_consent_is_no_filter_and_no_near_word(state, entraide, armelle):
    article = make_article(entraide, by=armelle)
    yuna = make_author("Yuna Zoudour", account=False)
    make_signature(article, yuna, state, Role.PHOTOS)

    for place in PLACES:
        by_her = ask(place, auteur=yuna.slug)
        near = ask(place, q="Zoudoure")

        assert by_her.context["page_of_list"] is None
        assert len(by_her.context["form"].unknown) == 1
        assert near.context["page_of_list"].items == []
        assert near.context["near_authors"] == []
        assert "Yuna Zoudour" not in text_of(by_her) + text_of(near)


# Filters


@pytest.fixture
def some(entraide, memoire, jardins, armelle, bran):
    """Four articles that differ in all that filters tell apart."""
    long_ago = timezone.make_aware(datetime(2004, 1, 1))
    make_article(
        entraide, by=armelle, title="Kiosque 1", tags=["vélo"], form=Form.BRIEF
    )
    make_article(memoire, by=bran, title="Kiosque 2", published_at=long_ago)
    make_article(memoire, by=armelle, title="Lavoir 3", tags=["vélo"])
    make_article(jardins, by=bran, title="Kiosque 4", tags=["vélo", "fête"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"rubrique": "memoire"}, ["Lavoir 3", "Kiosque 2"]),
        ({"mot": "velo"}, ["Lavoir 3", "Kiosque 1"]),
        ({"mot": "Vélo"}, ["Lavoir 3", "Kiosque 1"]),
        ({"auteur": "bran-le-gall"}, ["Kiosque 2"]),
        ({"auteur": "Bran Le Gall"}, ["Kiosque 2"]),
        ({"annee": "2004"}, ["Kiosque 2"]),
        ({"annee": "2005"}, []),
        ({"forme": "breve"}, ["Kiosque 1"]),
        ({"q": "kiosque", "mot": "velo"}, ["Kiosque 1"]),
        ({"q": "kiosque", "rubrique": "memoire", "auteur": "armelle-quemeneur"}, []),
        ({"mot": "fete"}, []),
        ({"quartier": "lambezellec", "mot": "velo"}, ["Lavoir 3", "Kiosque 1"]),
    ],
)
def test_filters_narrow_a_site_with_words_or_without(asked, found, some, bellevue):
    assert titles(bellevue, **asked) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"quartier": "lambezellec"}, ["Kiosque 4"]),
        ({"quartier": "bellevue", "mot": "velo"}, ["Lavoir 3", "Kiosque 1"]),
        ({"mot": "velo", "auteur": "bran-le-gall"}, ["Kiosque 4"]),
        ({"q": "kiosque", "annee": "2004"}, ["Kiosque 2"]),
    ],
)
def test_filters_narrow_the_network(asked, found, some, portal):
    assert titles(portal, **asked) == found


def test_each_chosen_filter_goes_by_a_link(some, portal):
    asked = {"q": "kiosque", "quartier": "bellevue", "mot": "Vélo", "forme": "breve"}

    response = ask(portal, page="1", **asked)

    chips = {c["label"]: c for c in response.context["chips"]}
    assert [str(label) for label in chips] == ["Quartier", "Forme", "Mot"]
    assert chips["Mot"]["value"] == "vélo"
    assert chips["Mot"]["href"] == "?q=kiosque&quartier=bellevue&forme=breve"
    assert chips["Quartier"]["href"] == "?q=kiosque&forme=breve&mot=velo"
    assert chips["Mot"]["href"] in links(response)


def test_an_article_taken_up_is_found_where_it_stands(
    some, jardins, bran, bellevue, portal
):
    article = make_article(jardins, by=bran, title="Kiosque repris")
    take_up(again(article), bellevue)

    assert "Kiosque repris" in titles(bellevue, "repris")
    assert titles(portal, "repris") == ["Kiosque repris"]
    assert titles(portal, "repris", quartier="bellevue") == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "forged",
    ["x", "é", "2004x", "-1", "0", "99999", "' OR 1=1", "\x00", "a" * 200, "<b>", "%"],
)
def test_a_forged_filter_is_left_out_with_a_sentence(forged, place, some):
    names = ["mot", "auteur", "annee", "forme", "tri", "depuis"]
    names.append("quartier" if place == "localhost" else "rubrique")
    forged_all = dict.fromkeys(names, forged)

    alone, beside = ask(place, **forged_all), ask(place, q="lavoir", **forged_all)

    assert (alone.status_code, beside.status_code) == (200, 200)
    assert alone.context["page_of_list"] is None
    assert len(alone.context["form"].unknown) == 5
    assert [p.article.title for p in beside.context["page_of_list"].items] == [
        "Lavoir 3"
    ]
    assert beside.context["chips"] == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "2", "51", "99999"])
def test_a_page_that_is_none_does_not_exist(page, some, bellevue):
    assert ask(bellevue, q="kiosque", page=page).status_code == 404


# From a site to the network, and back


def test_one_widens_to_the_network_and_comes_back(some, bellevue):
    here = ask(bellevue, q="kiosque", rubrique="memoire", tri="date")
    wider = here.context["wider"]
    path, _mark, query = wider.partition("?")
    there = ask("localhost", **dict(part.split("=") for part in query.split("&")))
    back = there.context["narrower"]

    assert wider in links(here)
    assert path == "http://localhost:8000/recherche/"
    assert query == "q=kiosque&tri=date&depuis=bellevue"
    items = there.context["page_of_list"].items
    assert [p.article.title for p in items] == ["Kiosque 4", "Kiosque 1", "Kiosque 2"]
    assert back == "http://bellevue.localhost:8000/recherche/?q=kiosque&tri=date"
    assert back in links(there)
    assert 'name="depuis" value="bellevue"' in text_of(there)


# How results are shown


@pytest.mark.parametrize(
    ("count", "sentence"), [(1, "Un article"), (2, "2 articles"), (25, "25 articles")]
)
def test_the_number_of_results_is_said(count, sentence, entraide, bellevue, armelle):
    for number in range(count):
        make_article(entraide, by=armelle, title=f"Kiosque {number}")

    first = ask(bellevue, q="kiosque")

    assert first.context["count"] == sentence
    assert f"{sentence} pour « kiosque »" in text_of(first).replace("\xa0", " ")
    assert len(first.context["page_of_list"].items) == min(count, 20)
    if count > 20:
        second = ask(bellevue, q="kiosque", page="2").context["page_of_list"]
        assert len(second.items) == count - 20


def test_more_than_can_be_ranked_is_said_too(monkeypatch, entraide, bellevue, armelle):
    monkeypatch.setattr(search, "MOST_FOUND", 2)
    monkeypatch.setattr("sites.views.finding.MOST_FOUND", 2)
    for number in range(4):
        make_article(entraide, by=armelle, title=f"Kiosque {number}")

    answer = ask(bellevue, q="kiosque")

    assert answer.context["count"] == "Plus de 2 articles"
    shown = [p.article.title for p in answer.context["page_of_list"].items]
    assert sorted(shown) == ["Kiosque 2", "Kiosque 3"]


def test_the_words_are_marked_in_a_short_extract(entraide, bellevue, armelle):
    before, after = "Il pleut sur la rade. " * 40, "On range les chaises. " * 40
    make_article(
        entraide,
        by=armelle,
        chapo="Un jour de fête.",
        body=f"<p>{before}</p><p>Les Vélos &amp; le <b>cœur</b> du quartier.</p><p>{after}</p>",
    )

    answer = ask(bellevue, q="velo coeur")

    shown = text_of(answer)
    assert re.findall("<mark>(.*?)</mark>", shown) == ["Vélos", "cœur"]
    extract = re.search(r'class="card__text">(.*?)</p>', shown)[1]
    assert extract.startswith("… ")
    assert extract.endswith(" …")
    assert "<mark>Vélos</mark> &amp; le <mark>cœur</mark> du quartier." in extract
    assert len(re.sub("<[^>]+>", "", unescape(extract))) < 250


def test_the_chapo_comes_first_and_stays_where_nothing_is_marked(
    entraide, bellevue, armelle
):
    make_article(
        entraide,
        by=armelle,
        chapo="Un banc neuf ; et un kiosque.",
        body="<p>Un kiosque.</p>",
        tags=["fanfare"],
    )

    by_word, by_tag = ask(bellevue, q="kiosque"), ask(bellevue, q="fanfare")

    assert "Un banc neuf\u202f; et un <mark>kiosque</mark>." in text_of(by_word)
    assert "Un banc neuf\u202f; et un kiosque." in text_of(by_tag)


def test_an_extract_holds_no_markup_of_its_author(entraide, bellevue, armelle):
    make_article(
        entraide,
        by=armelle,
        chapo="<script>kiosque</script> <mark>",
        body="<p>Rien.</p>",
    )

    shown = text_of(ask(bellevue, q="kiosque"))

    assert "&lt;script&gt;<mark>kiosque</mark>&lt;/script&gt; &lt;mark&gt;" in shown


# Nothing found


def test_nothing_found_offers_near_words_used_words_and_ways_on(
    some, bellevue, armelle
):
    answer = ask(bellevue, q="vello quemenneur")

    assert [tag.name for tag in answer.context["near_tags"]] == ["vélo"]
    assert answer.context["near_authors"] == [armelle]
    ways = links(answer)
    assert "?mot=velo" in ways
    assert "?auteur=armelle-quemeneur" in ways
    assert "http://bellevue.localhost:8000/mots/velo/" in ways
    assert "http://bellevue.localhost:8000/archives/" in ways
    assert answer.context["wider"] in ways
    assert titles(bellevue, mot="velo") != []


def test_near_words_are_of_this_site(some, bellevue, portal):
    here, everywhere = ask(bellevue, q="fetwe"), ask(portal, q="fetwe")

    assert here.context["near_tags"] == []
    assert [tag.name for tag in everywhere.context["near_tags"]] == ["fête"]


def test_many_words_are_one_question(entraide, bellevue, armelle):
    make_article(entraide, by=armelle)

    answer = ask(bellevue, q="a b c d e f g h i j k l m n o p " * 3)

    assert answer.status_code == 200
    assert answer.context["page_of_list"].items == []
