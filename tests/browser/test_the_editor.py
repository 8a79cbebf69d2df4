"""The rich editor: what is written with it is what readers see."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.drawings import photo
from tests.browser.people import CITIZEN
from tests.browser.screens import DESKTOP, PHONE
from tests.browser.writing import go_to_the_end, text_of

TEXT = "main .prose"


@pytest.fixture
def begun(visit, network):
    """A text that was just begun, in the editor."""

    def begin(screen, first_line: str) -> Page:
        page = visit(screen, as_=CITIZEN)
        page.goto(network.workshop + "/ecrire/")
        page.get_by_label("Votre première ligne").fill(first_line)
        page.get_by_label("Pour quel quartier").select_option("Vie de quartier")
        page.get_by_role("button", name="Continuer").click()
        expect(text_of(page)).to_have_text(first_line)
        return page

    return begin


def _tool(page: Page, name: str):
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_what_is_written_is_what_readers_see(begun, screen):
    page = begun(screen, "Une phrase.")
    text = text_of(page)
    text_of(page).focus()
    go_to_the_end(page)
    text.press("Enter")
    _tool(page, "Intertitre").click()
    page.keyboard.type("Les marches")
    expect(text.get_by_role("heading")).to_have_text("Les marches")
    page.keyboard.press("Enter")
    expect(text.locator("p")).to_have_count(2)
    _tool(page, "Gras").click()
    page.keyboard.type("Vingt-six")
    _tool(page, "Gras").click()
    page.keyboard.type(" points")
    page.keyboard.press("Enter")
    _tool(page, "Liste").click()
    page.keyboard.type("une rampe")
    page.keyboard.press("Enter")
    page.keyboard.type("un banc")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    _tool(page, "Lien").click()
    link = page.get_by_role("dialog", name="Lien")
    link.get_by_label("Texte du lien").fill("la carte")
    link.get_by_label("Adresse").fill("example.org/carte")
    link.get_by_role("button", name="Placer le lien").click()
    _add_picture(page)
    shown = text.inner_text()
    page.get_by_role("button", name="Aperçu").click()

    body = page.locator(TEXT).first
    expect(body.get_by_role("heading", level=2)).to_have_text("Les marches")
    expect(body.locator("strong")).to_have_text("Vingt-six")
    expect(body.get_by_role("listitem")).to_have_text(["une rampe", "un banc"])
    expect(body.get_by_role("link", name="la carte")).to_have_attribute(
        "href", "https://example.org/carte"
    )
    picture = body.get_by_role("img", name="Un escalier sous la pluie")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)")
    expect(body.locator("figcaption")).to_contain_text("Rue de la Porte")
    for words in ("Une phrase.", "Les marches", "Vingt-six points", "un banc"):
        assert words in shown
        expect(body).to_contain_text(words)


def _add_picture(page: Page) -> None:
    _tool(page, "Photo").click()
    dialog = page.get_by_role("dialog", name="Ajouter des photos")
    dialog.get_by_label("Photos").set_input_files(photo())
    dialog.get_by_label("Description").fill("Un escalier sous la pluie")
    dialog.get_by_label("Légende").fill("Rue de la Porte")
    dialog.get_by_label("Qui a fait cette image ?").fill("Armelle")
    dialog.get_by_role("button", name="Placer dans le texte").click()
    expect(dialog).to_be_hidden()
    expect(text_of(page).get_by_role("img")).to_have_count(1)


def test_a_file_that_is_no_picture_is_refused_in_a_sentence(begun):
    page = begun(DESKTOP, "Avant l’image.")
    _tool(page, "Photo").click()
    dialog = page.get_by_role("dialog", name="Ajouter des photos")
    dialog.get_by_label("Photos").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": b"this is no picture"}
    )
    dialog.get_by_label("Description").fill("Rien")

    expect(
        dialog.get_by_text("n’est pas une image que nous savons lire")
    ).to_be_visible()
    expect(dialog.get_by_label("Description")).to_have_value("Rien")


def test_text_pasted_from_elsewhere_is_plain_and_whole(begun):
    page = begun(DESKTOP, "Collé :")
    text_of(page).focus()
    go_to_the_end(page)
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData('text/html', '<p style="color:red" onclick="x()">Rouge'
            + '<script>alert(1)</script> <b>et gras</b></p><img src="https://ailleurs.example/x.png">');
          document.activeElement.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    page.get_by_role("button", name="Aperçu").click()

    body = page.locator(TEXT).first
    expect(body).to_contain_text("Rouge et gras")
    expect(body.locator("img, script, [style], [onclick]")).to_have_count(0)


EMPTY_ROW = "<tr><td></td><td></td><td></td></tr>"
EMPTY = "(e) => e.dispatchEvent(new CustomEvent('editor:set', { detail: '' }))"
PASTED = Path(__file__).parent.parent / "articles" / "pasted"


def _paste(page: Page, markup: str) -> None:
    text_of(page).evaluate(
        """(text, markup) => {
          const data = new DataTransfer();
          data.setData('text/html', markup);
          text.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        markup,
    )


