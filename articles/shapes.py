"""The six forms, for whoever does not know how to begin.

A form makes a promise, has a length, asks a few questions, and can lay a shape
on the page: headings to write under. None of them is published by accident: a
heading of a shape with nothing under it is taken out before readers see the
text, and the questions of a scaffold (a brève has no headings) always are.
"""

from dataclasses import dataclass
from functools import cache
from html import escape

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.enums import Form
from articles.paragraphs import Block, blocks_of
from articles.words import searchable

Words = str | Promise


@dataclass(frozen=True)
class Shape:
    """What a form promises, how long it is (in words), asks, and lays out."""

    form: Form
    promise: Words
    length: Words
    least: int
    most: int
    questions: tuple[Words, ...]
    parts: tuple[Words, ...] = ()
    # A scaffold's headings help to write and are never read.
    is_scaffold: bool = False

    @property
    def label(self) -> str:
        return str(self.form.label)

    @property
    def named(self) -> str:
        """The form with its article: «une brève»."""
        return str(_NAMED[self.form])


_NAMED = {
    Form.BRIEF: _("une brève"),
    Form.PORTRAIT: _("un portrait"),
    Form.INTERVIEW: _("un entretien"),
    Form.REPORT: _("un compte rendu"),
    Form.HOWTO: _("un mode d’emploi"),
    Form.ARTICLE: _("un article"),
}


SHAPES = (
    Shape(
        Form.BRIEF,
        _("Une nouvelle en un souffle : on la lit debout."),
        _("5 à 6 lignes"),
        *(50, 110),
        questions=(
            _("Que se passe-t-il, en une phrase ?"),
            _("Qui le fait, qui peut venir ?"),
            _("Où, exactement ? Une rue, une salle, un étage."),
            _("Quand ? Le jour, la date et l’heure."),
            _("Pourquoi cela compte-t-il pour le quartier ?"),
        ),
        parts=(
            _("Quoi : ce qui se passe, en une phrase"),
            _("Qui : les personnes, l’association"),
            _("Où : la rue, la salle, l’étage"),
            _("Quand : le jour, la date, l’heure"),
            _("Pourquoi cela compte"),
        ),
        is_scaffold=True,
    ),
    Shape(
        Form.PORTRAIT,
        _("Quelqu’un que l’on croise, et que l’on connaît mieux après."),
        _("20 à 30 lignes"),
        *(220, 420),
        questions=(
            _("Où étiez-vous quand vous avez parlé ensemble ? Qu’y voyait-on ?"),
            _("Que font ses mains, pendant qu’elle parle ?"),
            _("D’où vient cette personne, qu’est-ce qui l’a menée ici ?"),
            _("Quelle phrase d’elle répéteriez-vous à un ami ?"),
            _("A-t-elle relu ? Est-elle d’accord pour son nom, pour la photo ?"),
        ),
        parts=(
            _("Une scène : où nous sommes, ce que l’on voit"),
            _("Son chemin : d’où elle vient, ce qui l’a menée ici"),
            _("Ce qu’elle fait aujourd’hui, avec quels gestes"),
            _("Une phrase d’elle, mot pour mot"),
            _("Ce que l’on garde d’elle en partant"),
        ),
        is_scaffold=True,
    ),
    Shape(
        Form.INTERVIEW,
        _("Des questions, des réponses : la voix de quelqu’un, presque sans vous."),
        _("40 à 90 lignes"),
        *(400, 1000),
        questions=(
            _("Qui est-ce ? Deux lignes suffisent, dans le chapô."),
            _("Quelle est la question que vous êtes seul ou seule à pouvoir poser ?"),
            _("Avez-vous gardé ses mots à elle, même les hésitations ?"),
            _("A-t-elle relu ses réponses ?"),
        ),
        parts=(
            _("Comment tout cela a-t-il commencé ?"),
            _("À quoi ressemble une journée ?"),
            _("Qu’est-ce qui a été le plus difficile ?"),
            _("De quoi êtes-vous fière, ou fier ?"),
            _("Que diriez-vous à qui voudrait essayer ?"),
        ),
    ),
    Shape(
        Form.REPORT,
        _("Pour qui n’y était pas : ce qui s’est dit, ce qui est décidé."),
        _("25 à 60 lignes"),
        *(250, 700),
        questions=(
            _("Où et quand était-ce ? Combien de personnes ?"),
            _("Qu’est-ce qui s’est dit, y compris ce qui fâche ?"),
            _("Qu’est-ce qui est décidé, et qui s’en charge ?"),
            _("Quand se revoit-on ? Comment rejoindre le groupe ?"),
            _("Les personnes citées le savent-elles ?"),
        ),
        parts=(
            _("Où, quand, avec qui"),
            _("Ce qui s’est dit"),
            _("Ce qui est décidé"),
            _("La suite"),
        ),
    ),
    Shape(
        Form.HOWTO,
        _("Ce que vous savez faire, pour qu’un autre escalier le refasse."),
        _("25 à 70 lignes"),
        *(250, 800),
        questions=(
            _("À quoi cela sert-il ? Pour qui est-ce fait ?"),
            _("Que faut-il réunir avant de commencer ?"),
            _("Quelles sont les étapes, dans l’ordre ?"),
            _("Combien cela coûte-t-il, en argent et en heures ?"),
            _("Que feriez-vous autrement la prochaine fois ?"),
        ),
        parts=(
            _("À quoi ça sert"),
            _("Pour qui"),
            _("Ce qu’il faut"),
            _("Les étapes"),
            _("Ce que ça coûte"),
            _("Ce que nous ferions autrement"),
        ),
    ),
    Shape(
        Form.ARTICLE,
        _("Aucune règle : une histoire, un coup de cœur, un coup de gueule signé."),
        _("souvent 30 à 80 lignes"),
        *(150, 900),
        questions=(
            _("Que voulez-vous que l’on retienne, si l’on n’en retient qu’une chose ?"),
            _("Qui y était ? Où, et quand ?"),
            _("Qu’avez-vous vu, entendu, senti vous-même ?"),
            _("À quoi verriez-vous que le texte a servi ?"),
        ),
    ),
)
_BY_FORM = {shape.form.value: shape for shape in SHAPES}


