"""Editors come into the admin by our door, and see the pages of their site only."""

import re

from playwright.sync_api import expect

from tests.browser.people import ADMINISTRATOR, CITIZEN, PASSWORD, editor_of

ARTICLE = "Deux mardis par mois"


def test_an_editor_signs_in_at_our_door(visit, network):
    page = visit()
    page.goto(network.workshop + "/gestion/")
    assert page.url.startswith(network.workshop + "/compte/login/")
    page.get_by_label("E-mail").fill(editor_of("bellevue"))
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()

    page.wait_for_url(network.workshop + "/gestion/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bellevue")


def test_an_editor_sees_the_pages_of_her_site_only(visit, network):
    page = visit(as_=editor_of("bellevue"))
    page.goto(network.workshop + "/gestion/pages/")
    page.wait_for_load_state("networkidle")
    shown = page.locator("main").inner_text()

    assert "Les Réparateurs" in shown or "Bellevue" in shown
    for other in ("Lambézellec", "Recouvrance", "Quatre-Moulins"):
        assert other not in shown
    found = page.goto(f"{network.workshop}/gestion/pages/search/?q=lavoirs")
    assert found.ok
    assert "Neuf lavoirs" not in page.locator("main").inner_text()


def test_an_article_leads_from_the_admin_to_its_review(visit, network):
    page = visit(as_=editor_of("bellevue"))
    page.goto(f"{network.workshop}/gestion/pages/search/?q=mardis")
    page.get_by_role("link", name=re.compile(ARTICLE)).first.click()

    page.wait_for_url(re.compile(r"/moderation/\d+/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(ARTICLE)


def test_an_editor_opens_the_page_of_her_site(visit, network):
    page = visit(as_=editor_of("bellevue"))
    page.goto(network.workshop + "/gestion/pages/")
    page.wait_for_url(re.compile(r"/gestion/pages/\d+/$"))
    page.goto(page.url + "edit/")
    page.wait_for_load_state("networkidle")

    expect(page.get_by_role("heading", level=1)).to_contain_text("Bellevue")
    expect(page.get_by_role("textbox", name="Titre")).to_have_value("Bellevue")


def test_a_citizen_has_no_business_in_the_admin(visit, network):
    page = visit(as_=CITIZEN)
    page.goto(network.workshop + "/gestion/")

    assert page.url == network.workshop + "/"
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes textes")


def test_the_administrator_sees_all_sites(visit, network):
    page = visit(as_=ADMINISTRATOR)
    page.goto(network.workshop + "/gestion/pages/")
    page.wait_for_load_state("networkidle")
    shown = page.locator("main").inner_text()

    assert "Bellevue" in shown and "Lambézellec" in shown


def test_the_admin_is_at_the_workshop_only(network):
    assert network.get(network.portal + "/gestion/").status == 404
    assert network.get(network.site("bellevue") + "/gestion/").status == 404
