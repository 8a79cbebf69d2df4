"""Several photos at once, on a phone: one fails, one says nothing, one moves up."""

from playwright.sync_api import Page, expect

from tests.browser.accessibility import sideways, violations
from tests.browser.drawings import photo
from tests.browser.people import CITIZEN
from tests.browser.screens import PHONE


def _fail_the_second(page: Page) -> None:
    sent: list[str] = []

    def answer(route):
        if route.request.method == "POST":
            sent.append(route.request.url)
            if len(sent) == 2:
                route.abort()
                return
        route.continue_()

    page.route("**/images/", answer)


def test_several_photos_at_once_on_a_phone(visit, network):
    page = visit(PHONE, as_=CITIZEN)
    page.goto(network.workshop + "/ecrire/")
    page.get_by_label("Votre première ligne").fill("Trois photos.")
    page.get_by_label("Pour quel quartier").select_option("Vie de quartier")
    page.get_by_role("button", name="Continuer").click()
    text = page.get_by_role("textbox", name="Texte", exact=True)
    captions = text.locator("figcaption")
    _fail_the_second(page)

    page.get_by_role("toolbar").get_by_role("button", name="Photo").click()
    panel = page.get_by_role("dialog", name="Ajouter des photos")
    panel.get_by_label("Photos").set_input_files(
        [photo(), photo(width=900), photo(width=4000, height=3000)]
    )
    rows = panel.get_by_role("listitem")
    rows.nth(0).get_by_label("Description").fill("La rade au matin")
    rows.nth(1).get_by_label("Image décorative").check()
    retry = panel.get_by_role("button", name="Réessayer")
    expect(retry).to_have_count(1)
    assert violations(page) == []
    assert sideways(page, PHONE) == []
    retry.click()
    expect(panel.get_by_role("progressbar")).to_have_count(0)
    panel.get_by_role("button", name="Placer dans le texte").click()
    expect(rows.nth(2).get_by_text("Dites en une phrase")).to_be_visible()
    rows.nth(2).get_by_label("Description").fill("Le ciel au soir")
    panel.get_by_role("button", name="Placer dans le texte").click()
    expect(captions).to_have_text(
        ["La rade au matin", "image décorative", "Le ciel au soir"]
    )

    up = text.get_by_role("button", name="Monter : Le ciel au soir")
    up.press("Enter")
    expect(captions).to_have_text(
        ["La rade au matin", "Le ciel au soir", "image décorative"]
    )
    expect(up).to_be_focused()

    page.get_by_role("toolbar").get_by_role("button", name="Photo").click()
    panel.get_by_role("button", name="Choisir parmi mes images").click()
    panel.get_by_role("button", name="La rade au matin").first.click()
    panel.get_by_role("button", name="Placer dans le texte").click()
    expect(captions).to_have_count(4)
    page.get_by_role("button", name="Aperçu").click()

    images = page.locator("main .prose img")
    expect(images).to_have_count(4)
    widest = images.evaluate_all(
        "all => Math.max(...all.map(image => image.getAttribute('width')))"
    )
    assert widest == 1600
    assert sorted(i.get_attribute("alt") for i in images.all()) == [
        *("", "La rade au matin", "La rade au matin", "Le ciel au soir"),
    ]
    assert violations(page) == []
