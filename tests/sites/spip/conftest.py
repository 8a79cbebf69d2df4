"""Tests that read the real small SPIP site run where it lies beside the checkout."""

import pytest
from django.db import transaction
from wagtail.models import Site

from tests.sites.spip import propre
from tests.sites.spip.spip_site import bring, make_spip

collect_ignore_glob = (
    [] if propre.SHARED.exists() else ["test_propre_*", "test_small_*"]
)


def pytest_report_header() -> str:
    if propre.SHARED.exists():
        return f"SPIP: le petit site de référence est lu dans {propre.SHARED}"
    return f"SPIP: pas de petit site de référence ({propre.SHARED}) : ses tests restent de côté"


@pytest.fixture(scope="module")
def tiny_site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The tiny site moved into Bellevue, once for a file of tests; its report.

    Each test undoes what it does to it, as always.
    """
    path = make_spip(tmp_path_factory.mktemp("spip") / "spip.sqlite")
    with django_db_blocker.unblock(), transaction.atomic():
        yield bring(path, Site.objects.get(root_page__slug="bellevue"))
        transaction.set_rollback(True)


@pytest.fixture
def spip(tmp_path):
    return make_spip(tmp_path / "spip.sqlite")
