"""A browser, and the real network that it visits."""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests import template
from tests.browser.application import Network, running, shared
from tests.browser.people import sign_in
from tests.browser.screens import DESKTOP

ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update"),
    "--disable-sync",
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
ACTION_WITHIN = 10_000


# These change what readers see, or look at all of it: one after the other.
ONE_BY_ONE = (
    "test_a_citizen_publishes",
    "test_composing_the_front_page",
    "test_every_public_address",
    "test_signing_together",
    "test_without_javascript",
)


def pytest_collection_modifyitems(items):
    """Keep each of a few groups of these tests on one worker."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            group = "journeys" if item.path.stem in ONE_BY_ONE else "pages"
            if item.path.stem == "test_nothing_is_lost":
                # Long, and mostly waiting: beside the others.
                group = "chaos"
            item.add_marker(pytest.mark.xdist_group(group))


def chromium(playwright: Playwright) -> str | None:
    found = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, NAMES)), ""
    )
    own = playwright.chromium.executable_path
    return found or (own if Path(own).exists() else None)


def _is_required() -> bool:
    return any(
        os.environ.get(name, "").lower() not in ("", "0", "false")
        for name in ("CI", "BRESTNET_REQUIRE_BROWSER")
    )


@pytest.fixture(scope="session")
def network(tmp_path_factory) -> Network:
    if folder := os.environ.get(template.FOLDER):
        yield shared(Path(folder))
        return
    with running(tmp_path_factory.mktemp("network")) as started:
        yield started


# Playwright runs an event loop while it is open, and Django refuses its ORM
# beside one: so it closes after each file, and other tests may follow.
@pytest.fixture(scope="module")
def browser() -> Browser:
    with sync_playwright() as playwright:
        found = chromium(playwright)
        if found is None:
            told = "No Chromium was found: install one, or name it in CHROMIUM."
            if _is_required():
                pytest.fail(told)
            pytest.skip(told)
        launched = playwright.chromium.launch(
            executable_path=found, args=list(ARGUMENTS)
        )
        yield launched
        launched.close()


@pytest.fixture
def visit(browser, network):
    """Open a page in a context of its own: `visit(screen, as_=email, **options)`.

    Whatever the content security policy stops, and whatever a script throws,
    fails the test at its end.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(screen=DESKTOP, *, as_: str = "", **options):
        options = {"locale": "fr-FR", "viewport": screen, **options}
        if as_:
            options["storage_state"] = _session(browser, network, as_)
        context = browser.new_context(**options)
        context.set_default_timeout(ACTION_WITHIN)
        contexts.append(context)
        context.on("console", lambda told: _judge(told.type, told.text, wrong))
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


def _judge(kind: str, text: str, wrong: list[str]) -> None:
    # A browser also reports each answer of 400 and above: tests ask for those.
    if kind == "error" and not text.startswith("Failed to load resource"):
        wrong.append(text)


def _session(browser: Browser, network: Network, email: str) -> dict:
    if email not in network.sessions:
        context = browser.new_context(locale="fr-FR")
        context.set_default_timeout(ACTION_WITHIN)
        sign_in(context.new_page(), network, email)
        network.sessions[email] = context.storage_state()
        context.close()
    return network.sessions[email]
