"""An editor chooses what opens the front page of her site, and undoes it."""

from playwright.sync_api import expect

from tests.browser.people import editor_of
from tests.browser.screens import PHONE


def test_an_editor_composes_the_front_page_without_javascript(visit, network):
    editor = visit(PHONE, as_=editor_of("saint-pierre"), java_script_enabled=False)
    editor.goto(network.workshop + "/moderation/")
    editor.get_by_role("link", name="La une de Saint-Pierre").click()
    last = editor.get_by_role("region", name="Dans le fil").get_by_role("listitem").last
    title = last.get_by_role("link").inner_text()

    last.get_by_role("button", name="Mettre à la une").click()
    expect(editor.get_by_role("status")).to_contain_text("est à la une")

    reader = visit(PHONE, java_script_enabled=False)
    reader.goto(network.site("saint-pierre"))
    opening = reader.get_by_role("region", name="À la une")
    expect(opening.get_by_role("heading", level=2).first).to_have_text(title)

    editor.get_by_role("button", name="Retirer de la une").click()
    expect(editor.get_by_role("status")).to_contain_text("il reste dans le fil")
    reader.reload()
    expect(opening.get_by_role("heading", level=2).first).not_to_have_text(title)
