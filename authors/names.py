"""How names are filed: by family name, without regard to accents, in French."""

import unicodedata

# Articles and particles that do not count when an organisation is filed.
_LEADING = ("les ", "le ", "la ", "l’", "l'", "association ", "club des ")


def fold(text: str) -> str:
    """Return `text` in lower case and without accents, for sorting and search."""
    decomposed = unicodedata.normalize(
        "NFKD", text.replace("œ", "oe").replace("Œ", "Oe")
    )
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def filing_name(name: str, *, is_person: bool) -> str:
    """Return the name as a directory files it.

    «Yuna Le Borgne» is filed under «le borgne yuna»: all that follows the first
    name. «Les Lavoirs de Lambé» is filed under «lavoirs de lambe».
    """
    folded = " ".join(fold(name).split())
    if is_person:
        first, _, rest = folded.partition(" ")
        return f"{rest} {first}".strip()
    for word in _LEADING:
        if folded.startswith(word):
            return folded[len(word) :]
    return folded
