"""A SPIP site, from whatever holds it: a copy of what we read, and nothing else.

Whatever the source, its rows are copied once into a small SQLite file of ours:
only the tables and columns named here, so that no password, secret or address
of a connection is ever read; text repaired on the way, each repair noted.
"""

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from sites.spip import dump
from sites.spip.encoding import read_text

try:
    import pymysql  # type: ignore[import-untyped]
except ImportError:  # the optional extra `brestnet[mysql]`
    pymysql = None

COLUMNS: dict[str, tuple[str, ...]] = {
    "articles": (
        *("id_article", "surtitre", "titre", "soustitre", "id_rubrique", "descriptif"),
        *("chapo", "texte", "ps", "date", "statut", "date_redac", "visites", "lang"),
        *("date_modif", "id_trad", "nom_site", "url_site", "virtuel"),
    ),
    "auteurs": (
        *("id_auteur", "nom", "bio", "email", "nom_site", "url_site", "statut"),
        *("webmestre", "lang"),
    ),
    "rubriques": (
        *("id_rubrique", "id_parent", "titre", "descriptif", "texte", "statut", "lang"),
    ),
    "mots": ("id_mot", "titre", "descriptif", "texte", "id_groupe", "type"),
    "groupes_mots": ("id_groupe", "titre"),
    "documents": (
        *("id_document", "extension", "titre", "descriptif", "fichier", "mode"),
        *("distant", "credits", "alt", "statut", "id_type"),
    ),
    "syndic": ("id_syndic", "nom_site", "url_site", "descriptif", "statut"),
    "breves": ("id_breve", "titre", "texte", "statut", "date_heure", "id_rubrique"),
    "forum": ("id_forum", "objet", "id_objet", "id_article", "statut"),
    "urls": ("id_parent", "url", "type", "id_objet", "date", "perma", "segments"),
    "meta": ("nom", "valeur"),
    "versions": ("id_version", "id_objet", "objet", "id_article"),
    "auteurs_liens": ("id_auteur", "objet", "id_objet"),
    "mots_liens": ("id_mot", "objet", "id_objet"),
    "documents_liens": ("id_document", "objet", "id_objet", "vu", "rang_lien"),
    # Before SPIP 3: a table for each kind of object.
    "auteurs_articles": ("id_auteur", "id_article"),
    "auteurs_rubriques": ("id_auteur", "id_rubrique"),
    "mots_articles": ("id_mot", "id_article"),
    "mots_rubriques": ("id_mot", "id_rubrique"),
    "documents_articles": ("id_document", "id_article", "vu"),
    "documents_rubriques": ("id_document", "id_rubrique", "vu"),
}
# Of spip_meta, these settings alone: the others hold secrets.
SETTINGS = (
    *("nom_site", "slogan_site", "adresse_site", "langue_site", "charset"),
    *("charset_sql_base", "type_urls", "post_dates", "version_installee"),
)
_KEYS = {
    **{name: columns[:1] for name, columns in COLUMNS.items()},
    "articles": ("id_article", "titre", "statut"),
    "auteurs": ("id_auteur", "nom"),
    "documents": ("id_document", "fichier"),
}
# Seconds that a base in use is waited for.
PATIENCE = 5.0
_BY_LENGTH = sorted(COLUMNS, key=len, reverse=True)
_TABLE = re.compile(rf"(?P<prefix>\w*?)(?P<name>{'|'.join(_BY_LENGTH)})", re.IGNORECASE)
Row = dict[str, Any]


class SourceError(Exception):
    """Why a source cannot be read: one sentence in French that says what to do."""


