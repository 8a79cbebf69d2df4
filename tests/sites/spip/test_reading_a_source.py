"""A SPIP site is read from a dump or a base, whatever its age; else one sentence."""

import sqlite3
from contextlib import closing
from io import BytesIO

import pytest

from sites.spip import dump
from sites.spip.source import Source, SourceError
from tests.sites.spip.spip_site import make_spip, rows

HEAD = b"""-- a dump
/*!40101 SET NAMES utf8mb4 */;
DROP TABLE IF EXISTS `old_articles`;
CREATE TABLE `old_articles` (
  `id_article` bigint(21) NOT NULL,
  `titre` text NOT NULL DEFAULT 'a;b',
  `statut` varchar(10),
  `idx` enum('','1','non') DEFAULT '',
  PRIMARY KEY (`id_article`)
) ENGINE=MyISAM DEFAULT CHARSET=%s;
LOCK TABLES `old_articles` WRITE;
"""


def test_a_dump_gives_its_rows_whatever_they_hold():
    sql = HEAD % b"utf8" + (
        rb"INSERT INTO `old_articles` VALUES (1,'L\'\xc3\xa9t\xc3\xa9; -- \\ \n(x),(y)','publie',''),"
        rb"""
(2,'It''s',NULL,_binary '\0'),(-3,0x414243,'publie',x'4142');
# a comment
INSERT INTO old_articles (titre, id_article) VALUES ('dernier', 4);
"""
    ).replace(rb"\xc3\xa9", "é".encode())

    told = [(table.name, row) for table, row in dump.read(BytesIO(sql))]

    assert told == [
        ("old_articles", [b"1", "L'été; -- \\ \n(x),(y)".encode(), b"publie", b""]),
        ("old_articles", [b"2", b"It's", None, b"\0"]),
        ("old_articles", [b"-3", b"ABC", b"publie", b"AB"]),
        ("old_articles", [b"dernier", b"4"]),
    ]


@pytest.mark.parametrize(
    "sql",
    [
        HEAD % b"utf8" + b"INSERT INTO `old_articles` VALUES (1,'coup",
        HEAD % b"utf8" + b"INSERT INTO `old_articles` VALUES (1,'a','b',''),",
        b"CREATE TABLE `spip_articles` (",
        b"-- MySQL dump 10.13\nSELECT 1;\n",
    ],
)
def test_a_dump_that_is_cut_is_refused(sql, tmp_path):
    (tmp_path / "cut.sql").write_bytes(sql)

    with pytest.raises(SourceError, match="coupé"):
        Source(str(tmp_path / "cut.sql"))


def test_a_dump_of_utf8_held_in_latin1_with_any_prefix(tmp_path):
    twice = "Été".encode().decode("cp1252").encode()
    sql = HEAD % b"latin1"
    sql += b"INSERT INTO `old_articles` VALUES (1,'" + twice + b"','publie','');\n"
    (tmp_path / "old.sql").write_bytes(sql)

    with Source(str(tmp_path / "old.sql")) as source:
        told = source.row("articles", 1)
        repairs = source.repairs()

    assert (source.prefix, told["titre"], told["chapo"]) == ("old_", "Été", "")
    assert repairs == [
        {"name": "articles", "key": 1, "field": "titre", "what": "utf8-in-latin1"}
    ]


def test_the_tables_of_before_spip_3_are_understood(tmp_path):
    path = make_spip(tmp_path / "old.sqlite", {})
    with closing(sqlite3.connect(path)) as base:
        base.execute("DROP TABLE spip_auteurs_liens")
        base.execute("CREATE TABLE spip_auteurs_articles (id_auteur, id_article)")
        base.execute("INSERT INTO spip_auteurs_articles VALUES (7, 12)")
        base.execute(
            "CREATE TABLE spip_documents_articles (id_document, id_article, vu)"
        )
        base.execute("INSERT INTO spip_documents_articles VALUES (3, 12, 'oui')")
        base.commit()

    with Source(str(path)) as source:
        authors = source.linked("auteur", "article", 12)
        documents = source.linked("document", "article", 12)

    assert [link["id"] for link in authors] == [7]
    assert [(link["id"], link["vu"]) for link in documents] == [(3, "oui")]


def test_no_secret_is_ever_read(tmp_path):
    path = make_spip(tmp_path / "spip.sqlite")

    with Source(str(path)) as source:
        held = source.path.read_bytes()
        copy = source.path

    assert b"SECRET" in path.read_bytes()
    assert b"SECRET" not in held
    assert not copy.exists()


def test_of_two_spips_in_one_base_one_is_named(tmp_path):
    path = make_spip(tmp_path / "two.sqlite", {})
    make_spip(tmp_path / "b.sqlite", {}, prefix="quartier_")
    with closing(sqlite3.connect(path)) as base:
        base.execute("CREATE TABLE quartier_articles (id_article, titre, statut)")

    with pytest.raises(SourceError, match="--prefix"):
        Source(str(path))
    with pytest.raises(SourceError, match=r"quartier_.*spip_"):
        Source(str(path), prefix="nope_")
    with Source(str(path), prefix="quartier_") as source:
        assert source.count("articles") == 0


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("none.sqlite", None, "n’existe pas"),
        ("binary", b"\x00\x01\x02", "ni une base SQLite"),
        ("text", b"Bonjour; au revoir;", "n’est pas un SPIP"),
        ("cut.sqlite", b"SQLite format 3\x00" + b"x" * 200, "ne se lit pas"),
    ],
)
def test_what_is_not_a_spip_is_told_in_a_sentence(name, data, told, tmp_path):
    if data is not None:
        (tmp_path / name).write_bytes(data)

    with pytest.raises(SourceError, match=told):
        Source(str(tmp_path / name))


def test_a_base_in_use_is_told_in_a_sentence(tmp_path, monkeypatch):
    path = make_spip(tmp_path / "spip.sqlite", rows())
    monkeypatch.setattr("sites.spip.source.PATIENCE", 0.05)

    with closing(sqlite3.connect(path)) as base:
        base.execute("BEGIN EXCLUSIVE")

        with pytest.raises(SourceError, match="en train de servir"):
            Source(str(path))
