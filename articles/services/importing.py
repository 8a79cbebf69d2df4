"""A text that was written elsewhere, in LibreOffice or Word, taken over."""

import re
from html import escape
from io import BytesIO
from typing import IO, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.enums import Stage, Use
from articles.errors import OutOfDate, WrongState
from articles.html import TooMuchMarkup, clean, plain_text
from articles.models import ArticlePage
from articles.office import docx, odt
from articles.office.package import Unreadable, check_xml, kind_of
from articles.services import writing
from articles.services.limits import spend
from articles.services.pictures import bring_picture, last_credit
from authors.models import User

MAX_BYTES = 20 * 1024 * 1024
MAX_BODY = 400_000
MAX_PICTURES = 20
READERS = {"odt": odt.read, "docx": docx.read}

_FIRST_TITLE = re.compile(r"\s*<h1( class=\"title\")?>(.*?)</h1>", re.DOTALL)


class Text(NamedTuple):
    """What a file holds: its title, if it says one, its body, and how many of
    its pictures could not be taken."""

    title: str
    body: str
    left_out: int


class Change(NamedTuple):
    """The versions before and after an import: what undoing it needs."""

    before: int
    after: int
    left_out: int


def read_file(file: IO[bytes], *, by: User) -> Text:
    """Return the text of an ODT or DOCX file, cleaned by the door for markup.

    Its pictures pass the door for pictures, and are `by`'s. Raises
    ValidationError, with one sentence, for what cannot be read whole.
    """
    file.seek(0, 2)
    size = file.tell()
    if size > MAX_BYTES:
        raise ValidationError(_("Ce fichier pèse plus de 20 Mo."), code="too_heavy")
    spend(by, Use.IMPORTS, size=size)
    pictures = _Pictures(by)
    try:
        kind = kind_of(file)
        check_xml(file)
        markup = _read(READERS[kind], file, pictures)
        title, markup = _without_title(markup)
        body = clean(_with_levels(markup))
    except (Unreadable, TooMuchMarkup) as error:
        raise ValidationError(
            _(
                "Nous n’arrivons pas à lire ce fichier. Choisissez un texte ODT "
                "(LibreOffice) ou DOCX (Word), sans mot de passe."
            ),
            code="unreadable",
        ) from error
    if len(body) > MAX_BODY:
        raise ValidationError(
            _("Ce texte est trop long pour un article : coupez-le en plusieurs."),
            code="too_long",
        )
    if not plain_text(body) and not pictures.numbers:
        raise ValidationError(_("Ce fichier ne contient pas de texte."), code="empty")
    return Text(title[:180], body, pictures.left_out)


def add_to_text(article: ArticlePage, text: Text, *, by: User, seen: int) -> Change:
    """Put an imported text into one that is being written: at its end, or as
    its beginning where nothing is written yet. A version of its own.

    Raises WrongState once the article is published: what is saved then is read
    at once. OutOfDate where somebody saved since `seen`.
    """
    if article.stage not in (Stage.DRAFT, Stage.WAITING, Stage.SENT_BACK):
        raise WrongState(
            _("Ce texte est publié : collez-y ce que vous voulez y ajouter.")
        )
    fields = {"body": article.body + text.body}
    untitled = article.title in ("", _("Sans titre"))
    if text.title and untitled:
        fields["title"] = text.title
    elif text.title:
        heading = clean(f"<h2>{escape(text.title)}</h2>") if article.body else ""
        fields["body"] = article.body + heading + text.body
    if len(fields["body"]) > MAX_BODY:
        raise ValidationError(_("Avec ce fichier, le texte serait trop long."))
    before = article.latest_revision_id
    revision = writing.save_text(article, by=by, fields=fields, seen=seen)
    return Change(before, revision.pk, text.left_out)


@transaction.atomic
def undo(article: ArticlePage, change: Change, *, by: User) -> None:
    """Put the text back as it stood before an import, as a new version.

    Raises OutOfDate where it was saved since: the history has all versions.
    """
    if article.latest_revision_id != change.after:
        raise OutOfDate(
            _("Vous avez écrit depuis : retirez ce que vous ne voulez plus.")
        )
    before = article.revisions.get(pk=change.before).as_object()
    fields = {"title": before.title, "body": before.body}
    writing.save_text(article, by=by, fields=fields, seen=change.after)


class _Pictures:
    """Bring the pictures of a file, each once; count those left out."""

    def __init__(self, by: User) -> None:
        self.by = by
        self.credit = last_credit(by)
        self.numbers: dict[bytes, int | None] = {}
        self.left_out = 0

    def keep(self, data: bytes, alt: str) -> int | None:
        if data not in self.numbers:
            self.numbers[data] = self._bring(data, " ".join(alt.split())[:255])
        number = self.numbers[data]
        self.left_out += number is None
        return number

    def _bring(self, data: bytes, alt: str) -> int | None:
        if len(self.numbers) >= MAX_PICTURES:
            return None
        try:
            spend(self.by, Use.PICTURES, size=len(data))
            picture = bring_picture(
                BytesIO(data),
                by=self.by,
                title=alt or _("Image reprise d’un fichier"),
                description=alt,
                credit=self.credit,
            )
        except ValidationError:
            return None
        return picture.pk


def _read(reader: Any, file: IO[bytes], pictures: _Pictures) -> str:
    """Read a package that is whole: what a reader trips over is unreadable."""
    try:
        return str(reader(file, pictures.keep))
    except Exception as error:
        raise Unreadable from error


def _without_title(markup: str) -> tuple[str, str]:
    """Take the title off a text that begins with one: a title by its style, or
    the only heading of the first rank."""
    found = _FIRST_TITLE.match(markup)
    if not found or (not found[1] and markup.count("<h1") > 1):
        return "", markup
    title = " ".join(plain_text(found[2]).split())
    return title, markup[found.end() :]


def _with_levels(markup: str) -> str:
    """Let two ranks of headings stay two: an article's own begin at the h2."""
    if "<h1" not in markup or "<h2" not in markup:
        return markup
    markup = re.sub(r"<(/?)h2\b", r"<\1h3", markup)
    return re.sub(r"<(/?)h1\b", r"<\1h2", markup)