class Source:
    """A SPIP site's rows; a context manager that leaves nothing behind."""

    def __init__(self, where: str, *, prefix: str | None = None) -> None:
        handle, name = tempfile.mkstemp(prefix="brestnet-spip-", suffix=".sqlite")
        os.close(handle)
        self.path = Path(name)
        self.base = sqlite3.connect(name)
        self.base.row_factory = sqlite3.Row
        try:
            self.base.execute("PRAGMA synchronous=OFF")
            self.base.execute("CREATE TABLE repairs (name, key, field, what)")
            self._copy(where, prefix)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        self.base.close()
        self.path.unlink(missing_ok=True)

    # What is asked

    def rows(self, table: str, where: str = "1", *values: object) -> Iterator[Row]:
        """Yield rows in the order of their ids; columns that are missing are ''."""
        key = COLUMNS[table][0]
        asked = f"SELECT * FROM {table} WHERE {where} ORDER BY {key}, rowid"  # noqa: S608
        for row in self.base.execute(asked, values):
            yield dict(row)

    def row(self, table: str, key: int) -> Row | None:
        return next(self.rows(table, f"{COLUMNS[table][0]} = ?", key), None)

    def count(self, table: str, where: str = "1", *values: object) -> int:
        asked = f"SELECT count(*) FROM {table} WHERE {where}"  # noqa: S608
        return int(self.base.execute(asked, values).fetchone()[0])

    def linked(self, what: str, kind: str, key: int) -> list[Row]:
        """Return the links of one object (`kind`, `key`) to its `what`, in order."""
        asked = (
            "SELECT * FROM links WHERE what = ? AND objet = ? AND id_objet = ?"
            " ORDER BY rang, id"
        )
        return [dict(row) for row in self.base.execute(asked, (what, kind, key))]

    def holders(self, what: str, key: int, kind: str) -> list[int]:
        """Return the ids of the objects of a kind that one `what` is linked to."""
        asked = "SELECT id_objet FROM links WHERE what = ? AND id = ? AND objet = ?"
        return [row[0] for row in self.base.execute(asked, (what, key, kind))]

    def setting(self, name: str) -> str:
        found = next(self.rows("meta", "nom = ?", name), None)
        return str(found["valeur"]) if found else ""

    def repairs(self) -> list[Row]:
        asked = (
            "SELECT name, key, field, what FROM repairs ORDER BY name, key LIMIT 5000"
        )
        return [dict(row) for row in self.base.execute(asked)]

    # How it is copied

    def _copy(self, where: str, prefix: str | None) -> None:
        if where.startswith("mysql://"):
            self._take(_mysql(where))
        else:
            path = Path(where)
            if not path.is_file():
                raise SourceError(
                    f"Le fichier {where} n’existe pas\u00a0: vérifiez son chemin."
                )
            with path.open("rb") as file:
                head = file.read(4096)
            if head.startswith(b"SQLite format 3\0"):
                self._take(_sqlite(path))
            elif b"\0" in head[:1024]:
                raise SourceError(
                    f"{where} n’est ni une base SQLite, ni un fichier .sql\u00a0: donnez "
                    "la base d’un SPIP ou sa sauvegarde faite par mysqldump."
                )
            else:
                self._take(_dump(path))
        self._choose(prefix)
        self.base.commit()

    def _take(
        self, given: Iterable[tuple[str, Iterable[str], bool, list[Any]]]
    ) -> None:
        """Copy rows: each with its table, its columns, whether it is held in latin1."""
        known: dict[tuple[str, tuple[str, ...]], tuple[str, list[int]] | None] = {}
        made: set[str] = set()
        for name, columns, latin1, values in given:
            shape = (name, tuple(columns))
            if shape not in known:
                known[shape] = self._table(name, shape[1], made)
            found = known[shape]
            if found is None or len(values) != len(shape[1]):
                continue
            asked, places = found
            wanted = [values[place] for place in places]
            if asked.endswith("meta") and _plain(wanted[0]) not in SETTINGS:
                continue
            self._insert(asked, [shape[1][p] for p in places], wanted, latin1)

    def _table(
        self, name: str, columns: tuple[str, ...], made: set[str]
    ) -> tuple[str, list[int]] | None:
        found = _TABLE.fullmatch(name)
        if found is None:
            return None
        kind = found["name"].lower()
        if not set(_KEYS[kind]) <= set(columns):
            return None
        if name not in made:
            made.add(name)
            described = ", ".join(
                f'"{c}" {"INTEGER" if c.startswith("id_") else "TEXT"} DEFAULT '
                f"{'0' if c.startswith('id_') else chr(39) * 2}"
                for c in COLUMNS[kind]
            )
            self.base.execute(f'CREATE TABLE "{name}" ({described})')
        return name, [n for n, c in enumerate(columns) if c in COLUMNS[kind]]

    def _insert(
        self, name: str, columns: list[str], values: list[Any], latin1: bool
    ) -> None:
        texts: list[Any] = []
        for column, value in zip(columns, values, strict=True):
            if column.startswith("id_"):
                texts.append(_number(value))
            elif value is None:
                texts.append("")
            elif isinstance(value, bytes | str):
                text, repaired = read_text(value, held_in_latin1=latin1)
                texts.append(text)
                for what in repaired:
                    self.base.execute(
                        "INSERT INTO repairs VALUES (?, ?, ?, ?)",
                        (name, _number(values[0]), column, what),
                    )
            else:
                texts.append(str(value))
        told, marks = ", ".join(f'"{c}"' for c in columns), ", ".join("?" * len(texts))
        self.base.execute(f'INSERT INTO "{name}" ({told}) VALUES ({marks})', texts)  # noqa: S608

    def _choose(self, prefix: str | None) -> None:
        """Give the tables of one prefix their plain names, and join the links."""
        asked = "SELECT name FROM sqlite_master WHERE type = 'table'"
        tables = {row[0] for row in self.base.execute(asked)} - {"repairs"}
        told_apart = [(t, _TABLE.fullmatch(t)) for t in sorted(tables)]
        found = [t[:-8] for t, m in told_apart if m and m["name"].lower() == "articles"]
        if prefix is not None and prefix not in found:
            told = ", ".join(f"«\u00a0{p}\u00a0»" for p in found) or "aucun"
            raise SourceError(
                f"Aucune table d’articles n’a le préfixe «\u00a0{prefix}\u00a0» "
                f"(préfixes trouvés\u00a0: {told})."
            )
        if not found:
            raise SourceError(
                "Cette source n’est pas un SPIP\u00a0: elle n’a pas de table d’articles."
            )
        if prefix is None and len(found) > 1:
            told = ", ".join(f"«\u00a0{p}\u00a0»" for p in found)
            raise SourceError(
                f"Plusieurs SPIP sont dans cette source ({told})\u00a0: dites lequel avec "
                "--prefix."
            )
        self.prefix = found[0] if prefix is None else prefix
        names = {t.lower(): t for t in tables}
        for kind, columns in COLUMNS.items():
            own = names.get(f"{self.prefix}{kind}".lower())
            if own and own != kind:
                self.base.execute(f'ALTER TABLE "{own}" RENAME TO {kind}')
            elif not own:
                described = ", ".join(f"{c} DEFAULT ''" for c in columns)
                self.base.execute(f"CREATE TABLE {kind} ({described})")
            self.base.execute(f"CREATE INDEX key_{kind} ON {kind} ({columns[0]})")
            self.base.execute(
                "UPDATE repairs SET name = ? WHERE lower(name) = ?",
                (kind, f"{self.prefix}{kind}".lower()),
            )
        self._join()

    def _join(self) -> None:
        self.base.execute("CREATE TABLE links (what, id, objet, id_objet, vu, rang)")
        for what in ("auteur", "mot", "document"):
            seen = "vu, rang_lien" if what == "document" else "'', 0"
            self.base.execute(
                f"INSERT INTO links SELECT '{what}', id_{what}, objet, id_objet, {seen}"  # noqa: S608
                f" FROM {what}s_liens"
            )
            for kind in ("article", "rubrique"):
                seen = "vu" if what == "document" else "''"
                self.base.execute(
                    f"INSERT INTO links SELECT '{what}', id_{what}, '{kind}',"  # noqa: S608
                    f" id_{kind}, {seen}, 0 FROM {what}s_{kind}s"
                )
        self.base.execute("CREATE INDEX by_object ON links (objet, id_objet, what)")
        self.base.execute("CREATE INDEX by_what ON links (what, id)")


