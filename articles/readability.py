"""How easy a French text is to read, and whether it says a day.

The index is that of L. Kandel and A. Moles,
«Application de l’indice de Flesch à la langue française», Cahiers d’études de
radio-télévision 19 (1958), p. 253-274:

    207 - 1.015 × words in a sentence - 73.6 × syllables in a word

where 100 is very easy and 0 very hard.
"""

import re

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\s»”)]*\s+(?=[«“(–—-]?\s?[A-ZÀ-ÖØ-ÝŒ0-9])|\n")
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+")
# An accented e never joins the vowel after it: thé-âtre, cré-er.
_APART = re.compile(r"(?<=[éè])(?=[aeiouyàâäéèêëîïôöùûüœæ])")
_SILENT_END = re.compile(r"es?$")
_DATE = re.compile(
    r"\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|mars"
    r"|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|hier|demain"
    r"|aujourd’hui|aujourd'hui|(?:19|20)\d\d|\d{1,2}/\d{1,2})\b",
    re.IGNORECASE,
)


def says_a_day(text: str) -> bool:
    """Whether a plain text names a day, a month, a year or a date."""
    return bool(_DATE.search(text))


def words_of(text: str) -> list[str]:
    """Return the words that are said, without figures."""
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a plain text; a line that ends none is one as well."""
    parts = (part.strip() for part in _SENTENCE_END.split(text))
    return [part for part in parts if _WORD.search(part)]


def ease(sentences: list[str]) -> float:
    """Return Kandel and Moles’s index: 100 is very easy, 0 very hard."""
    words = [word for sentence in sentences for word in words_of(sentence)]
    if not words:
        return 100.0
    syllables = sum(syllables_of(word) for word in words)
    return 207 - 1.015 * len(words) / len(sentences) - 73.6 * syllables / len(words)


def syllables_of(word: str) -> int:
    """Count the syllables of a French word as they are said, near enough: groups
    of vowels, without the silent e at the end."""
    word = _APART.sub("-", _SILENT_END.sub("", word.lower()))
    return max(1, len(_VOWELS.findall(word)))
