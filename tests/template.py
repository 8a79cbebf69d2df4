"""One migrated database for a whole run: each worker starts from a copy of it.

The migrations take many seconds of a processor, and every worker and the
browsers' application would run them again. On SQLite the migrated file is also
kept for the next runs, until a migration or a dependency changes.
"""

import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db.backends.signals import connection_created
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
FOLDER = "BRESTNET_TEST_TEMPLATE"
FILE = "brestnet.sqlite3"
# Where the browsers' application, when there is one, tells its process.
SERVER = "application"
KEPT = ROOT / "var" / "tests"


def make(*, static: bool) -> None:
    """Migrate the database that others will copy, and tell where it is.

    Beside it, compress the static files for the browsers' application.
    """
    folder = os.environ[FOLDER] = mkdtemp(prefix="brestnet-template-")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "brestnet.settings",
        "BRESTNET_VAR": folder,
        "SECRET_KEY": secrets.token_urlsafe(64),
    }
    if on_a_server():
        create("template")
        environment["DATABASE_URL"] = url_of("template")
    else:
        environment.pop("DATABASE_URL", None)
    with ThreadPoolExecutor(2) as pool:
        steps = [pool.submit(_migrate, Path(folder), environment)]
        if static:
            command = ["collectstatic", "--noinput"]
            steps.append(pool.submit(manage, command, environment))
    for step in steps:
        step.result()


def _migrate(folder: Path, environment: dict[str, str]) -> None:
    if on_a_server():
        manage(["migrate"], environment)
        return
    kept = KEPT / f"{_version()}.sqlite3"
    if not kept.exists():
        manage(["migrate"], environment)
        shutil.rmtree(KEPT, ignore_errors=True)
        KEPT.mkdir(parents=True)
        shutil.copy(folder / FILE, kept.with_suffix(".new"))
        # Whole or not at all: two runs may be making it.
        kept.with_suffix(".new").replace(kept)
    shutil.copy(kept, folder / FILE)


def _version() -> str:
    """Name what the migrated file depends on: dependencies and our migrations."""
    files = [ROOT / "requirements-dev.txt", *sorted(ROOT.glob("*/migrations/*.py"))]
    told = sha256()
    for file in files:
        told.update(f"{file.name} {file.stat().st_size}\n".encode() + file.read_bytes())
    return told.hexdigest()[:20]


def manage(command: list[str], environment: dict[str, str]) -> None:
    """Run a management command of the application, or tell what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"manage.py {command[0]} failed:\n{done.stderr[-4000:]}")


def forget() -> None:
    """Stop the browsers' application, and take away what `make` made."""
    if not (folder := os.environ.pop(FOLDER, "")):
        return
    if (told := Path(folder) / SERVER).exists():
        with suppress(ProcessLookupError):
            os.kill(int(told.read_text().split()[0]), signal.SIGTERM)
    if on_a_server():
        drop("browser")
        drop("template")
    shutil.rmtree(folder, ignore_errors=True)


def on_a_server() -> bool:
    return os.environ.get("DATABASE_URL", "").startswith("postgres")


def name_of(purpose: str) -> str:
    return f"{urlsplit(os.environ['DATABASE_URL']).path.strip('/')}_{purpose}"


def url_of(purpose: str) -> str:
    url = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(url._replace(path=f"/{name_of(purpose)}"))


def create(purpose: str) -> None:
    """Make a database on the server, from the template where there is one."""
    made = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name_of(purpose)))
    if purpose != "template" and FOLDER in os.environ:
        made += sql.SQL(" TEMPLATE {}").format(sql.Identifier(name_of("template")))
    drop(purpose)
    with _server() as connection:
        connection.execute(made)


def drop(purpose: str) -> None:
    name = sql.Identifier(name_of(purpose))
    with _server() as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
        )


def _server() -> psycopg.Connection:
    url = urlsplit(os.environ["DATABASE_URL"])
    return psycopg.connect(urlunsplit(url._replace(path="/postgres")), autocommit=True)


def copy_file_to(folder: Path) -> None:
    """Give an application on SQLite the migrated file."""
    if FOLDER in os.environ:
        shutil.copy(Path(os.environ[FOLDER]) / FILE, folder / FILE)


def use(test_settings: dict) -> None:
    """Let Django's test database begin as a copy."""
    if FOLDER not in os.environ:
        return
    if on_a_server():
        test_settings["TEMPLATE"] = name_of("template")
    else:
        connection_created.connect(_fill)


def _fill(sender, connection, **kwargs):
    if connection.is_in_memory_db():
        connection_created.disconnect(_fill)
        with sqlite3.connect(Path(os.environ[FOLDER]) / FILE) as migrated:
            migrated.backup(connection.connection)
        migrated.close()