def _plain(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _number(value: Any) -> int:
    found = re.match(r"\s*(\d{1,18})", _plain(value if value is not None else ""))
    return int(found[1]) if found else 0


Given = Iterator[tuple[str, Iterable[str], bool, list[Any]]]


def _dump(path: Path) -> Given:
    with path.open("rb") as file:
        try:
            for table, values in dump.read(file):
                yield table.name, table.columns, table.latin1, list(values)
        except dump.BrokenDump as error:
            raise SourceError(
                f"{path} n’est pas une sauvegarde mysqldump entière\u00a0: il est coupé, "
                "ou n’en est pas une. Refaites la sauvegarde, puis recommencez."
            ) from error


def _sqlite(path: Path) -> Given:
    try:
        with closing(
            sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=PATIENCE
            )
        ) as base:
            base.text_factory = bytes
            asked = "SELECT name FROM sqlite_master WHERE type = 'table'"
            for name in [row[0].decode() for row in base.execute(asked)]:
                if not _TABLE.fullmatch(name):
                    continue
                kind = _TABLE.fullmatch(name)["name"].lower()  # type: ignore[index]
                there = [
                    r[1].decode() for r in base.execute(f'PRAGMA table_info("{name}")')
                ]
                columns = [c for c in there if c in COLUMNS[kind]]
                if not columns:
                    continue
                told = ", ".join(f'"{c}"' for c in columns)
                # A table without rows is still one that the source has.
                yield name, columns, False, []
                for row in base.execute(f'SELECT {told} FROM "{name}"'):  # noqa: S608
                    yield name, columns, False, list(row)
    except sqlite3.Error as error:
        told = str(error)
        if "locked" in told or "busy" in told:
            raise SourceError(
                f"La base {path} est en train de servir\u00a0: copiez-la, et importez la copie."
            ) from error
        raise SourceError(
            f"La base {path} ne se lit pas ({told})\u00a0: refaites-en la copie."
        ) from error


