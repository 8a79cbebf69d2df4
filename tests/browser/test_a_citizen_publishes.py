"""From a first line on a phone to the page that everybody reads, and back."""

from playwright.sync_api import Page, expect

from tests.browser.drawings import photo
from tests.browser.people import editor_of, sign_up
from tests.browser.places import found_at, places
from tests.browser.screens import PHONE
from tests.browser.writing import go_to_the_end, text_of

JEANNE = "jeanne.kerbrat@example.org"
FIRST_LINE = "Le banc rouge de la rue de Vendée a disparu mardi."
SECOND = "Personne ne l’a vu partir, sauf le chat de la boulangère."
MENDED = "Il était là depuis 1987, dit Monsieur Cozan."
CORRECTED = "Monsieur Cozan dit plutôt 1986."
TITLE = "Le banc rouge est parti sans dire au revoir"
CHAPO = "Trois voisins cherchent un banc. Le chat sait quelque chose."
ASKED = "Merci pour ce texte. Depuis quand le banc était-il là ?"
REASON = "Le banc est revenu, cette histoire n’a plus lieu d’être."


def test_a_citizen_publishes_corrects_and_withdraws(visit, network):
    writer = visit(PHONE)
    _write_a_first_line(writer, network)
    _sign_up_and_find_the_text(writer, network)
    _complete(writer)
    _see_the_preview(writer)
    _sign_and_propose(writer)

    editor = visit(as_=editor_of("bellevue"))
    _open_from_the_queue(editor, network)
    editor.get_by_label("Votre message à l’auteur").fill(ASKED)
    editor.get_by_role("button", name="Renvoyer avec ce message").click()
    expect(editor.get_by_role("status")).to_contain_text("est renvoyé à son auteur")

    _mend_and_propose_again(writer, network)
    _open_from_the_queue(editor, network)
    expect(editor.get_by_text(MENDED)).to_be_visible()
    editor.get_by_role("button", name="Publier").click()
    expect(editor.get_by_role("status")).to_contain_text("est publié")

    reader = visit(PHONE, java_script_enabled=False)
    addresses = places(
        network,
        site="bellevue",
        section="au-pied-des-tours",
        tag="banc-public",
        author="jeanne-kerbrat",
        words="banc+rouge",
    )
    assert found_at(network, reader, addresses, TITLE) == set(addresses)
    address = _read(reader, addresses["front page"])

    _correct(writer, network)
    reader.goto(address)
    expect(reader.get_by_text("Corrigé le")).to_be_visible()
    expect(reader.get_by_text(CORRECTED)).to_be_visible()
    assert CORRECTED in network.get(addresses["site feed"]).text

    _withdraw(writer)
    gone = reader.goto(address)
    assert gone.status == 410
    expect(reader.get_by_text(REASON)).to_be_visible()
    assert found_at(network, reader, addresses, TITLE) == set()
    assert network.get(addresses["author"]).status == 404


def _write_a_first_line(writer: Page, network) -> None:
    writer.goto(network.site("bellevue"))
    writer.get_by_role("link", name="Écrire", exact=True).click()
    writer.get_by_label("Votre première ligne").fill(FIRST_LINE)
    section = writer.get_by_label("Pour quel quartier")
    section.locator("optgroup[label=Bellevue] option", has_text="Au pied").evaluate(
        "option => { option.selected = true }"
    )
    writer.get_by_role("button", name="Continuer").click()
    expect(writer.get_by_role("heading", level=1)).to_have_text("Votre texte est gardé")


def _sign_up_and_find_the_text(writer: Page, network) -> None:
    writer.get_by_role("link", name="Créer un compte").click()
    sign_up(writer, network, JEANNE)
    expect(text_of(writer)).to_have_text(FIRST_LINE)


def _complete(writer: Page) -> None:
    writer.get_by_label("Titre", exact=True).fill(TITLE)
    writer.get_by_label("Chapô").fill(CHAPO)
    text_of(writer).focus()
    go_to_the_end(writer)
    text_of(writer).press("Enter")
    text_of(writer).press_sequentially(SECOND)
    writer.get_by_label("Envoyer une photo ou un dessin").set_input_files(photo())
    writer.get_by_label("Ce que l’image montre").first.fill("Un trottoir, sans banc.")
    writer.get_by_label("Qui a fait cette image ?").first.fill("Jeanne Kerbrat")
    writer.get_by_label("Mots", exact=False).fill("banc public, mémoire")
    writer.get_by_role("button", name="Aperçu").click()


