"""What changed in a published text: worked out when it changes, for everybody."""

from typing import Any

from wagtail.models import Revision

from articles.differences import Change, Piece, compare, compare_words
from articles.enums import Hand, Role
from articles.models import ArticlePage, Correction, Picture
from authors.models import Author, User

# Fields of words; the body is compared by paragraphs.
WORDS = ("title", "surtitle", "subtitle", "chapo", "cover_caption", "post_scriptum")
MOST_CHARACTERS = 60_000


def record(
    revision: Revision, *, by: User, hand: Hand = Hand.SIGNATORY, reason: str = ""
) -> Correction | None:
    """Record what this revision changes in the text that is online.

    Called before the revision is published, in the same transaction. Returns
    None where no word and no picture differ.
    """
    new = revision.as_object()
    old = ArticlePage.objects.get(pk=new.pk)
    changes = differences(old, new)
    if not changes:
        return None
    return Correction.objects.create(
        article=old,
        by=by,
        hand=hand,
        author=_byline(old, by) if hand == Hand.SIGNATORY else None,
        reason=reason,
        revision=revision,
        changes=changes,
    )


def _byline(article: ArticlePage, by: User) -> Author | None:
    """Return the name under which `by` signs this text."""
    signed = article.signatures.accepted().filter(role=Role.TEXT).values("author")
    return Author.objects.for_user(by).filter(pk__in=signed).first()


def differences(old: ArticlePage, new: ArticlePage) -> list[dict[str, Any]]:
    """Return the paragraphs that differ, as plain words that any page may show."""
    found: list[dict[str, Any]] = []
    for name in WORDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            found.append(_entry(name, "changed", compare_words(before, after)))
    if old.cover_id != new.cover_id:
        shown = [_description(cover) for cover in (old.cover, new.cover)]
        found.append(_entry("cover", "changed", compare_words(*shown)))
    for paragraph in compare(old.body, new.body):
        if paragraph.change != Change.SAME:
            found.append(_entry("body", paragraph.change.value, paragraph.pieces))
    return _bounded(found)


def _description(cover: Picture | None) -> str:
    return cover.description if cover else ""


def _entry(field: str, change: str, pieces: tuple[Piece, ...]) -> dict[str, Any]:
    told = [[piece.change.value, piece.text] for piece in pieces]
    return {"field": field, "change": change, "pieces": told}


def _bounded(changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Keep what people read: a text written anew is told by its beginning."""
    kept: list[dict[str, Any]] = []
    length = 0
    for entry in changes:
        length += sum(len(text) for _change, text in entry["pieces"])
        if length > MOST_CHARACTERS and kept:
            return [*kept, {"field": "more", "change": "changed", "pieces": []}]
        kept.append(entry)
    return kept
