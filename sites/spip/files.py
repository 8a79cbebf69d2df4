"""Documents and logos: pictures through the usual door, files by what they hold."""

from io import BytesIO
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.crypto import get_random_string
from wagtail.documents.models import Document as File

from articles.enums import Licence
from articles.models import Picture
from articles.services.pictures import bring_picture
from sites.legacy import ImportedObject, Outcome
from sites.spip.addresses import file_key
from sites.spip.resolver import described
from sites.spip.run import Run
from sites.spip.source import Row

MAX_BYTES = 100 * 1024 * 1024
IMAGES = ("jpg", "jpeg", "png", "gif", "webp")
_ZIPPED = ("odt", "ods", "odp", "docx", "xlsx", "pptx", "epub")
_TEXT = ("csv", "txt", "ics", "gpx")
_STRANGE = "nature de fichier non acceptée"
_LOGOS = {"article": "arton", "rubrique": "rubon", "auteur": "auton", "mot": "moton"}


def kind_of(data: bytes, extension: str) -> str:
    """Return the extension that a file deserves by its content; '' for none."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04") and extension in _ZIPPED:
        return extension
    if data.startswith((b"ID3", b"\xff\xfb", b"\xff\xf3")):
        return "mp3"
    if data.startswith(b"OggS"):
        return "ogg"
    if extension in _TEXT and b"\0" not in data and b"<script" not in data.lower():
        return extension
    return ""


def find(folder: Path | None, name: str) -> Path | None:
    """Return a document's file, which lies in the folder whatever its name says."""
    if folder is None or not name or "\0" in name:
        return None
    root = folder.resolve()
    for stem in (name, name.removeprefix("IMG/")):
        try:
            path = (root / stem).resolve()
            if path.is_relative_to(root) and path.is_file():
                return path
        except OSError:
            continue
    return None


def import_documents(run: Run) -> None:
    """Bring the documents: 410 at the old address for those that were lost."""
    for row in run.each("documents", "documents"):
        key, name = row["id_document"], row["fichier"]
        if row["distant"] == "oui" or name.startswith(("http://", "https://")):
            _linked(run, key, name)
        elif row["mode"] in ("vignette", "logooff"):
            reason = "image de survol ou vignette, sans usage ici"
            run.set_aside(
                "document", key, name, reason, was_removed=True, address=file_key(name)
            )
        elif run.documents is None:
            run.set_aside("document", key, name, "fichiers non donnés (--documents)")
        else:
            _one(run, "document", key, name, row)


def _linked(run: Run, key: int, url: str) -> None:
    if not url.startswith(("http://", "https://")):
        run.set_aside("document", key, url, "adresse distante qui n’est pas du Web")
        return
    known = None if run.dry else run.found("document", key)
    is_known = known is not None and known.url == url
    run.report.count("document", "unchanged" if is_known else Outcome.IMPORTED.value)
    if not run.dry and not is_known:
        run.keep("document", key, Outcome.IMPORTED, url=url)


def _one(run: Run, kind: str, key: int, name: str, row: Row) -> ImportedObject | None:
    known = None if run.dry else run.found(kind, key)
    if known and known.outcome == Outcome.IMPORTED and (known.picture or known.file):
        run.report.count(kind, "unchanged")
        return known
    extension = name.rsplit(".", 1)[-1].lower()
    path = find(run.documents, name)
    reason = "fichier absent du dossier"
    if path is not None and path.stat().st_size > MAX_BYTES:
        reason = "fichier de plus de 100 Mo"
    elif path is not None:
        data = path.read_bytes()
        reason = "" if extension in IMAGES or kind_of(data, extension) else _STRANGE
    if not reason and not run.dry:
        try:
            known = _kept(run, kind, key, row, data, extension)
        except ValidationError as error:
            reason = error.messages[0]
    if reason:
        run.set_aside(
            kind, key, name, reason, refused=True, was_removed=True,
            address=file_key(name),
        )  # fmt: skip
        return None
    run.report.count(kind, Outcome.IMPORTED.value)
    return known


@transaction.atomic
def _kept(
    run: Run, kind: str, key: int, row: Row, data: bytes, extension: str
) -> ImportedObject:
    words = described(row, url="", picture=None)
    picture: Picture | None = None
    file: File | None = None
    if extension in IMAGES:
        picture = bring_picture(
            BytesIO(data),
            by=None,
            title=words.title or f"Image {key}",
            description=words.alt[:255],
            credit=words.credit[:120],
            licence=run.mapping.licence or Licence.RESERVED,
        )
    else:
        real = kind_of(data, extension)
        if not real:
            raise ValidationError(_STRANGE)
        file = File(title=(words.title or row["fichier"].rsplit("/", 1)[-1])[:255])
        file.file = ContentFile(data, name=f"{get_random_string(20).lower()}.{real}")
        file.file_size = len(data)
        file.save()
    kept = run.keep(
        kind, key, Outcome.IMPORTED, picture=picture, file=file,
        reason="", was_removed=False,
    )  # fmt: skip
    run.answer_at(file_key(row["fichier"]), kept)
    run.answer_at(f"document/{key}", kept)
    return kept


def logo_of(run: Run, kind: str, key: int) -> Picture | None:
    """Return an object's logo as a picture: a document since SPIP 4, a file of a
    name that says it before."""
    for link in run.source.linked("document", kind, key):
        row = run.source.row("documents", link["id"])
        if row and row["mode"] == "logoon":
            kept = run.found("document", link["id"])
            return kept.picture if kept else None
    if run.documents is None or kind not in _LOGOS:
        return None
    for extension in IMAGES:
        name = f"{_LOGOS[kind]}{key}.{extension}"
        if find(run.documents, name):
            # One number for each kind of object and each object.
            number = key * 10 + list(_LOGOS).index(kind)
            row = dict.fromkeys(("titre", "descriptif", "credits", "alt"), "")
            kept = _one(run, "logo", number, name, {**row, "fichier": name})
            return kept.picture if kept else None
    return None
