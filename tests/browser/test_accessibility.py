"""No page type keeps anybody out: on a phone, on a desk, by day and by night."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import on_all_screens, sideways, violations
from tests.browser.people import (
    ADMINISTRATOR,
    CITIZEN,
    editor_of,
    sign_in_by_code,
)
from tests.browser.screens import DESKTOP, NARROWEST, PHONE, TABLET

READERS = {
    "the portal": ("", "/"),
    "a neighbourhood": ("bellevue", "/"),
    "a section": ("saint-marc", "/la-gazette-des-aines/"),
    "the directory": ("", "/auteurs/"),
    "the directory of a neighbourhood": ("", "/auteurs/?quartier=bellevue"),
    "the directory at a letter": ("", "/auteurs/?initiale=l&quartier=europe"),
    "an author": ("", "/auteurs/maelle-corre/"),
    "an organisation": ("", "/auteurs/le-jardin-des-quatre-vents/"),
    "the words": ("recouvrance", "/mots/"),
    "the archives": ("centre", "/archives/"),
    "the search": ("", "/recherche/"),
    "what a search found": ("lambezellec", "/recherche/?q=lavoir"),
    "a search that found nothing": ("europe", "/recherche/?q=zzzzzz"),
    "a search that is too long": ("europe", f"/recherche/?q={'z' * 200}"),
    "how to follow": ("bellevue", "/suivre/"),
    "a search with filters": ("", "/recherche/?q=lavoir&quartier=lambezellec"),
    "the charter": ("", "/charte/"),
    "the legal notice": ("", "/mentions-legales/"),
    "the statement on accessibility": ("", "/accessibilite/"),
    "no page": ("saint-pierre", "/nulle-part/"),
    "no page of the network": ("", "/nulle-part/"),
    "a host that nobody knows": ("inconnu", "/"),
}
# Articles, and lists that an article leads to, by the end of the address.
ARTICLES = {
    "an article with a picture": ("bellevue", "/deux-mardis-par-mois"),
    "an article without a picture": ("bellevue", "/huit-matins-au-bord"),
    "a brève": ("bellevue", "/des-lacets-de-rechange"),
    "a long title": ("quatre-moulins", "/trente-et-un-noms"),
    "several signatures": ("recouvrance", "/escaliers-de-recouvrance"),
}
OPEN_DESK = {
    "the invitation": "/",
    "the first line": "/ecrire/",
    "sign-up": "/compte/signup/",
    "reporting a page": "/signaler/",
    "sign-in": "/compte/login/",
    "sign-in by code": "/compte/login/code/",
    "a forgotten password": "/compte/password/reset/",
    "no page of the workshop": "/nulle-part/",
}
MY_DESK = {
    "my texts": "/",
    "a new text": "/ecrire/",
    "my presentation": "/compte/profil/",
    "my e-mail": "/compte/email/",
    "my password": "/compte/password/change/",
    "signing out": "/compte/logout/",
}
WRITERS = {
    "draft": "paul-kermarrec",
    "waiting": "fatoumata-diallo",
    "sent-back": "yannick-le-bihan",
    "withdrawn": "yuna-le-borgne",
}


@pytest.fixture
def look(visit):
    """Look at addresses one after the other, and tell what is wrong with them."""

    def look_at(addresses, *, as_: str = "", page=None):
        # axe-core is put into the page from outside, which the policy forbids.
        page = page or visit(as_=as_, bypass_csp=True)
        wrong = {}
        for address in addresses:
            wrong |= on_all_screens(page, address, [PHONE, TABLET, DESKTOP])
            if found := sideways(page, NARROWEST):
                wrong[f"{address} at 320 px"] = found
        return wrong

    return look_at


def _addresses(network, table) -> list[str]:
    return [
        (network.site(slug) if slug else network.portal) + path
        for slug, path in table.values()
    ]


def _linked(network, start: str, holds: str) -> str:
    """Return the first address below a page or in a sitemap that holds some words."""
    found = re.findall(r'(?:href="|<loc>)([^"<]+)', network.get(start).text)
    return next(address for address in found if holds in address and address != start)


def test_readers_pages(network, look):
    assert look(_addresses(network, READERS)) == {}


def test_articles(network, look):
    addresses = [
        _linked(network, network.site(slug) + "/sitemap-1.xml", start)
        for slug, start in ARTICLES.values()
    ]

    assert look(addresses) == {}


def test_lists_of_a_word_and_of_a_month(network, look):
    words = _linked(network, network.site("bellevue") + "/mots/", "/mots/")
    month = _linked(network, network.portal + "/archives/", "/archives/2")
    second = network.portal + "/?page=2"

    assert look([words, month, second]) == {}


def test_an_article_that_is_gone(network, look):
    gone = network.site("europe") + "/cuisine-et-fetes/les-beignets-de-lescalier-3/"
    assert network.get(gone).status == 410

    assert look([gone]) == {}


def test_the_workshop_before_signing_in(network, look):
    assert look([network.workshop + path for path in OPEN_DESK.values()]) == {}


def test_the_workshop_of_a_writer(network, look):
    assert (
        look([network.workshop + path for path in MY_DESK.values()], as_=CITIZEN) == {}
    )


@pytest.mark.parametrize("stage", WRITERS)
def test_each_state_of_a_text(network, visit, look, stage):
    page = visit(bypass_csp=True)
    sign_in_by_code(page, network, f"{WRITERS[stage]}@example.org")
    own = _first_text(page)
    addresses = [f"{network.workshop}/textes/{own}/"]
    if stage != "withdrawn":
        addresses.append(f"{network.workshop}/ecrire/{own}/apercu/")
    if stage == "draft":
        for path in ("", "signature/", "suppression/"):
            addresses.append(f"{network.workshop}/ecrire/{own}/{path}")

    assert look(addresses, page=page) == {}


def test_the_editors_pages(network, visit, look):
    page = visit(as_=editor_of("europe"), bypass_csp=True)
    page.goto(network.workshop + "/moderation/")
    text = page.get_by_role("main").get_by_role("link", name="Relire").first
    review = network.workshop + text.get_attribute("href")

    pages = ["/moderation/", "/moderation/signalements/"]
    pages += ["/moderation/une/europe/", "/moderation/visage/europe/"]
    assert look([*(network.workshop + p for p in pages), review], page=page) == {}


def test_the_design_system_and_writing_to_authors(network, visit, look):
    article = _linked(network, network.site("bellevue") + "/sitemap-1.xml", "/deux-")
    react = _linked(network, article, "/reagir/")

    assert look([network.workshop + "/composants/"], as_=ADMINISTRATOR) == {}
    assert look([react]) == {}


def test_forms_that_come_back_with_errors(network, visit):
    page = visit(PHONE, bypass_csp=True)
    for path, button in (
        ("/ecrire/", "Continuer"),
        ("/compte/login/", "Se connecter"),
        ("/signaler/", "Envoyer le signalement"),
        ("/compte/signup/", "Créer un compte"),
    ):
        page.goto(network.workshop + path)
        page.locator("form").evaluate_all(
            "forms => forms.forEach(f => f.noValidate = true)"
        )
        page.get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert violations(page) == [], path


def _first_text(page) -> str:
    link = page.locator("main .row__title a").first
    return link.get_attribute("href").rstrip("/").rpartition("/")[2]
