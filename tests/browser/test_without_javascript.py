"""All that a person can do at the workshop, she can do without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.drawings import photo
from tests.browser.people import editor_of, sign_up
from tests.browser.screens import PHONE

MARC = "marc.stephan@example.org"
TITLE = "Le bus 3 ne passe plus, nous marchons"
TEXT = """Le bus 3 ne passe plus rue de Maissin.

## Ce qu’on fait

- marcher, **beaucoup**
- râler, un peu

Le [plan](https://www.bibus.fr/) n’a pas changé."""


@pytest.mark.parametrize("screen", [PHONE])
def test_from_a_first_line_to_publication(visit, network, screen):
    writer = visit(screen, java_script_enabled=False)
    writer.goto(network.site("bellevue"))
    writer.get_by_role("link", name="Écrire", exact=True).click()
    writer.get_by_label("Votre première ligne").fill(TEXT)
    writer.get_by_label("Pour quel quartier").select_option("Vie de quartier")
    writer.get_by_role("button", name="Continuer").click()
    writer.get_by_role("link", name="Créer un compte").click()
    sign_up(writer, network, MARC)

    assert writer.get_by_label("Texte", exact=True).input_value() == TEXT
    writer.get_by_label("Titre", exact=True).fill(TITLE)
    writer.get_by_role("button", name="Enregistrer").click()
    expect(writer.get_by_role("status").first).to_contain_text(
        "Votre texte est enregistré"
    )

    writer.get_by_role("link", name="Les images de ce texte").click()
    picture = writer.get_by_role("region", name="Ajouter une image")
    picture.get_by_label("Image", exact=True).set_input_files(photo())
    picture.get_by_label("Ce que l’image montre").fill("Un abribus vide.")
    picture.get_by_label("Légende").fill("Rue de Maissin, lundi.")
    picture.get_by_label("Qui a fait cette image ?").fill("Marc Stéphan")
    picture.get_by_role("button", name="Ajouter l’image").click()
    expect(writer.get_by_role("status").first).to_contain_text(
        "à la fin de votre texte"
    )
    writer.get_by_role("link", name="Revenir au texte").click()
    assert "Un abribus vide." in writer.get_by_label("Texte", exact=True).input_value()

    writer.get_by_role("button", name="Signer et proposer").click()
    writer.get_by_label("Nom de signature").fill("Marc Stéphan")
    writer.get_by_label("Ses images sont de moi").check()
    writer.get_by_label("J’ai lu la charte").check()
    writer.get_by_role("button", name="Signer et proposer").click()
    expect(writer.get_by_role("status").first).to_contain_text(
        "Votre texte est proposé"
    )

    editor = visit(as_=editor_of("bellevue"), java_script_enabled=False)
    editor.goto(network.workshop + "/moderation/")
    editor.get_by_role("link", name=TITLE, exact=True).click()
    editor.get_by_role("button", name="Publier").click()
    expect(editor.get_by_role("status")).to_contain_text("est publié")

    reader = visit(screen, java_script_enabled=False)
    reader.goto(network.site("bellevue"))
    reader.get_by_role("link", name=TITLE, exact=True).first.click()
    expect(reader.get_by_role("heading", name="Ce qu’on fait", level=2)).to_be_visible()
    expect(reader.locator(".prose li")).to_have_text(
        ["marcher, beaucoup", "râler, un peu"]
    )
    expect(reader.locator(".prose strong")).to_have_text("beaucoup")
    link = reader.get_by_role("link", name="plan", exact=True)
    expect(link).to_have_attribute("href", "https://www.bibus.fr/")
    expect(link).to_have_attribute("rel", "ugc nofollow noopener")
    expect(reader.get_by_role("img", name="Un abribus vide.")).to_be_visible()
    expect(reader.get_by_text("Rue de Maissin, lundi.")).to_be_visible()


def test_readers_search_and_turn_pages(visit, network):
    reader = visit(PHONE, java_script_enabled=False)
    reader.goto(network.portal)
    reader.get_by_role("link", name="Rechercher").click()
    reader.get_by_label("Chercher dans les huit quartiers").fill("jardin")
    reader.get_by_role("button", name="Rechercher").click()
    expect(
        reader.get_by_role("heading", name="Articles pour « jardin »")
    ).to_be_visible()
    assert reader.get_by_role("article").count() > 2

    reader.goto(network.portal)
    first = reader.get_by_role("article").first.inner_text()
    reader.get_by_role("link", name="Plus anciens").click()
    expect(reader.get_by_text("Page 2")).to_be_visible()
    assert reader.get_by_role("article").first.inner_text() != first
