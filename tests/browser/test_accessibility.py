"""No page type keeps anybody out: on a phone, on a desk, by day and by night."""

from urllib.parse import urlsplit

import pytest

from tests.browser.accessibility import on_all_screens, sideways
from tests.browser.people import CITIZEN, editor_of, sign_in_by_code
from tests.browser.reading import Reading
from tests.browser.screens import DESKTOP, NARROWEST, PHONE

LONG = "jardin-liste-d-attente"
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
    "an article without a picture": ("saint-pierre", "/ce-que-dit-le-vent"),
    "a brève": ("bellevue", "/des-lacets-de-rechange"),
    "a long title": ("quatre-moulins", "/trente-et-un-noms"),
    "several signatures": ("recouvrance", "/escaliers-de-recouvrance"),
}
OPEN_DESK = {
    "the invitation": "/",
    "the first line": "/ecrire/",
    "sign-up": "/compte/signup/",
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
            wrong |= on_all_screens(page, address, [PHONE, DESKTOP])
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
    """Return the first link of a page that holds some words."""
    page = Reading(start, network.get(start).text)
    return next(link for link, _rel in page.links if holds in link)


def test_readers_pages(network, look):
    assert look(_addresses(network, READERS)) == {}
