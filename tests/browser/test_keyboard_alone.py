"""Everything can be reached and done without a mouse, and one sees where one is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import CITIZEN, PASSWORD
from tests.browser.writing import go_to_the_end, text_of

SEEN = """
() => {
  const here = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  return (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 || boxShadow !== 'none')
    && box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0;
}
"""
WHO = """
() => {
  const here = document.activeElement;
  return (here.name || here.ariaLabel || here.innerText || '').trim();
}
"""
ENOUGH = 60


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on something; each stop on the way is seen."""
    passed = []
    for _ in range(ENOUGH):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(WHO))
        assert page.evaluate(SEEN), f"The focus is not seen on {passed[-1]!r}."
        if passed[-1] == name:
            return
    raise AssertionError(f"{name!r} was not reached: {passed}")


def test_the_skip_link_leads_to_the_content(visit, network):
    page = visit()
    page.goto(network.portal)
    page.keyboard.press("Tab")
    assert page.evaluate(WHO) == "Aller au contenu"
    assert page.evaluate(SEEN)

    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("() => Boolean(document.activeElement.closest('main'))")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_focus_is_seen_all_along_the_front_page(visit, network, scheme):
    page = visit(color_scheme=scheme)
    page.goto(network.site("bellevue"))

    _tab_to(page, "Les Réparateurs")


def test_sign_in_write_and_save(visit, network):
    page = visit()
    page.goto(network.site("bellevue"))
    _tab_to(page, "Écrire")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Par quoi ça commence ?")
    # A button: it takes along what was typed.
    _tab_to(page, "next")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    _tab_to(page, "login")
    page.keyboard.type(CITIZEN)
    _tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Par quoi ça commence ?")
    _tab_to(page, "body")
    page.keyboard.type("Écrit sans souris.")
    _tab_to(page, "section")
    page.keyboard.type("Vie de")
    _tab_to(page, "Continuer")
    page.keyboard.press("Enter")
    expect(text_of(page)).to_be_visible()
    _tab_to(page, "title")
    page.keyboard.press("Control+A")
    page.keyboard.type("Sans souris")
    _tab_to(page, "Gras")
    page.keyboard.press("Tab")
    go_to_the_end(page)
    page.keyboard.type(" Et sans peine.")
    _tab_to(page, "Enregistrer")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").first).to_contain_text(
        "Votre texte est enregistré"
    )
    expect(page.get_by_label("Titre", exact=True)).to_have_value("Sans souris")
    expect(page.get_by_role("textbox", name="Texte", exact=True)).to_have_text(
        "Écrit sans souris. Et sans peine."
    )
