"""Tests that read the real small SPIP site run where it lies beside the checkout."""

from tests.sites.spip import propre

collect_ignore_glob = (
    [] if propre.SHARED.exists() else ["test_propre_*", "test_small_*"]
)


def pytest_report_header() -> str:
    if propre.SHARED.exists():
        return f"SPIP: le petit site de référence est lu dans {propre.SHARED}"
    return f"SPIP: pas de petit site de référence ({propre.SHARED}) : ses tests restent de côté"
