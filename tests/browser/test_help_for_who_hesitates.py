"""On a phone: a form to write in, a link to be read by, a hand to be given."""

from playwright.sync_api import Page, expect

from tests.browser.accessibility import sideways, violations
from tests.browser.people import CITIZEN, editor_of
from tests.browser.screens import PHONE
from tests.browser.writing import go_to_the_end, text_of

FIRST_LINE = "Chaque deuxième mardi, on répare les vélos au pied de la tour."
PLACE = "Sous l’auvent de la tour 4, de 17 h à 19 h."
REMARK = "Et quand il pleut ?"


def looks_right(page: Page) -> None:
    assert violations(page) == []
    assert sideways(page, PHONE) == []


def _begin(writer: Page, network, form: str) -> str:
    """Write a first line in a form, and return the address of the text."""
    writer.goto(network.workshop + "/ecrire/")
    writer.get_by_label("Votre première ligne").fill(FIRST_LINE)
    writer.get_by_text("Une forme pour vous guider").click()
    writer.get_by_role("radio", name=form).check()
    looks_right(writer)
    section = writer.get_by_label("Pour quel quartier")
    section.locator("optgroup[label=Bellevue] option", has_text="Au pied").evaluate(
        "option => { option.selected = true }"
    )
    writer.get_by_role("button", name="Continuer").click()
    text_of(writer)
    return writer.url.rstrip("/").rsplit("/", 1)[1]


def test_a_form_hints_a_link_and_a_remark(visit, network):
    writer = visit(PHONE, as_=CITIZEN)
    pk = _begin(writer, network, "Compte rendu")
    text = text_of(writer)
    expect(text.locator("h2").first).to_have_text("Où, quand, avec qui")
    writer.get_by_text("Des questions pour un compte rendu").click()
    expect(writer.get_by_text("Combien de personnes")).to_be_visible()
    writer.get_by_text("Où en est le texte").click()
    expect(writer.get_by_text("12 mots.")).to_be_visible()

    # Under the last heading.
    text.click()
    go_to_the_end(writer)
    text.press("Enter")
    text.press_sequentially(PLACE)
    expect(writer.get_by_text("24 mots.")).to_be_visible()
    looks_right(writer)
    writer.get_by_role("button", name="Signer et proposer").click()
    expect(writer.get_by_text("Il manque encore")).to_be_visible()
    expect(writer.get_by_text("Ce qui est décidé")).to_have_count(0)
    looks_right(writer)

    writer.goto(f"{network.workshop}/textes/{pk}/partage/")
    writer.get_by_role("button", name="Faire le lien").click()
    link = writer.get_by_label("Lien de lecture").input_value()
    looks_right(writer)

    reader = visit(PHONE)
    reader.goto(link)
    reader.get_by_role("link", name=f"Remarque sur « {PLACE[:20]}").click()
    reader.get_by_label("Votre remarque").fill(REMARK)
    reader.get_by_label("Votre nom").fill("Yann")
    looks_right(reader)
    reader.get_by_role("button", name="Laisser la remarque").click()
    expect(reader.get_by_role("status")).to_contain_text("remarque est arrivée")
    assert reader.context.cookies() == []

    writer.goto(f"{network.workshop}/textes/{pk}/remarques/")
    expect(writer.get_by_text(REMARK).first).to_be_visible()
    looks_right(writer)
    writer.get_by_role("button", name="C’est fait").click()
    expect(writer.get_by_text("Une remarque faite")).to_be_visible()


def test_a_helping_hand(visit, network):
    writer, helper = visit(PHONE, as_=CITIZEN), visit(PHONE, as_=editor_of("bellevue"))
    pk = _begin(writer, network, "Portrait")
    helper.goto(network.workshop + "/compte/coups-de-main/")
    helper.get_by_label("Traduire").check()
    helper.get_by_label("Bellevue").check()
    looks_right(helper)
    helper.get_by_role("button", name="Enregistrer").click()

    writer.goto(f"{network.workshop}/textes/{pk}/coup-de-main/")
    writer.get_by_label("Une traduction").check()
    writer.get_by_label("En une phrase").fill("En breton, pour ma grand-mère.")
    writer.get_by_role("button", name="Demander", exact=True).click()

    helper.goto(network.workshop + "/coups-de-main/")
    expect(helper.get_by_text("En breton, pour ma grand-mère.")).to_be_visible()
    helper.get_by_text("Me proposer").click()
    looks_right(helper)
    helper.get_by_role("button", name="Je donne un coup de main").click()
    expect(helper.get_by_text("Vous vous êtes proposé·e")).to_be_visible()

    writer.reload()
    writer.get_by_label("Peut corriger directement").check()
    looks_right(writer)
    writer.get_by_role("button", name="Accepter").click()
    expect(writer.get_by_role("status")).to_contain_text("est au courant")

    helper.reload()
    helper.get_by_role("link", name="Lire", exact=False).click()
    helper.get_by_role("link", name="Corriger le texte").click()
    helper.get_by_label("Titre", exact=True).fill("Un portrait à deux")
    helper.get_by_role("button", name="Enregistrer").click()
    expect(helper.get_by_text("Votre texte est enregistré")).to_be_visible()

    writer.get_by_role("button", name="C’est fini, merci").click()
    expect(writer.get_by_role("status")).to_contain_text("de nouveau fermé")
    assert helper.goto(f"{network.workshop}/textes/{pk}/remarques/").status == 404
