"""What may help a text before it is read: said kindly, never as a mark.

Nothing here blocks: what readers need is asked by services.writing.missing.

How easy a text is to read is worked out by articles.readability; the figure is never
shown: a text below `HARD` gets one sentence of advice, and its longest sentences are
pointed at.
"""

import re
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.enums import Form, Language
from articles.html import plain_text
from articles.paragraphs import Block, blocks_of
from articles.readability import ease, says_a_day, sentences_of, words_of
from articles.shapes import Shape, bare_headings, shape_of, unanswered

# As the page itself sets longer titles smaller (screens.css).
LONG_TITLE = 90
# Flesch's «difficult» begins at 50 for English; the French index keeps his scale.
HARD = 45.0
ENOUGH_WORDS = 60
# A reader holds some twenty words at once; twice that asks for a second reading.
LONG_SENTENCE = 40
# Whoever sets a whole line in bold means a heading, if the line is short.
HEADING_WORDS = 14
MOST_QUOTED = 2
DATED = (Form.BRIEF, Form.REPORT)

_COUNTED = re.compile(r"\S*\w\S*")
_ALL_BOLD = re.compile(
    r"<p><strong>((?:(?!</strong>|<br/>).)*)</strong></p>", re.DOTALL
)


class Written(Protocol):
    """A text as the desk has it: an article, or a `Draft` made of a form's fields."""

    title: str
    body: str
    form: str
    language: str
    place_label: str


@dataclass(frozen=True)
class Draft:
    """The fields of a text that is not saved."""

    title: str = ""
    body: str = ""
    form: str = Form.ARTICLE.value
    language: str = Language.FRENCH.value
    place_label: str = ""


@dataclass(frozen=True)
class Hint:
    """A piece of advice: what about, in words, and where to mend it on the desk."""

    about: str
    says: str
    at: str


@dataclass(frozen=True)
class Length:
    """How long a text is, beside what its form promises."""

    words: int
    shape: Shape

    @property
    def says(self) -> str:
        count = ngettext("%d mot", "%d mots", self.words) % self.words
        return _("%(count)s. Repère pour %(form)s : %(least)d à %(most)d mots.") % {
            "count": count,
            "form": self.shape.named,
            "least": self.shape.least,
            "most": self.shape.most,
        }

    @property
    def share(self) -> int:
        """How far to the lower bound, in percent."""
        return min(100, round(100 * self.words / self.shape.least))


def length_of(text: Written) -> Length:
    """Return how many words a text has, beside its form's promise.

    Headings are not counted: those of a shape are there before anything is written.
    """
    blocks = (block for block in blocks_of(text.body) if not block.is_heading)
    count = sum(len(_COUNTED.findall(block.words)) for block in blocks)
    return Length(count, shape_of(text.form))


def hints_for(text: Written) -> list[Hint]:
    """Return the advice that a text calls for, the most useful first."""
    blocks = blocks_of(text.body)
    return [
        *_when_and_where(text),
        *_headings(text, blocks),
        *_title(text),
        *_sentences(text, blocks),
    ]


def _when_and_where(text: Written) -> list[Hint]:
    if text.form not in DATED:
        return []
    found = []
    if not says_a_day(plain_text(text.body)):
        found.append(
            Hint(
                "date",
                _("Quand était-ce, ou quand sera-ce ? Le texte ne dit pas le jour."),
                "id_body_label",
            )
        )
    if not text.place_label.strip():
        found.append(
            Hint(
                "place",
                _("Où cela se passe-t-il ? Le champ « Lieu » est vide."),
                "id_place_label",
            )
        )
    return found


def _headings(text: Written, blocks: list[Block]) -> list[Hint]:
    found = []
    waiting = unanswered(text.body)
    if waiting:
        says = ngettext(
            "Une question de la trame attend sa réponse. Si elle reste vide, elle "
            "ne paraîtra pas.",
            "%d questions de la trame attendent une réponse. Celles qui restent "
            "vides ne paraîtront pas.",
            len(waiting),
        )
        says = says % len(waiting) if "%d" in says else says
        found.append(Hint("shape", says, "id_body_label"))
    for words in bare_headings(text.body)[:MOST_QUOTED]:
        says = _("L’intertitre « %s » n’a pas de texte sous lui.") % _short(words)
        found.append(Hint("bare-heading", says, "id_body_label"))
    # In an interview, a question in bold is a question.
    bold = [] if text.form == Form.INTERVIEW else _bold_lines(blocks)
    for words in bold[:MOST_QUOTED]:
        says = _(
            "« %s » est une ligne tout en gras : si c’est un intertitre, "
            "donnez-lui ce rang, il servira à qui écoute la page."
        )
        found.append(Hint("bold-heading", says % _short(words), "id_body_label"))
    return found


def _bold_lines(blocks: list[Block]) -> list[str]:
    return [
        block.words
        for block in blocks
        if _ALL_BOLD.fullmatch(block.html) and len(block.words.split()) <= HEADING_WORDS
    ]


def _title(text: Written) -> list[Hint]:
    if len(text.title.strip()) <= LONG_TITLE:
        return []
    says = _("Le titre est long : une moitié pourrait devenir le sous-titre.")
    return [Hint("title", says, "id_title")]


def _sentences(text: Written, blocks: list[Block]) -> list[Hint]:
    if text.language != Language.FRENCH:
        return []
    sentences = [s for block in blocks for s in sentences_of(plain_text(block.html))]
    longest = sorted(sentences, key=lambda s: -len(words_of(s)))
    found = []
    for sentence in longest[:MOST_QUOTED]:
        words = len(words_of(sentence))
        if words > LONG_SENTENCE:
            says = _("Une phrase de %(count)d mots : « %(start)s » En deux ?")
            start = {"count": words, "start": _short(sentence)}
            found.append(Hint("sentence", says % start, "id_body_label"))
    words = sum(len(words_of(sentence)) for sentence in sentences)
    if words >= ENOUGH_WORDS and ease(sentences) < HARD:
        says = _(
            "Des phrases plus courtes, des mots de tous les jours : tout l’immeuble "
            "suivrait, jusqu’au dernier étage."
        )
        found.append(Hint("ease", says, "id_body_label"))
    return found


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:57].rsplit(" ", 1)[0] + "…"
