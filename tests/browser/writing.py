"""Writing in the rich editor, as a person's keys do."""

from playwright.sync_api import Locator, Page, expect


def text_of(page: Page) -> Locator:
    """Return the editor, once it has taken the place of the plain text area."""
    text = page.get_by_role("textbox", name="Texte", exact=True)
    expect(text).to_have_attribute("contenteditable", "true")
    return text


def go_to_the_end(page: Page) -> None:
    """Press Control+End, and let the editor see where the caret went: a person's
    next key is never as near."""
    page.keyboard.press("Control+End")
    page.evaluate("() => new Promise((done) => setTimeout(done, 80))")