def shape_of(form: str) -> Shape:
    """Return a form's shape; the free article's for a word that names none."""
    return _BY_FORM.get(str(form), _BY_FORM[Form.ARTICLE.value])


def laid_out(body: str, form: str) -> str:
    """Return a cleaned body with the headings of a form that it lacks, at its end.

    Headings that another form had laid out and nobody wrote under make room.
    """
    blocks = blocks_of(body)
    bare = _without_text(blocks)
    kept = [b for b in blocks if not (b.position in bare and _prompt_of(b))]
    there = {searchable(block.words) for block in kept if block.is_heading}
    wanted = [str(part) for part in shape_of(form).parts]
    return "".join(block.html for block in kept) + "".join(
        f"<h2>{escape(part, quote=False)}</h2>"
        for part in wanted
        if searchable(part) not in there
    )


def for_readers(body: str) -> str:
    """Return a cleaned body as readers get it: without what only helped to write."""
    blocks = blocks_of(body)
    bare = _without_text(blocks)
    kept = [
        block
        for block in blocks
        if not (_prompt_of(block) and (block.position in bare or _helps_only(block)))
    ]
    return "".join(block.html for block in kept) if len(kept) < len(blocks) else body


def unanswered(body: str) -> list[str]:
    """Return the headings that a shape laid out and that have no text under them."""
    blocks = blocks_of(body)
    bare = _without_text(blocks)
    return [b.words for b in blocks if b.position in bare and _prompt_of(b)]


def bare_headings(body: str) -> list[str]:
    """Return the writer's own headings that have no text under them."""
    blocks = blocks_of(body)
    bare = _without_text(blocks)
    return [b.words for b in blocks if b.position in bare and not _prompt_of(b)]


def _prompt_of(block: Block) -> str:
    """Return the key of the prompt that a heading is, or nothing."""
    key = searchable(block.words) if block.is_heading else ""
    return key if key in _prompts(get_language()) else ""


def _helps_only(block: Block) -> bool:
    return _prompts(get_language())[_prompt_of(block)]


@cache
def _prompts(language: str | None) -> dict[str, bool]:
    """Return every heading of every shape, with whether it is a scaffold's."""
    return {
        searchable(str(part)): shape.is_scaffold
        for shape in SHAPES
        for part in shape.parts
    }


def _without_text(blocks: list[Block]) -> set[int]:
    """Return where the headings stand that have no words before the next of their
    rank."""
    bare: set[int] = set()
    for number, block in enumerate(blocks):
        if not block.is_heading:
            continue
        for below in blocks[number + 1 :]:
            if not below.is_heading:
                break
            if below.tag <= block.tag:
                bare.add(block.position)
                break
        else:
            bare.add(block.position)
    return bare
