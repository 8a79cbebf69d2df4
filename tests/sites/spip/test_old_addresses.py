"""Every address of a site that moved in leads where its object is, at once."""

import pytest
from django.test import Client

from articles.models import ArticlePage
from articles.services import review
from sites.spip.addresses import Asked, asked, title_key
from sites.spip.mapping import Mapping
from tests.builders import at, make_article, read
from tests.sites.spip.spip_site import OLD, bring, make_spip, rows

FORMS = [
    "/article1.html",
    "/article1",
    "/1",
    "/spip.php?article1",
    "/spip.php?article1&var_mode=calcul",
    "/spip.php?page=article&id_article=1",
    "/?page=article&id_article=1",
    "/?article1",
    "/article.php3?id_article=1",
    "/spip.php?action=redirect&type=article&id=1",
    "/Le-jardin",
    "/Le-jardin.html",
    "/?Le-jardin",
    "/Vieux-titre",
    "/spip/article1.html",
    "/article1.html?debut_articles=10",
]


@pytest.fixture
def moved(tiny_site, bellevue):
    # Wagtail keeps the table of sites; the first request of a process asks for it.
    read(bellevue, "/")
    return bellevue


def url_of(key: int) -> str:
    return ArticlePage.objects.get(spip_id=key).get_absolute_url()


@pytest.mark.parametrize("old_host", [True, False], ids=["old host", "new host"])
def test_each_form_leads_to_the_article_in_two_queries(
    old_host, moved, django_assert_max_num_queries
):
    answers = {}
    for path in FORMS:
        with django_assert_max_num_queries(2):
            answers[path] = read(OLD if old_host else moved, path)

    led = {path: (a.status_code, a.get("Location")) for path, a in answers.items()}
    assert led == dict.fromkeys(FORMS, (301, url_of(1)))


def test_sections_authors_words_feeds_and_redirections_lead_too(moved, portal):
    section = ArticlePage.objects.get(spip_id=1).get_parent().specific
    home, root = moved.root_url, portal.root_url
    led = {
        "/rubrique1.html": section.get_absolute_url(),
        "/-Jardins-": section.get_absolute_url(),
        "/jardins/la-suite": url_of(2),
        "/auteur1.html": f"{root}/auteurs/annaig-le-goff/",
        "/spip.php?auteur2": f"{root}/auteurs/yann-morvan/",
        "/mot1.html": f"{home}/mots/velo/",
        "/article6.html": url_of(2),
        "/spip.php?page=backend": f"{home}/flux/rss/",
        "/backend.php3": f"{home}/flux/rss/",
        "/spip.php?page=backend&id_rubrique=1": f"{section.get_absolute_url()}flux/rss/",
        "/spip.php?page=backend&id_mot=1": f"{home}/mots/velo/flux/rss/",
        "/spip.php?page=recherche&recherche=v%C3%A9lo+bleu": f"{home}/recherche/?q=v%C3%A9lo+bleu",
        "/spip.php?page=plan": f"{home}/",
        "/": f"{home}/",
    }

    answers = {path: read(OLD, path) for path in led}

    assert {path: a.get("Location") for path, a in answers.items()} == led
    assert {a.status_code for a in answers.values()} == {301}
    for address in led.values():
        host, _slash, path = address.partition("://")[2].partition("/")
        assert read(host.split(":")[0], f"/{path}").status_code == 200


def test_what_was_removed_is_gone_and_what_never_was_public_is_not_found(
    moved, maiwenn
):
    jardin = ArticlePage.objects.get(spip_id=1)
    review.withdraw(jardin, by=maiwenn, reason="À la demande de l’auteur.")
    ArticlePage.objects.get(spip_id=2).delete()
    expected = {
        "/article1.html": 410,
        "/article2.html": 410,
        "/article5.html": 410,
        "/article3.html": 404,
        "/article4.html": 404,
        "/article7.html": 404,
        "/article8.html": 404,
        "/article99999.html": 404,
        "/ecrire/": 404,
        "/spip.php?page=login": 404,
        "/IMG/jpg/rien.jpg": 404,
        "/wp-login.php": 404,
    }

    answers = {path: read(OLD, path).status_code for path in expected}

    assert answers == expected
    assert {path: read(moved, path).status_code for path in expected} == expected


def test_an_old_host_answers_for_its_own_site_only(
    moved, lambezellec, armelle, jardins, tmp_path
):
    told = rows()
    told["meta"][0]["valeur"] = "http://autre.example"
    told["articles"][0]["titre"] = "L’autre"
    other = make_spip(tmp_path / "other.sqlite", told)
    bring(other, lambezellec, mapping=Mapping(name="autre"))
    mine = make_article(jardins, by=armelle)

    first, second = read(OLD, "/article1.html"), read("autre.example", "/article1.html")

    assert "/bellevue." in first["Location"]
    assert "/lambezellec." in second["Location"]
    assert "/lambezellec." in read(lambezellec, "/article1.html")["Location"]
    assert "/bellevue." in read(moved, "/article1.html")["Location"]
    assert read(OLD, mine.get_url_parts()[2]).status_code == 404


def test_old_hosts_set_no_cookie_and_take_no_form(moved):
    answer = read(OLD, "/article1.html")
    sent = at(Client(), OLD).post("/spip.php?article1", {"x": "1"})

    assert not answer.cookies
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
    assert sent.status_code == 404


@pytest.mark.parametrize(
    ("path", "query", "told"),
    [
        ("/rubrique/sous-rubrique/titre/", "", ("u/rubrique/sous-rubrique/titre", "u/titre")),
        ("/+-Mot-+", "", ("u/mot",)),
        ("/_Nom_", "", ("u/nom",)),
        ("/@Site@.html", "", ("u/site",)),
        ("/IMG/pdf/x.pdf", "", ("IMG/pdf/x.pdf",)),
        ("/", "", ()),
        ("/spip.php", "page=article&id_article=abc", ()),
        ("/spip.php", "&".join(["a=1"] * 5000), ()),
        ("/article99999999999999999999.html", "", ("u/article99999999999999999999",)),
        ("/a\x00b", "", ("u/a\x00b",)),
    ],
)  # fmt: skip
def test_an_address_comes_down_to_its_keys(path, query, told):
    assert asked(path, query).keys == told


def test_keys_are_bounded_and_marks_are_ignored():
    assert asked("/" + "x" * 9000).keys == ("u/" + "x" * 398,)
    assert title_key("-Rubrique-") == title_key("Rubrique.html") == "u/rubrique"
    assert asked("/backend.php3", "id_rubrique=4") == Asked(("rubrique/4",), feed=True)


def test_strange_bytes_are_not_found(moved):
    strange = ["/%00", "/article1.html%00", "/%FF%FE", "/?%00", "/?a[]=%00"]

    assert {read(OLD, path).status_code for path in strange} <= {301, 404}
    assert {read(moved, path).status_code for path in strange} <= {200, 404}
