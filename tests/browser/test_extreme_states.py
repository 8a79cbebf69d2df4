"""The longest text that anybody writes stands on the narrowest screen.

Twelve signatories, the longest title on a card and an empty list are on the page of
the design system, which test_accessibility looks at.
"""

from playwright.sync_api import expect

from tests.browser.accessibility import sideways, violations
from tests.browser.people import CITIZEN
from tests.browser.screens import DESKTOP, NARROWEST
from tests.builders import image_bytes

TITLE = ("Trente et un ans de clés et de portes qui claquent : " * 4)[:179] + "!"
WORD = "anticonstitutionnellement" * 5
PARAGRAPH = "Le matin la rade est grise, et les mots viennent lentement. " * 15
# WCAG 2.2, 1.4.12: what a reader may ask of any text.
SPACING = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
word-spacing: .16em !important } p { margin-block-end: 2em !important }"""


def test_a_text_of_six_thousand_words_with_forty_pictures(network, visit):
    page = visit(as_=CITIZEN, java_script_enabled=False)
    page.goto(network.workshop + "/ecrire/")
    page.locator("[name=body]").fill("Une ligne.")
    page.locator("[name=section]").select_option(index=1)
    page.get_by_role("button", name="Continuer").click()
    writing = page.url
    page.get_by_role("link", name="Les images de ce texte").click()
    form = page.get_by_role("region", name="Ajouter une image")
    form.locator("[name=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": image_bytes((900, 600))}
    )
    form.locator("[name=description]").fill("Un banc face à la rade")
    form.locator("[name=credit]").fill("Armelle Q.")
    form.get_by_role("button", name="Ajouter l’image").click()
    page.goto(writing)
    picture = page.locator("[name=body]").input_value().split("\n")[-1]
    body = f"{WORD}\n\n" + f"## Une partie\n\n{PARAGRAPH}\n\n{picture}\n\n" * 40
    page.locator("[name=body]").fill(body)
    page.locator("[name=title]").fill(TITLE)
    page.get_by_role("button", name="Aperçu").click()
    expect(page.locator("figure img")).to_have_count(40)

    reader = visit(as_=CITIZEN, bypass_csp=True)
    reader.goto(writing + "apercu/")
    wrong = {"320 px": sideways(reader, NARROWEST), "axe": violations(reader)}
    wrong["1280 px"] = sideways(reader, DESKTOP)
    # At 200 %, and then with the spacing that a reader asks for.
    wrong["640 px"] = sideways(reader, {"width": 640, "height": 450})
    reader.add_style_tag(content=SPACING)
    wrong["spaced out"] = sideways(reader, NARROWEST)

    assert {where: found for where, found in wrong.items() if found} == {}
    page.goto(writing + "suppression/")
    page.get_by_role("main").get_by_role("button").click()
