"""Which documents can be attached to an article: known by their content."""

from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.enums import DocumentKind
from articles.office.package import Unreadable, has_macros, kind_of

MAX_BYTES = 10 * 1024 * 1024


def check_document(file: IO[bytes]) -> DocumentKind:
    """Return the kind of a document that may be attached.

    What its name says is not asked. Raises ValidationError, with one sentence,
    for what is over 10 MB, neither PDF nor ODT, or carries macros.
    """
    file.seek(0, 2)
    size = file.tell()
    if size > MAX_BYTES:
        raise ValidationError(
            _("Ce document pèse plus de 10 Mo. Allégez-le, ou coupez-le en deux."),
            code="too_heavy",
        )
    file.seek(0)
    start = file.read(5)
    file.seek(max(0, size - 2048))
    end = file.read()
    file.seek(0)
    if start == b"%PDF-" and b"%%EOF" in end:
        return DocumentKind.PDF
    try:
        if kind_of(file) == "odt" and not has_macros(file):
            return DocumentKind.ODT
    except Unreadable as error:
        raise _other() from error
    finally:
        file.seek(0)
    raise _other()


def _other() -> ValidationError:
    return ValidationError(
        _(
            "Ce fichier n’est ni un PDF ni un ODT sans macros. "
            "Exportez-le en PDF depuis votre logiciel, puis joignez-le."
        ),
        code="not_a_document",
    )
