"""A small world to be unkind to: an application of its own, and browsers that die.

All texts belong to one person, who has two browsers ("devices"), each with its
profile on the disk. Everything that dies is ours: killed by its process id.
"""

import asyncio
import json
import os
import secrets
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import BrowserContext, Error, Page, Playwright

from tests import template
from tests.browser.application import NOT_LENT, ROOT, Network, _free_port, _wait

PURPOSE = "chaos"
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--blink-settings=imagesEnabled=false"),
)
PREPARE = """
import json, sys
from importlib import import_module
from uuid import uuid4
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from articles.models import SectionPage
from articles.services import writing
from sites.services.provisioning import provision
from tests.builders import PLACES, make_user
provision(PLACES)
user = make_user("chaos@example.org")
section = SectionPage.objects.get(slug="entraide")
fields = {"title": "Le banc", "body": "<p>Debut</p>"}
texts = [
    writing.start_draft(section, by=user, key=uuid4(), fields=fields).pk
    for _ in range(int(sys.argv[1]))
]
store = import_module(settings.SESSION_ENGINE).SessionStore()
store[SESSION_KEY] = str(user.pk)
store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
store[HASH_SESSION_KEY] = user.get_session_auth_hash()
store.save()
print(json.dumps({"texts": texts, "session": store.session_key}))
"""
VERSIONS = """
import json
from wagtail.models import Revision
found = {}
for revision in Revision.objects.all():
    found.setdefault(revision.object_id, []).append(revision.content.get("body", ""))
print(json.dumps(found))
"""
JOURNAL = """
text => new Promise(resolve => {
  const asked = indexedDB.open('brestnet', 1);
  asked.onerror = () => resolve([]);
  asked.onsuccess = () => {
    const database = asked.result;
    if (!database.objectStoreNames.contains('entries')) { database.close(); resolve([]); return; }
    const all = database.transaction('entries').objectStore('entries').getAll();
    all.onsuccess = () => {
      database.close();
      resolve(all.result.filter(entry => entry.text === text)
        .map(entry => entry.fields.body || entry.fields.body_html || ''));
    };
  };
})
"""


@dataclass
class World:
    """The application, which can be stopped and started, and what it knows."""

    var: Path
    environment: dict[str, str]
    network: Network
    texts: list[int] = field(default_factory=list)
    session: str = ""

    @classmethod
    def made(cls, var: Path, static: Path, count: int) -> "World":
        port = _free_port()
        environment = {k: v for k, v in os.environ.items() if k not in NOT_LENT}
        environment |= {
            "BRESTNET_VAR": str(var),
            "PORT": str(port),
            "DJANGO_SETTINGS_MODULE": "brestnet.settings",
            "SECRET_KEY": secrets.token_urlsafe(64),
            # Quicker than people type, so that a run has many saves.
            "AUTOSAVE_AFTER_MS": "250",
            "AUTOSAVE_AT_MOST_MS": "900",
        }
        (var / "static").symlink_to(static)
        if template.on_a_server():
            template.create(PURPOSE)
            environment["DATABASE_URL"] = template.url_of(PURPOSE)
        else:
            environment.pop("DATABASE_URL", None)
            template.copy_file_to(var)
        if template.FOLDER not in os.environ:
            template.manage(["migrate"], environment)
        world = cls(var, environment, Network(port, var, var / "application.log"))
        told = json.loads(world.run(PREPARE, str(count)))
        world.texts, world.session = told["texts"], told["session"]
        world.start()
        return world

    def run(self, code: str, *arguments: str) -> str:
        """Run lines of Python with the application's models."""
        begin = "import django; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", begin + code, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def start(self) -> None:
        granian = str(Path(sys.executable).with_name("granian"))
        with self.network.log.open("ab") as output:
            self.network.server = subprocess.Popen(
                [
                    *(granian, "--interface", "wsgi", "--host", "127.0.0.1"),
                    *("--port", str(self.network.port), "--workers", "1"),
                    *("--blocking-threads", "4", "brestnet.wsgi:application"),
                ],
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        _wait(self.network)

    def kill(self) -> None:
        """Let the application die in the middle of whatever it does."""
        with suppress(ProcessLookupError):
            os.killpg(self.network.server.pid, signal.SIGKILL)
        self.network.server.wait(10)

    def versions(self) -> dict[str, list[str]]:
        return json.loads(self.run(VERSIONS))

    def end(self) -> None:
        self.kill()
        if template.on_a_server():
            template.drop(PURPOSE)


class Device:
    """A browser with a profile on the disk; all its tabs die with it."""

    def __init__(self, playwright: Playwright, chromium: str, world: World, name: str):
        self.playwright, self.chromium, self.world = playwright, chromium, world
        self.profile = world.var / name
        self.context: BrowserContext | None = None
        # Held while the browser is dead, or being born.
        self.alive = asyncio.Lock()

    async def launch(self) -> None:
        self.context = await self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=self.chromium,
            args=list(ARGUMENTS),
            locale="fr-FR",
        )
        self.context.set_default_timeout(15_000)
        await self.sign_in()

    async def sign_in(self) -> None:
        await self.context.add_cookies(
            [
                {
                    "name": "session",
                    "value": self.world.session,
                    "url": self.world.network.workshop,
                }
            ]
        )

    async def sign_out(self) -> None:
        await self.context.clear_cookies(name="session")

    async def kill(self) -> None:
        """Kill the browser's own process: nothing is asked, nothing is flushed."""
        for pid in _processes(f"--user-data-dir={self.profile}"):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with suppress(Exception):
            await asyncio.wait_for(self.context.close(), 5)
        # A profile says who uses it: nobody does.
        for lock in self.profile.glob("Singleton*"):
            lock.unlink()

    async def open(self, text: int, *, rich: bool) -> Page:
        page = await self.context.new_page()
        if not rich:
            # The editor needs it: without, the plain text area stays.
            await page.add_init_script("delete window.ResizeObserver")
        try:
            await page.goto(f"{self.world.network.workshop}/ecrire/{text}/")
        except Error:
            await page.close()
            raise
        return page


def _processes(argument: str) -> list[int]:
    """Return the processes that were started with an argument, the first first."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                if argument.encode() in (entry / "cmdline").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
    return sorted(found)
