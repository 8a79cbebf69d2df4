"""What old databases did to letters, undone field by field and told. Pure."""

import re

from sites.spip.typo import CP1252

LATIN1 = "latin1"
UTF8_IN_LATIN1 = "utf8-in-latin1"
DOUBLE = "double"
CONTROLS = "cp1252"
WORDS = {
    LATIN1: "octets latin1 lus comme tels",
    UTF8_IN_LATIN1: "UTF-8 rangé dans du latin1",
    DOUBLE: "double encodage («\u00a0Ã©\u00a0» pour «\u00a0é\u00a0»)",
    CONTROLS: "signes de Windows à la place de caractères de contrôle",
}
# MySQL's latin1 is Windows-1252, its five holes filled with control characters.
_TO_BYTE = {letter: code for code, letter in CP1252.items()}
_TAIL = "".join(CP1252.get(code, chr(code)) for code in range(0x80, 0xC0))
# The letters of French and its neighbours, punctuation, euro, emoji: what UTF-8
# looks like once read as Windows-1252. «É» before a no-break space is none.
_TWICE = re.compile(
    rf"[ÂÃ][{re.escape(_TAIL)}]|Å[’“¸\u00a0¡½¾]|â[€‚„][{re.escape(_TAIL)}]"
    rf"|ðŸ[{re.escape(_TAIL)}]{{2}}"
)


def _bytes(text: str) -> bytes:
    """Return the bytes that MySQL's latin1 holds for a text; UnicodeEncodeError."""
    return b"".join(
        bytes([_TO_BYTE[c]]) if c in _TO_BYTE else c.encode("latin-1") for c in text
    )


def read_text(
    value: bytes | str, *, held_in_latin1: bool = False
) -> tuple[str, list[str]]:
    """Return a field as text, and the names of what was repaired in it.

    `held_in_latin1`: the field went through a latin1 column on its way here.
    """
    repaired: list[str] = []
    if isinstance(value, bytes):
        try:
            text = value.decode("utf-8")
        except UnicodeDecodeError:
            text = "".join(CP1252.get(b, chr(b)) for b in value)
            repaired.append(LATIN1)
    else:
        text = value
    if text.isascii():
        return text.replace("\x00", ""), repaired
    if held_in_latin1:
        try:
            meant = _bytes(text).decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            meant = text
        if meant != text:
            text = meant
            repaired.append(UTF8_IN_LATIN1)
    again = _TWICE.sub(_once, text)
    if again != text:
        # «à» lost its second half where it looked like a space.
        text = re.sub("Ã (?= )", "à", again).replace("Ã ", "à ")
        repaired.append(DOUBLE)
    if re.search("[\x80-\x9f]", text):
        text = text.translate(CP1252)
        repaired.append(CONTROLS)
    return text.replace("\x00", ""), repaired


def _once(found: re.Match[str]) -> str:
    try:
        return _bytes(found[0]).decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return found[0]