def _mysql(where: str) -> Given:
    if pymysql is None:
        raise SourceError(
            "Pour lire une base MySQL, installez le pilote\u00a0: pip install 'brestnet[mysql]'."
        )
    url = urlsplit(where)
    try:
        link = pymysql.connect(
            host=url.hostname or "localhost",
            port=url.port or 3306,
            user=unquote(url.username or "") or None,
            password=unquote(url.password or ""),
            database=url.path.lstrip("/"),
            charset="utf8mb4",
            cursorclass=pymysql.cursors.SSCursor,
        )
    except (pymysql.MySQLError, OSError) as error:
        raise SourceError(
            "La base MySQL ne répond pas\u00a0: vérifiez l’adresse, le nom et le mot de passe "
            "(mysql://nom:motdepasse@machine/base)."
        ) from error
    with closing(link):
        with link.cursor() as cursor:
            cursor.execute("SHOW TABLES")
            names = [row[0] for row in cursor.fetchall()]
        for name in names:
            if not _TABLE.fullmatch(name):
                continue
            kind = _TABLE.fullmatch(name)["name"].lower()  # type: ignore[index]
            with link.cursor() as cursor:
                cursor.execute(f"SHOW COLUMNS FROM `{name}`")
                columns = [r[0] for r in cursor.fetchall() if r[0] in COLUMNS[kind]]
            if not columns:
                continue
            # The bytes as they are kept: no server converts what it mislabels.
            told = ", ".join(f"CAST(`{c}` AS BINARY)" for c in columns)
            yield name, columns, False, []
            with link.cursor() as cursor:
                cursor.execute(f"SELECT {told} FROM `{name}`")  # noqa: S608
                for row in cursor:
                    yield name, columns, False, list(row)
