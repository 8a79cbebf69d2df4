"""The real application, started for the browser tests as `make run` starts it.

It has its own folder, its own database and its own port, so these tests see
what people will see, and leave nothing behind.
"""

import fcntl
import http.client
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import SplitResult, urlsplit, urlunsplit

from tests import template

ROOT = Path(__file__).resolve().parent.parent.parent
# What the tests' own environment must not lend to the application.
NOT_LENT = (
    *("BRESTNET_DOMAIN", "BRESTNET_SCHEME", "BRESTNET_PUBLIC_PORT", "DEBUG"),
    *("CACHE_URL", "EMAIL_URL", "SECRET_KEY", "TRUSTED_PROXY_COUNT", "MAIL_FROM"),
)
PURPOSE = "browser"
STARTS_WITHIN = 30
MAIL_WITHIN = 10
# A process that nobody holds on to would be reported as lost.
KEPT: "list[Network]" = []
SLUGS = (
    *("bellevue", "centre", "europe", "lambezellec"),
    *("quatre-moulins", "recouvrance", "saint-marc", "saint-pierre"),
)


@dataclass(frozen=True)
class Answer:
    """What a host answered: its status, its headers (all of them), its bytes."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return ", ".join(self.all(name))

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Network:
    """The running network: its addresses, its post, its plain HTTP."""

    port: int
    var: Path
    log: Path
    server: subprocess.Popen | None = None
    # Signed-in sessions by e-mail: people sign in once, not in each test.
    sessions: dict[str, dict] = field(default_factory=dict)

    @property
    def portal(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def workshop(self) -> str:
        return f"http://atelier.localhost:{self.port}"

    def site(self, slug: str) -> str:
        return f"http://{slug}.localhost:{self.port}"

    @property
    def readers_hosts(self) -> list[str]:
        return [self.portal, *(self.site(slug) for slug in SLUGS)]

    def get(self, url: str, *, method: str = "GET", **headers: str) -> Answer:
        """Ask for an address without a browser; follow no redirect."""
        parts = urlsplit(url)
        path = urlunsplit(SplitResult("", "", parts.path or "/", parts.query, ""))
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with closing(connection):
            connection.request(method, path, headers={"Host": parts.netloc, **names})
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())

    def newest_mail(self, to: str, *, subject: str = "") -> EmailMessage:
        """Return the newest message to somebody, waiting for it a little."""
        end = time.monotonic() + MAIL_WITHIN
        while time.monotonic() < end:
            for message in reversed(self._mails()):
                if to in message["To"] and subject in message["Subject"]:
                    return message
            time.sleep(0.1)
        raise AssertionError(f"No message to {to} with {subject!r} in its subject.")

    def newest_code(self, to: str) -> str:
        """Return the code that was mailed to somebody."""
        body = self.newest_mail(to).get_content()
        found = re.search(r"^\s*([A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8})*)\s*$", body, re.M)
        assert found, body
        return found[1]

    def _mails(self) -> list[EmailMessage]:
        """All messages, oldest first: a file holds those of one connection."""
        messages = []
        files = sorted(
            self.var.glob("mail/*.log"), key=lambda file: file.stat().st_mtime
        )
        for file in files:
            for raw in re.split(rb"\n-{79}\n", file.read_bytes()):
                if raw.strip():
                    messages.append(
                        message_from_bytes(raw.lstrip(), policy=policy.default)
                    )
        return messages


@contextmanager
def running(var: Path):
    """Serve a demo network made under `var`, and take all away afterwards."""
    network = _start(var)
    try:
        yield network
    finally:
        network.server.terminate()
        try:
            network.server.wait(10)
        except subprocess.TimeoutExpired:
            network.server.kill()
            network.server.wait(10)
        if template.on_a_server():
            template.drop(PURPOSE)
        shutil.rmtree(var, ignore_errors=True)


def shared(folder: Path) -> Network:
    """Return the one network of a run's workers: the first to ask starts it.

    It goes on until `template.forget`, which the run calls at its end.
    """
    var, told = folder / PURPOSE, folder / template.SERVER
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            var.mkdir()
            if (folder / "static").exists():
                (folder / "static").rename(var / "static")
            network = _start(var)
            KEPT.append(network)
            told.write_text(f"{network.server.pid} {network.port}")
            return network
    port = int(told.read_text().split()[1])
    return Network(port, var, var / "application.log")


def _start(var: Path) -> Network:
    network = Network(_free_port(), var, var / "application.log")
    environment = {k: v for k, v in os.environ.items() if k not in NOT_LENT}
    environment |= {"BRESTNET_VAR": str(var), "PORT": str(network.port)}
    environment["DJANGO_SETTINGS_MODULE"] = "brestnet.settings"
    environment["SECRET_KEY"] = secrets.token_urlsafe(64)
    _give_a_database(environment)
    if not (var / "static").exists():
        template.manage(["collectstatic", "--noinput"], environment)
    template.manage(["migrate"], environment)
    template.manage(["demo"], environment)
    with network.log.open("wb") as output:
        granian = str(Path(sys.executable).with_name("granian"))
        network.server = subprocess.Popen(
            [
                *(granian, "--interface", "wsgi"),
                *("--host", "127.0.0.1", "--port", str(network.port)),
                *("--workers", "1", "--blocking-threads", "4"),
                "brestnet.wsgi:application",
            ],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    _wait(network)
    return network


def _give_a_database(environment: dict[str, str]) -> None:
    """Give the application a database of its own: a file, or one on the server."""
    if template.on_a_server():
        template.create(PURPOSE)
        environment["DATABASE_URL"] = template.url_of(PURPOSE)
    else:
        environment.pop("DATABASE_URL", None)
        template.copy_file_to(Path(environment["BRESTNET_VAR"]))


def _free_port() -> int:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _wait(network: Network) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and network.server.poll() is None:
        try:
            if network.get(network.portal + "/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start:\n{network.log.read_text()[-4000:]}")
