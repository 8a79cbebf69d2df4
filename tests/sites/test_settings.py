"""Settings: a wrong value stops the start with one sentence that names it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = (
    *("DATABASE_URL", "CACHE_URL", "EMAIL_URL", "SECRET_KEY", "DEBUG", "PORT"),
    *("BRESTNET_DOMAIN", "BRESTNET_SCHEME", "BRESTNET_PUBLIC_PORT", "MAIL_FROM"),
    *("TRUSTED_PROXY_COUNT", "CONTACT_EMAIL", "LOG_LEVEL", "PYTHONWARNINGS"),
)


def run(*arguments, tmp_path, **variables):
    """Run a command with our variables alone; return its code and what it said."""
    environment = {k: v for k, v in os.environ.items() if k not in OURS}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "brestnet.settings",
        "BRESTNET_VAR": str(tmp_path / "var"),
        **variables,
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


READ = "import brestnet.settings as s; print(s.{})"


def setting(name, tmp_path, **variables):
    code, out, error = run("-c", READ.format(name), tmp_path=tmp_path, **variables)
    assert code == 0, error
    return out.strip()


def test_production_settings_pass_djangos_checks(tmp_path):
    code, out, error = run(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        tmp_path=tmp_path,
        BRESTNET_SCHEME="https",
        BRESTNET_DOMAIN="brest.example.org",
        SECRET_KEY="0123456789" * 3 + "abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
        CACHE_URL="redis://localhost:6379/0",
        DATABASE_URL="postgresql://brestnet:secret@localhost/brestnet",
        EMAIL_URL="smtp+tls://brestnet:secret@mail.example.org",
    )

    assert (code, error) == (0, "")
    assert out == "System check identified no issues (2 silenced).\n"


def test_without_a_shared_cache_the_checks_say_so(tmp_path):
    code, _out, error = run(
        *("manage.py", "check", "--deploy", "--fail-level", "WARNING"),
        tmp_path=tmp_path,
        BRESTNET_SCHEME="https",
        SECRET_KEY="0123456789" * 3 + "abcdefghijklmnopqrstuvwxyz-ABCDEFGH",
    )

    assert code == 1
    assert "brestnet.W001" in error


def test_without_any_variable_it_is_safe(tmp_path):
    assert setting("DEBUG", tmp_path) == "False"
    assert setting("DOMAIN", tmp_path) == "localhost"
    kept = tmp_path / "var" / "secret-key"
    assert len(kept.read_text()) >= 50
    assert kept.stat().st_mode & 0o077 == 0


def test_the_secret_is_made_once(tmp_path):
    first = setting("SECRET_KEY", tmp_path)

    assert setting("SECRET_KEY", tmp_path) == first


def test_on_https_cookies_are_bound_to_the_host(tmp_path):
    names = "SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE"

    shown = setting(names, tmp_path, BRESTNET_SCHEME="https")

    assert shown == "__Host-session __Host-csrf True"


@pytest.mark.parametrize(
    ("variables", "name", "shown"),
    [
        ({"PORT": "9000"}, "PUBLIC_PORT", "9000"),
        ({"PORT": "9000", "BRESTNET_SCHEME": "https"}, "PUBLIC_PORT", "443"),
        (
            {"BRESTNET_DOMAIN": "Brest.Example.org"},
            "WORKSHOP_HOST",
            "atelier.brest.example.org",
        ),
        ({"EMAIL_URL": "smtps://u:p%40@h"}, "EMAIL_HOST_PASSWORD", "p@"),
        ({"EMAIL_URL": "smtps://h"}, "EMAIL_PORT", "465"),
        ({}, "MAIL_STAYS_HERE", "True"),
        ({"DEBUG": "yes"}, "DEBUG", "True"),
    ],
)
def test_a_variable_is_read_as_what_it_is(variables, name, shown, tmp_path):
    assert setting(name, tmp_path, **variables) == shown


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "peut-être", "DEBUG must be true or false, not 'peut-être'."),
        ("PORT", "0", "PORT must be a whole number from 1 to 65535, not '0'."),
        ("PORT", "80a", "PORT must be a whole number from 1 to 65535, not '80a'."),
        ("PORT", "²", "PORT must be a whole number from 1 to 65535, not '²'."),
        (
            "TRUSTED_PROXY_COUNT",
            "-1",
            "TRUSTED_PROXY_COUNT must be a whole number from 0 to 9, not '-1'.",
        ),
        (
            "BRESTNET_SCHEME",
            "ftp",
            "BRESTNET_SCHEME must be one of http, https, not 'ftp'.",
        ),
        (
            "BRESTNET_DOMAIN",
            "https://brest.example.org/",
            "BRESTNET_DOMAIN must be a host name without scheme, port or path, "
            "not 'https://brest.example.org/'.",
        ),
        ("SECRET_KEY", "court", "SECRET_KEY must have at least 50 characters."),
        (
            "DATABASE_URL",
            "mysql://u:mot-de-passe@h/b",
            "DATABASE_URL must start with sqlite:// or postgres:// or postgresql://.",
        ),
        (
            "DATABASE_URL",
            "postgresql://u:mot-de-passe@h",
            "DATABASE_URL must end with a database's name.",
        ),
        (
            "CACHE_URL",
            "memcached://h",
            "CACHE_URL must start with redis:// or rediss://.",
        ),
        (
            "EMAIL_URL",
            "http://u:mot-de-passe@h",
            "EMAIL_URL must start with smtp:// or smtp+tls:// or smtps://.",
        ),
        ("CACHE_URL", "redis://h:port", None),
        ("DATABASE_URL", "postgresql://h:99999/b", None),
    ],
)
def test_a_wrong_value_stops_the_start_with_a_sentence(name, value, sentence, tmp_path):
    code, _out, error = run(
        "-c", "import brestnet.settings", tmp_path=tmp_path, **{name: value}
    )

    last = error.strip().splitlines()[-1]
    said = last.removeprefix("django.core.exceptions.ImproperlyConfigured: ")
    assert code == 1
    assert (
        said == sentence if sentence else said.startswith(f"{name} is not an address")
    )
    assert "mot-de-passe" not in error
