"""French typography for what people type without it: titles, names, captions.

Rules of the Imprimerie nationale (Lexique des règles typographiques): a
no-break space before a colon and inside quotation marks, a narrow one before
; ! and ?, the curved apostrophe.
"""

import re

NARROW = "\u202f"
NO_BREAK = "\u00a0"
_RULES = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"[ \u00a0\u202f]+([;!?]+)(?=\s|$|[»”)])"), NARROW + r"\1"),
    (re.compile(r"[ \u00a0\u202f]+:(?=\s|$)"), NO_BREAK + ":"),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + NO_BREAK),
    (re.compile(r"[ \u00a0\u202f]*»"), NO_BREAK + "»"),
)


def french(text: str) -> str:
    """Return `text` with French spaces and apostrophes; done twice, the same."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
