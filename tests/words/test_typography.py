"""The words on screen are set as French print sets them."""

import re

from tests.words.catalogues import held

NO_BREAK, NARROW = "\u00a0", "\u202f"
# An address, code, a format's name in braces, markup: not sentences.
NOT_WORDS = re.compile(r"https?:\S+|<code>.*?</code>|<[^>]*>|%\(\w+\)\w|&\w+;")
FAULTS = {
    "a straight apostrophe": r"[^\W\d_]'[^\W\d_]",
    "a straight quotation mark": r'"',
    "three dots for an ellipsis": r"\.\.\.",
    "no no-break space before a colon": rf"(?<!{NO_BREAK}):(?=\s|$)",
    "no narrow space before a high sign": rf"[^{NARROW}\s!?][;!?](?=\s|$)|[ {NO_BREAK}][;!?]",
    "no no-break space inside quotation marks": rf"«(?!{NO_BREAK})|(?<!{NO_BREAK})»",
    "another word for e-mail": r"\b(?:[Cc]ourriels?|mails?|[Ee]mails?)\b(?<![Ee]-mail)",
}


def faults_of(word: str) -> list[str]:
    text = NOT_WORDS.sub("", word)
    return [name for name, fault in FAULTS.items() if re.search(fault, text)]


def test_faults_are_found():
    assert faults_of("L'avis: « non »!") == list(FAULTS)[0:1] + list(FAULTS)[3:6]
    assert faults_of(f"Réponse{NO_BREAK}: «{NO_BREAK}oui{NO_BREAK}»{NARROW}!") == []


def test_each_word_on_screen_is_set_in_french():
    words = [word for _, word in held("br") | held("br", "djangojs")]
    found = {word: faults_of(word) for word in words}

    assert {word: faults for word, faults in found.items() if faults} == {}
