"""axe-core over a page: WCAG 2.2 A and AA, and its best practices."""

from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).with_name("axe.min.js").read_text()
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What depends on colours alone: all that another colour scheme can change.
COLOURS = ("color-contrast", "link-in-text-block")
# What depends on the room that a page has: all that another width can change.
ROOM = ("target-size", "scrollable-region-focusable")
RUN = """
options => axe.run(document, options).then(({ violations }) => violations.map(
  ({ id, nodes }) => `${id}: ${nodes.map(node =>
    `${node.target.join(' ')} (${[...node.any, ...node.all, ...node.none].map(
      check => check.message).join('; ')})`).join(' | ')}`))
"""
WIDER = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.body.querySelectorAll('*')]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .slice(0, 5)
    .map(element => `${element.tagName.toLowerCase()}.${element.className}`)
    .concat(`the page is ${document.documentElement.scrollWidth} px wide`);
}
"""


def violations(page: Page, *, rules: tuple[str, ...] = ()) -> list[str]:
    """Return what axe-core finds on the page, as it is shown now."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    options = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    else:
        options["runOnly"] = {"type": "tag", "values": list(TAGS)}
        options["rules"] = {"target-size": {"enabled": True}}
    return page.evaluate(RUN, options)


def on_all_screens(
    page: Page, address: str, screens: list[dict]
) -> dict[str, list[str]]:
    """Look at a page on each screen, in daylight and in the dark.

    Every rule runs on the narrowest screen and on the widest; in the dark, and
    between them, those whose answer can differ there.
    """
    wrong = {}
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(address)
    for screen in screens:
        page.set_viewport_size(screen)
        looks = [("light", ()), ("dark", COLOURS)]
        if screen not in (screens[0], screens[-1]):
            looks = [("dark", (*ROOM, *COLOURS))]
        for scheme, rules in looks:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if found := violations(page, rules=rules):
                wrong[f"{address} at {screen['width']} px, {scheme}"] = found
    return wrong


def sideways(page: Page, screen: dict) -> list[str]:
    """Return what makes the page scroll sideways on a screen."""
    page.set_viewport_size(screen)
    return page.evaluate(WIDER)
