"""The cast and the place: two neighbourhoods, those who write, edit and pass by."""

import os

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from wagtail.models import Site

from articles.models import SectionPage
from authors.models import Author, User
from sites.services.provisioning import provision
from tests import template
from tests.builders import PLACES, make_author, make_editor, make_user


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: browsers and servers wait for each other."""
    return (os.cpu_count() or 1) + 1


def pytest_sessionstart(session):
    if hasattr(session.config, "workerinput"):
        return
    is_shared = bool(session.config.getoption("numprocesses", None))
    if is_shared or not template.on_a_server():
        template.make(static=is_shared)


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        template.forget()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    template.use(connection.settings_dict["TEST"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Make the small network once; every test rolls back to it."""
    with django_db_blocker.unblock():
        provision(PLACES)
    cache.clear()


@pytest.fixture(autouse=True)
def quick_and_alone(settings, tmp_path):
    """Let each test have its own files and cache, and let passwords be cheap."""
    (tmp_path / "static").mkdir()
    settings.STATIC_ROOT = tmp_path / "static"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        },
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "documents": {
            **django_settings.CACHES["documents"],
            "LOCATION": tmp_path / "documents",
        },
    }
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def portal(db) -> Site:
    return Site.objects.select_related("root_page").get(is_default_site=True)


@pytest.fixture
def bellevue(db) -> Site:
    return Site.objects.select_related("root_page").get(root_page__slug="bellevue")


@pytest.fixture
def lambezellec(db) -> Site:
    return Site.objects.select_related("root_page").get(root_page__slug="lambezellec")


@pytest.fixture
def entraide(bellevue) -> SectionPage:
    """A section of Bellevue."""
    return SectionPage.objects.child_of(bellevue.root_page).get(slug="entraide")


@pytest.fixture
def memoire(bellevue) -> SectionPage:
    """Another section of Bellevue."""
    return SectionPage.objects.child_of(bellevue.root_page).get(slug="memoire")


@pytest.fixture
def jardins(lambezellec) -> SectionPage:
    """A section of Lambézellec."""
    return SectionPage.objects.child_of(lambezellec.root_page).get(slug="jardins")


@pytest.fixture
def armelle(db) -> Author:
    """She writes, and has an account."""
    return make_author("Armelle Quéméneur")


@pytest.fixture
def bran(db) -> Author:
    """He signs with her."""
    return make_author("Bran Le Gall")


@pytest.fixture
def maiwenn(bellevue) -> User:
    """She edits Bellevue, and nothing else."""
    return make_editor(bellevue, "maiwenn@example.org")


@pytest.fixture
def goulven(lambezellec) -> User:
    """He edits Lambézellec, and nothing else."""
    return make_editor(lambezellec, "goulven@example.org")


@pytest.fixture
def passant(db) -> User:
    """A stranger with an account."""
    return make_user("passant@example.org")


@pytest.fixture
def reseau(db) -> User:
    """The network's administrator."""
    return make_user("reseau@example.org", is_superuser=True, is_staff=True)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """`with committed():` what waits for the end of a transaction happens."""

    def context():
        return django_capture_on_commit_callbacks(execute=True)

    return context
