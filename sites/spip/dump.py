"""A mysqldump, read row by row without a server.

Only what dumps hold: CREATE TABLE for the columns and the charset, INSERT for
the rows; all else is stepped over. Memory is bounded by the longest row.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

_CHUNK = 1 << 20
_MAX_ROW = 64 << 20
_STRING = rb"'(?:[^'\\]++|\\.|'')*+'"
_BLANK = re.compile(
    rb"(?:\s++|--[^\n]*+\n|#[^\n]*+\n|/\*(?!!)(?:[^*]++|\*(?!/))*+\*/)++"
)
_STATEMENT = re.compile(
    rb"(?:[^;'\"`]++|" + _STRING + rb"|\"(?:[^\"\\]++|\\.)*+\"|`[^`]*+`)*+;", re.DOTALL
)
_INSERT = re.compile(
    rb"(?:/\*!\d+\s*)?(?:INSERT|REPLACE)\s+(?:DELAYED\s+|IGNORE\s+|LOW_PRIORITY\s+)*"
    rb"INTO\s+`?([\w$-]+)`?\s*(?:\(([^)]*)\)\s*)?VALUES\s*",
    re.IGNORECASE,
)
_CREATE = re.compile(
    rb"\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?`?([\w$-]+)`?\s*\(", re.IGNORECASE
)
_VALUE = (
    rb"(?:_binary\s+|_utf8(?:mb4)?\s+|_latin1\s+)?(?:"
    + _STRING
    + rb"|0x[0-9A-Fa-f]*|[Xx]'[0-9A-Fa-f]*'|NULL|[-+0-9.eE]+|b'[01]*'|TRUE|FALSE)"
)
_ROW = re.compile(
    rb"\(\s*+" + _VALUE + rb"(?:\s*+,\s*+" + _VALUE + rb")*+\s*+\)\s*+([,;])",
    re.DOTALL | re.IGNORECASE,
)
_ONE = re.compile(_VALUE, re.DOTALL | re.IGNORECASE)
_COLUMN = re.compile(rb"^\s*`([\w$-]+)`\s+\w", re.MULTILINE)
_CHARSET = re.compile(rb"(?:CHARSET|CHARACTER SET)\s*=?\s*(\w+)", re.IGNORECASE)
_NAMES = re.compile(rb"SET\s+NAMES\s+'?(\w+)", re.IGNORECASE)
_ESCAPES = {
    b"0": b"\0",
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"Z": b"\x1a",
}
_ESCAPED = re.compile(rb"\\(.)|''", re.DOTALL)


class BrokenDump(ValueError):
    """The file ends in the middle of a statement, or is no dump."""


@dataclass(frozen=True)
class Table:
    """A table of the dump; `latin1`: its text went through a latin1 column."""

    name: str
    columns: tuple[str, ...]
    latin1: bool


Value = bytes | None


class _Tape:
    """A file read on demand, forgotten as it is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.held = b""
        self.at = 0
        self.ended = False

    def more(self) -> bool:
        # Twice as much each time: a long row is looked at a few times only.
        data = self.file.read(max(_CHUNK, len(self.held) - self.at))
        self.ended = not data
        self.held = self.held[self.at :] + data
        self.at = 0
        if len(self.held) > _MAX_ROW:
            raise BrokenDump
        return not self.ended

    def take(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Return the match here, once it cannot grow, and step over it."""
        while True:
            found = pattern.match(self.held, self.at)
            if found and (self.ended or found.end() < len(self.held)):
                self.at = found.end()
                return found
            if self.ended:
                return None
            self.more()

    def is_at(self, pattern: re.Pattern[bytes]) -> bool:
        while len(self.held) - self.at < 4096 and not self.ended:
            self.more()
        return pattern.match(self.held, self.at) is not None

    def is_over(self) -> bool:
        while self.at >= len(self.held) and not self.ended:
            self.more()
        return self.at >= len(self.held)


def read(file: IO[bytes]) -> Iterator[tuple[Table, list[Value]]]:
    """Yield the rows of every table, as bytes. BrokenDump where the file is cut."""
    tape = _Tape(file)
    tables: dict[str, Table] = {}
    names = "utf8"
    head = file.read(300)
    tape.held = head
    while True:
        if not tape.is_over() and tape.is_at(_BLANK):
            tape.take(_BLANK)
            continue
        if tape.is_over():
            break
        if tape.is_at(_INSERT):
            yield from _rows(tape, tables)
            continue
        statement = tape.take(_STATEMENT)
        if statement is None:
            raise BrokenDump
        if told := _NAMES.search(statement[0][:200]):
            names = told[1].decode()
        if created := _CREATE.match(statement[0]):
            table = _table(created[1].decode(), statement[0], names)
            tables[table.name] = table
    is_mysqldump = re.match(rb"(?:/\*[^\n]*\n)?-- (?:MySQL|MariaDB) dump", head)
    if (
        is_mysqldump
        and b"-- Dump completed" not in tape.held[-300:]
        and not _ends_well(file)
    ):
        raise BrokenDump


def _ends_well(file: IO[bytes]) -> bool:
    if not file.seekable():
        return True
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 300))
    return b"-- Dump completed" in file.read()


def _table(name: str, statement: bytes, names: str) -> Table:
    columns = tuple(c.decode() for c in _COLUMN.findall(statement))
    tail = statement.rsplit(b")", 1)[-1]
    charset = (_CHARSET.search(tail) or [b"", b""])[1].decode().lower()
    # Asked for as latin1, the bytes are those of the table.
    return Table(name, columns, charset == "latin1" and names.lower() != "latin1")


def _rows(tape: _Tape, tables: dict[str, Table]) -> Iterator[tuple[Table, list[Value]]]:
    found = tape.take(_INSERT)
    if found is None:
        raise BrokenDump
    name = found[1].decode()
    table = tables.get(name) or Table(name, (), latin1=False)
    if found[2]:
        columns = tuple(c.strip(b"` \n").decode() for c in found[2].split(b","))
        table = Table(name, columns, table.latin1)
    while True:
        tape.take(_BLANK) if tape.is_at(_BLANK) else None
        row = tape.take(_ROW)
        if row is None:
            raise BrokenDump
        yield table, [_value(v[0]) for v in _ONE.finditer(row[0], 1)]
        if row[1] == b";":
            return


def _value(token: bytes) -> Value:
    token = re.sub(rb"^_\w+\s+", b"", token)
    if token[:1] == b"'":
        return _ESCAPED.sub(
            lambda m: _ESCAPES.get(m[1], m[1]) if m[1] else b"'", token[1:-1]
        )
    if token.upper() == b"NULL":
        return None
    if token[:2].lower() == b"0x":
        return bytes.fromhex(token[2:].decode())
    if token[:2] in (b"x'", b"X'"):
        return bytes.fromhex(token[2:-1].decode())
    return token
