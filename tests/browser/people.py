"""What people do in many journeys, as they would do it."""

from playwright.sync_api import Page, expect

from tests.browser.application import Network

# The demo's password and people: they are in the README.
PASSWORD = "rade-granit-2026"
CITIZEN = "armelle-quemeneur@example.org"
ADMINISTRATOR = "reseau@example.org"


def editor_of(slug: str) -> str:
    return f"editeur.{slug}@example.org"


def sign_in(page: Page, network: Network, email: str) -> None:
    page.goto(network.workshop + "/compte/login/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes textes")


def sign_up(page: Page, network: Network, email: str) -> None:
    """From the sign-up page to where she was going, with the code by mail."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Mot de passe").fill("une-rade-et-du-vent-7")
    page.get_by_role("button", name="Créer un compte").click()
    page.get_by_label("Code").fill(network.newest_code(email))
    page.get_by_role("button", name="Confirmer").click()


def sign_in_by_code(page: Page, network: Network, email: str) -> None:
    """For those who never chose a password."""
    page.goto(network.workshop + "/compte/login/code/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Recevoir le code").click()
    page.get_by_label("Code").fill(network.newest_code(email))
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes textes")
