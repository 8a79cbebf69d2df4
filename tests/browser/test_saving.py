"""What is typed is saved, kept, found again, and never overwritten in silence."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import sideways, violations
from tests.browser.people import CITIZEN, PASSWORD
from tests.browser.screens import DESKTOP, PHONE

SCREENS = pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])


def _text(page: Page):
    return page.get_by_role("textbox", name="Texte", exact=True)


def _line(page: Page):
    return page.locator("[data-saving-status]")


def _add(page: Page, words: str) -> None:
    _text(page).press("Control+End")
    page.keyboard.type(words)


def _saved(page: Page) -> None:
    expect(_line(page)).to_have_attribute("data-state", "saved")
    expect(_line(page)).to_contain_text("Enregistré à")


def _is_fine(page: Page, screen: dict) -> None:
    assert violations(page) == []
    assert sideways(page, screen) == []


@pytest.fixture
def begun(visit, network):
    def begin(screen, first_line: str) -> Page:
        page = visit(screen, as_=CITIZEN)
        page.goto(network.workshop + "/ecrire/")
        page.get_by_label("Votre première ligne").fill(first_line)
        page.get_by_label("Pour quel quartier").select_option("Vie de quartier")
        page.get_by_role("button", name="Continuer").click()
        expect(_text(page)).to_have_attribute("contenteditable", "true")
        expect(_text(page)).to_have_text(first_line)
        return page

    return begin


@SCREENS
def test_saved_by_itself_then_without_network_then_found_again(begun, screen):
    page = begun(screen, "Le banc.")
    context, address = page.context, page.url

    _add(page, " Il est rouge.")
    expect(_line(page)).to_contain_text("Vous écrivez")
    _saved(page)
    expect(page.locator("[data-saving-spoken]")).to_contain_text("Enregistré à")
    _is_fine(page, screen)

    context.set_offline(True)
    page.keyboard.type(" Il est loin.")
    expect(_line(page)).to_contain_text("Pas de réseau")
    _is_fine(page, screen)
    context.set_offline(False)
    _saved(page)

    context.set_offline(True)
    page.keyboard.type(" Il est parti.")
    expect(_line(page)).to_contain_text("Pas de réseau")
    page.close()
    context.set_offline(False)
    back = context.new_page()
    back.goto(address)
    expect(_text(back)).to_have_text(
        "Le banc. Il est rouge. Il est loin. Il est parti."
    )
    expect(_line(back)).to_contain_text("Nous avons retrouvé")
    _is_fine(back, screen)


def test_signing_in_again_happens_over_the_text(begun):
    page = begun(PHONE, "Le banc.")
    page.context.clear_cookies(name="session")

    _add(page, " Il est rouge.")
    expect(_line(page)).to_contain_text("Vous n’êtes plus connecté·e")
    page.get_by_role("button", name="Se reconnecter").click()
    dialog = page.get_by_role("dialog", name="Se reconnecter")
    assert violations(page) == []
    dialog.get_by_label("E-mail").fill(CITIZEN)
    dialog.get_by_label("Mot de passe").fill("ce n’est pas lui")
    dialog.get_by_role("button", name="Se connecter").click()
    expect(dialog.get_by_role("alert")).to_contain_text("ne convient pas")
    dialog.get_by_label("Mot de passe").fill(PASSWORD)
    dialog.get_by_role("button", name="Se connecter").click()

    expect(dialog).to_be_hidden()
    _saved(page)
    page.reload()
    expect(_text(page)).to_have_text("Le banc. Il est rouge.")


@SCREENS
def test_two_tabs_then_the_versions(begun, screen):
    page = begun(screen, "Le banc.")
    other = page.context.new_page()
    other.goto(page.url)
    expect(_text(other)).to_have_attribute("contenteditable", "true")
    _add(page, " Il est rouge.")
    _saved(page)

    _add(other, " Il est bleu.")
    expect(_line(other)).to_contain_text("Une autre version a été enregistrée")
    other.get_by_role("button", name="Voir les deux versions").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text("Deux versions")
    _is_fine(other, screen)
    other.get_by_label("La vôtre").check()
    other.get_by_role("button", name="Garder ce choix").click()
    expect(_text(other)).to_have_text("Le banc. Il est bleu.")

    other.get_by_role("link", name="Versions").click()
    _is_fine(other, screen)
    other.get_by_role("button", name="Voir ce qui a changé").click()
    expect(other.locator("del")).to_contain_text(["rouge"])
    expect(other.locator("ins")).to_contain_text(["bleu"])
    _is_fine(other, screen)
    other.get_by_role("button", name="Reprendre la version").click()
    expect(other.get_by_role("status").first).to_contain_text(
        "Cette version est reprise"
    )
    other.get_by_role("link", name="Revenir au texte").click()
    expect(_text(other)).to_have_text("Le banc. Il est rouge.")


def test_the_first_line_comes_along_to_another_account_on_no_machine(visit, network):
    page = visit(PHONE)
    page.goto(network.workshop + "/ecrire/")
    page.get_by_label("Votre première ligne").fill("Avant tout compte.")
    expect(_line(page)).to_contain_text("Gardé sur cet appareil")
    page.close()
    back = page.context.new_page()
    back.goto(network.workshop + "/ecrire/")
    expect(back.get_by_label("Votre première ligne")).to_have_value(
        "Avant tout compte."
    )
    expect(_line(back)).to_contain_text("Nous avons retrouvé")
    assert violations(back) == []

    back.get_by_label("Pour quel quartier").select_option("Vie de quartier")
    back.get_by_role("button", name="J’ai déjà un compte").click()
    back.get_by_label("E-mail").fill(CITIZEN)
    back.get_by_label("Mot de passe").fill(PASSWORD)
    back.get_by_role("button", name="Se connecter", exact=True).click()
    expect(_text(back)).to_have_text("Avant tout compte.")


def test_a_shared_computer_keeps_nothing(visit, network):
    page = visit(DESKTOP)
    page.goto(network.workshop + "/compte/login/")
    page.get_by_label("E-mail").fill(CITIZEN)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_label("Cet ordinateur est partagé").check()
    assert violations(page) == []
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.get_by_role("link", name="Nouveau texte").click()
    page.get_by_label("Votre première ligne").fill("Sur la machine de tous.")
    page.get_by_label("Pour quel quartier").select_option("Vie de quartier")
    page.get_by_role("button", name="Continuer").click()
    expect(_text(page)).to_have_attribute("contenteditable", "true")
    expect(_text(page)).to_have_text("Sur la machine de tous.")
    desk = page.url
    _add(page, " Et la suite.")
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    _saved(page)

    # Nobody comes: what the page does after a quarter of an hour.
    page.evaluate("document.querySelector('[data-shared]').submit()")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Vous avez été déconnecté·e"
    )
    assert violations(page) == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    page.go_back()
    expect(page.get_by_text("Et la suite.")).to_have_count(0)
    page.goto(desk)
    expect(page.get_by_label("Mot de passe")).to_be_visible()