def test_what_is_pasted_from_other_programs_is_what_the_door_keeps(begun):
    page = begun(DESKTOP, "Collé")
    written = page.locator("[data-editor-html]")
    found, expected = {}, {}
    for path in sorted(PASTED.glob("*.expected.html")):
        name = path.name.removesuffix(".expected.html")
        own = PASTED / f"{name}.editor.html"
        body = (own if own.exists() else path).read_text().strip()
        expected[name] = body.replace(' rel="ugc nofollow noopener"', "")
        written.evaluate(EMPTY)
        text_of(page).focus()
        _paste(page, (PASTED / f"{name}.html").read_text())
        found[name] = written.input_value()

    assert found == expected


def test_a_note_a_table_and_a_video_are_written_with_the_keyboard(begun):
    page = begun(PHONE, "Il y a un banc")
    text_of(page).focus()
    go_to_the_end(page)
    page.keyboard.press("Control+Alt+f")
    note = page.get_by_role("dialog", name="Note de bas de page")
    expect(note.get_by_role("textbox", name="Texte de la note")).to_be_focused()
    page.keyboard.type("Vert")
    page.keyboard.press("Control+Enter")
    expect(note).to_be_hidden()
    page.keyboard.press("Enter")
    _tool(page, "Tableau").click()
    for words in ("Jour", "Qui", "Où", "lundi"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    _tool(page, "Supprimer la ligne").focus()
    page.keyboard.press("Enter")
    _tool(page, "Ajouter une ligne dessous").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("https://vimeo.com/76979871")
    page.keyboard.press("Enter")
    page.keyboard.type("Fin")

    assert page.locator("[data-editor-html]").input_value() == (
        "<p>Il y a un banc<fn>Vert</fn></p>"
        "<table><tr><th>Jour</th><th>Qui</th><th>Où</th></tr>"
        f"{EMPTY_ROW}{EMPTY_ROW}</table>"
        '<embed embedtype="video" title="" url="https://vimeo.com/76979871"/><p>Fin</p>'
    )


def test_composed_text_is_neither_lost_nor_doubled(begun):
    """As input methods and dictation do, on Android and elsewhere."""
    page = begun(PHONE, "Bonjour")
    text_of(page).focus()
    go_to_the_end(page)
    client = page.context.new_cdp_session(page)

    def compose(*steps: str) -> None:
        for step in steps:
            place = {"selectionStart": len(step), "selectionEnd": len(step)}
            client.send("Input.imeSetComposition", {"text": step, **place})
        client.send("Input.insertText", {"text": steps[-1]})

    compose(" l", " le", " les")
    compose(" é", " éc", " éco", " école")
    client.send("Input.insertText", {"text": " de la rade, dictées d’un trait"})
    compose("日", "日本", "日本語")

    expect(text_of(page)).to_have_text(
        "Bonjour les école de la rade, dictées d’un trait日本語"
    )
    assert page.locator("[data-editor-html]").input_value() == (
        "<p>Bonjour les école de la rade, dictées d’un trait日本語</p>"
    )
