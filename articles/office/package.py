"""The door for packages: what ODT and DOCX files are, seen from outside.

Both are zip files of XML. Nothing of one is read before its size unpacked is
known, and no XML that declares entities is parsed.
"""

from typing import IO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MAX_ENTRIES = 2000
MAX_UNPACKED = 150 * 1024 * 1024
MAX_XML = 12 * 1024 * 1024

ODT = "application/vnd.oasis.opendocument.text"
READ_OF_ODT = ("content.xml", "styles.xml", "META-INF/manifest.xml")


class Unreadable(ValueError):
    """The file is not one that can be read, or is too large to be."""


def kind_of(file: IO[bytes]) -> str:
    """Return "odt" or "docx", by what the package says of itself.

    Raises Unreadable for another kind of file, a locked one, and one that
    unpacks to more than any text does.
    """
    try:
        with _opened(file) as package:
            names = package.namelist()
            if names and names[0] == "mimetype":
                said = package.open("mimetype").read(len(ODT) + 1)
                return "odt" if said == ODT.encode() else _refuse()
            if "word/document.xml" in names and "[Content_Types].xml" in names:
                return "docx"
    except (BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise Unreadable from error
    return _refuse()


def check_xml(file: IO[bytes]) -> None:
    """Parse what a reader of the package would, where it can do no harm.

    Raises Unreadable for XML that is broken, immense, or declares entities.
    """
    try:
        with _opened(file) as package:
            for entry in package.infolist():
                if _is_xml(entry.filename):
                    if entry.file_size > MAX_XML:
                        raise Unreadable(entry.filename)
                    fromstring(package.read(entry))
    except (
        *(BadZipFile, OSError, RuntimeError, NotImplementedError),
        *(ParseError, DefusedXmlException, ValueError, RecursionError),
    ) as error:
        raise Unreadable from error
    file.seek(0)


def has_macros(file: IO[bytes]) -> bool:
    with _opened(file) as package:
        return any(
            name.startswith(("Basic/", "Scripts/")) for name in package.namelist()
        )


def _opened(file: IO[bytes]) -> ZipFile:
    file.seek(0)
    package = ZipFile(file)
    entries = package.infolist()
    if len(entries) > MAX_ENTRIES or any(entry.flag_bits & 1 for entry in entries):
        raise BadZipFile
    # zipfile reads no more of an entry than this size says.
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise BadZipFile
    return package


def _is_xml(name: str) -> bool:
    return name in READ_OF_ODT or (
        name.endswith((".xml", ".rels")) and name.startswith(("word/", "_rels/", "["))
    )


def _refuse() -> str:
    raise Unreadable
