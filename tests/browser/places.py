"""The places where readers find an article."""

from playwright.sync_api import Page

from tests.browser.application import Network


def places(
    network: Network, *, site: str, section: str, tag: str, author: str, words: str
) -> dict[str, str]:
    """Return the addresses, by name, where a newly published article must be."""
    home, portal = network.site(site), network.portal
    return {
        "front page": f"{home}/",
        "section": f"{home}/{section}/",
        "section feed": f"{home}/{section}/flux/",
        "site feed": f"{home}/flux/",
        "site search": f"{home}/recherche/?q={words}",
        "site tag": f"{home}/mots/{tag}/",
        "portal": f"{portal}/",
        "portal feed": f"{portal}/flux/",
        "network search": f"{portal}/recherche/?q={words}",
        "network tag": f"{portal}/mots/{tag}/",
        "author": f"{portal}/auteurs/{author}/",
        "author feed": f"{portal}/auteurs/{author}/flux/",
    }


def found_at(network: Network, reader: Page, addresses: dict[str, str], title: str):
    """Return the names of the places that show a title to a reader."""
    found = set()
    for name, address in addresses.items():
        if "feed" in name:
            if f"<title>{title}</title>" in network.get(address).text:
                found.add(name)
            continue
        reader.goto(address)
        if reader.get_by_role("link", name=title, exact=True).count():
            found.add(name)
    return found
