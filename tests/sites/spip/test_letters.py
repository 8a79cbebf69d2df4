"""Letters that old databases broke are mended, and the report says which."""

import pytest

from sites.spip.encoding import read_text


@pytest.mark.parametrize(
    ("given", "told", "repaired"),
    [
        ("été à Brest".encode(), "été à Brest", []),
        ("été à Brest".encode("latin-1"), "été à Brest", ["latin1"]),
        ("l\x92été \x80".encode("latin-1"), "l’été €", ["latin1"]),
        ("l\x92été", "l’été", ["cp1252"]),
        ("Ã©tÃ© Ã\u00a0 Brest, lâ€™Å“uvre", "été à Brest, l’œuvre", ["double"]),
        ("Ã©tÃ© Ã  Brest et déjà", "été à Brest et déjà", ["double"]),
        ("MARCHÉ\u00a0: À É° Ça «\u00a0oui\u00a0»", "MARCHÉ\u00a0: À É° Ça «\u00a0oui\u00a0»", []),
        ("a\x00b", "ab", []),
    ],
)  # fmt: skip
def test_a_field_is_read_as_it_was_meant(given, told, repaired):
    assert read_text(given) == (told, repaired)


def test_utf8_held_in_latin1_is_undone_and_only_there():
    held = "Ã©tÃ©".encode().decode("latin-1")

    assert read_text("Ã©tÃ© Œil", held_in_latin1=True) == ("été Œil", ["double"])
    assert read_text("Ã©tÃ©", held_in_latin1=True) == ("été", ["utf8-in-latin1"])
    assert read_text(held, held_in_latin1=True) == ("été", ["utf8-in-latin1", "double"])
    assert read_text("déjà", held_in_latin1=True) == ("déjà", [])