def _see_the_preview(writer: Page) -> None:
    expect(writer.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(writer.get_by_text("Aperçu")).to_be_visible()
    expect(writer.get_by_text(CHAPO)).to_be_visible()
    expect(writer.get_by_text(SECOND)).to_be_visible()
    cover = writer.get_by_role("img", name="Un trottoir, sans banc.")
    expect(cover).to_be_visible()
    assert cover.evaluate("image => image.decode().then(() => image.naturalWidth)")
    writer.get_by_role("link", name="Revenir à l’atelier").click()


def _sign_and_propose(writer: Page) -> None:
    writer.get_by_role("link", name="Signer et proposer").click()
    writer.get_by_label("Nom de signature").fill("Jeanne Kerbrat")
    expect(writer.get_by_role("radio", name="CC BY-SA 4.0")).to_be_checked()
    writer.get_by_label("Ses images sont de moi").check()
    writer.get_by_label("J’ai lu la charte").check()
    writer.get_by_role("button", name="Signer et proposer").click()
    expect(writer.get_by_role("status")).to_contain_text("Votre texte est proposé")
    expect(writer.get_by_text("en relecture")).to_be_visible()


def _open_from_the_queue(editor: Page, network) -> None:
    editor.goto(network.workshop + "/moderation/")
    editor.get_by_role("link", name=TITLE, exact=True).click()
    expect(editor.get_by_role("heading", level=1)).to_have_text(TITLE)


def _mend_and_propose_again(writer: Page, network) -> None:
    told = network.newest_mail(JEANNE, subject="un mot des éditeurs")
    assert ASKED in told.get_content()
    writer.goto(network.workshop)
    writer.get_by_role("link", name=TITLE, exact=True).click()
    expect(writer.get_by_text(ASKED)).to_be_visible()
    writer.get_by_role("link", name="Reprendre le texte").click()
    _add(writer, MENDED)
    writer.get_by_role("button", name="Signer et proposer").click()
    writer.get_by_label("Ses images sont de moi").check()
    writer.get_by_label("J’ai lu la charte").check()
    writer.get_by_role("button", name="Signer et proposer").click()
    expect(writer.get_by_text("en relecture")).to_be_visible()


def _add(writer: Page, sentence: str) -> None:
    text_of(writer).focus()
    go_to_the_end(writer)
    text_of(writer).press("Enter")
    text_of(writer).press_sequentially(sentence)


def _read(reader: Page, front: str) -> str:
    """Read the article as a reader comes to it; return its address."""
    reader.goto(front)
    reader.get_by_role("link", name=TITLE, exact=True).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(TITLE)
    for words in (FIRST_LINE, SECOND, MENDED, CHAPO):
        expect(reader.get_by_text(words)).to_be_visible()
    expect(reader.get_by_role("img", name="Un trottoir, sans banc.")).to_be_visible()
    expect(reader.get_by_role("link", name="Jeanne Kerbrat").first).to_be_visible()
    expect(reader.get_by_role("link", name="CC BY-SA 4.0")).to_be_visible()
    expect(reader.get_by_text("Corrigé le")).to_have_count(0)
    return reader.url


def _correct(writer: Page, network) -> None:
    told = network.newest_mail(JEANNE, subject="est publié")
    assert network.site("bellevue") in told.get_content()
    writer.goto(network.workshop)
    writer.get_by_role("link", name=TITLE, exact=True).click()
    writer.get_by_role("link", name="Corriger").click()
    _add(writer, CORRECTED)
    writer.get_by_role("button", name="Publier la correction").click()
    expect(writer.get_by_role("status").first).to_contain_text("est en ligne")


def _withdraw(writer: Page) -> None:
    writer.get_by_role("link", name="Où en est ce texte").click()
    writer.get_by_label("Motif du retrait").fill(REASON)
    writer.get_by_role("button", name="Retirer du site").click()
    expect(writer.get_by_text("n’est plus en ligne")).to_be_visible()
