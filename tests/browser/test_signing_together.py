"""Inviting somebody by e-mail, who signs up, reads, accepts, and takes her name back."""

from playwright.sync_api import Page, expect

from tests.browser.accessibility import sideways, violations
from tests.browser.people import CITIZEN, sign_up
from tests.browser.screens import PHONE

BRAN = "bran.lagadec@example.org"
TITLE = "Au troisième gauche, le papier peint tenait encore"
NAME = "Bran Lagadec"


def test_a_neighbour_is_invited_signs_and_takes_his_name_back(visit, network):
    writer = visit(PHONE, as_=CITIZEN)
    _invite(writer, network)

    bran = visit(PHONE)
    _sign_up_from_the_mail(bran, network)
    bran.get_by_role("link", name=f"Lire et répondre à propos de « {TITLE} »").click()
    _looks_well(bran)
    bran.get_by_label("Nom de signature").fill(NAME)
    bran.get_by_role("button", name="Accepter et signer").click()
    expect(bran.get_by_role("status")).to_contain_text("porte votre nom")
    bran.get_by_role("link", name="Voir l’article").click()
    address = bran.url
    expect(bran.get_by_role("link", name=NAME).first).to_be_visible()
    assert NAME in network.newest_mail(CITIZEN, subject="avec vous").get_content()

    _take_back(bran, network)

    assert NAME not in network.get(address).text
    writer.goto(network.workshop + "/contributions/")
    _looks_well(writer)


def _invite(writer: Page, network) -> None:
    writer.goto(network.workshop + "/")
    writer.get_by_role("link", name=TITLE, exact=True).click()
    writer.get_by_role("link", name="Signataires").click()
    writer.get_by_label("Son adresse e-mail").first.fill(BRAN)
    writer.get_by_label("Pour quel rôle ?").first.select_option("photos")
    writer.get_by_label("Un mot pour cette personne").first.fill("Tes clés aussi ?")
    writer.get_by_role("button", name="Envoyer l’invitation").click()
    expect(writer.get_by_role("status")).to_contain_text("L’invitation est partie")
    expect(writer.get_by_role("heading", name="b…@example.org")).to_be_visible()
    _looks_well(writer)


def _sign_up_from_the_mail(bran: Page, network) -> None:
    told = network.newest_mail(BRAN, subject="On vous invite").get_content()
    assert "Tes clés aussi ?" in told
    link = next(line for line in told.splitlines() if line.endswith("/invitations/"))
    bran.goto(link)
    bran.get_by_role("link", name="Créer un compte").click()
    sign_up(bran, network, BRAN)
    expect(bran.get_by_role("heading", level=1)).to_have_text("Mes invitations")
    _looks_well(bran)


def _take_back(bran: Page, network) -> None:
    bran.goto(network.workshop + "/contributions/")
    bran.get_by_role("link", name=TITLE, exact=True).click()
    bran.get_by_role("link", name="Retirer mon nom").click()
    _looks_well(bran)
    bran.get_by_role("button", name="Retirer ce nom").click()
    expect(bran.get_by_role("status")).to_contain_text("n’est plus montré")


def _looks_well(page: Page) -> None:
    assert violations(page) == []
    assert sideways(page, PHONE) == []
