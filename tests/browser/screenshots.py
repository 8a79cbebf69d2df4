"""`make screenshots`: twelve pages, on a phone and a desk, by day and by night.

They land in var/screenshots/, to be looked at; the README shows two of them.
"""

import re
from pathlib import Path
from tempfile import mkdtemp

from playwright.sync_api import Browser, sync_playwright

from tests.browser.application import Network, running
from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.people import CITIZEN, editor_of, sign_in
from tests.browser.screens import DESKTOP, PHONE

FOLDER = Path(__file__).resolve().parent.parent.parent / "var" / "screenshots"
# Scrolls to the end, so that pictures that wait for it are there.
SEE_ALL = """async () => {
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
}"""


def pages(network: Network) -> dict[str, tuple[str, str]]:
    """Return each page by its name: its address, and who looks at it."""
    bellevue = network.site("bellevue")
    listed = network.get(bellevue + "/sitemap-1.xml").text
    article = re.search(r"<loc>([^<]*deux-mardis[^<]*)</loc>", listed)[1]
    return {
        "portail": (network.portal, ""),
        "quartier": (bellevue, ""),
        "rubrique": (network.site("saint-marc") + "/la-gazette-des-aines/", ""),
        "article": (article, ""),
        "auteur": (network.portal + "/auteurs/maelle-corre/", ""),
        "auteurs": (network.portal + "/auteurs/", ""),
        "recherche": (network.portal + "/recherche/?q=lavoir", ""),
        "mots": (network.site("recouvrance") + "/mots/", ""),
        "archives": (network.portal + "/archives/", ""),
        "atelier": (network.workshop, CITIZEN),
        "ecrire": (network.workshop + "/ecrire/", CITIZEN),
        "une": (network.workshop + "/moderation/une/bellevue/", editor_of("bellevue")),
    }


def take(browser: Browser, network: Network) -> int:
    """Take them all; return how many."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    count = 0
    for screen, viewport in (("phone", PHONE), ("desk", DESKTOP)):
        for scheme in ("light", "dark"):
            for person in ("", CITIZEN, editor_of("bellevue")):
                context = browser.new_context(
                    locale="fr-FR", viewport=viewport, color_scheme=scheme
                )
                page = context.new_page()
                if person:
                    sign_in(page, network, person)
                for name, (address, by) in pages(network).items():
                    if by == person:
                        page.goto(address)
                        page.evaluate(SEE_ALL)
                        file = FOLDER / f"{name}-{screen}-{scheme}.png"
                        page.screenshot(path=file, full_page=True)
                        count += 1
                context.close()
    return count


def main() -> None:
    with running(Path(mkdtemp())) as network, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(playwright), args=list(ARGUMENTS)
        )
        print(f"{take(browser, network)} images dans {FOLDER}")  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main()
