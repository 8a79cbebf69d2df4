"""The real small site: its three files say the same, and all of it answers."""

import pytest

from articles.models import ArticlePage
from sites.models import ImportedObject, LegacyAddress
from sites.spip.importing import import_spip
from sites.spip.mapping import Mapping
from sites.spip.source import COLUMNS, Source
from tests.builders import image_bytes, read
from tests.sites.spip.propre import SHARED
from tests.sites.spip.spip_site import bring, outcome

SMALL = SHARED / "small"
HOST = "127.0.0.1"


def held(name: str) -> dict:
    """All that is read of a file, but for its own address and times."""
    with Source(str(SMALL / name)) as source:
        told = {
            table: [
                {k: v for k, v in row.items() if k not in ("date_modif", "date")}
                for row in source.rows(table)
            ]
            for table in COLUMNS
            if table not in ("meta", "urls", "versions") and "liens" not in table
        }
        told["urls"] = sorted((r["url"], r["type"], r["id_objet"]) for r in source.rows("urls"))  # fmt: skip
        told["links"] = sorted(tuple(r) for r in source.base.execute("SELECT * FROM links"))  # fmt: skip
    return told


@pytest.mark.parametrize(
    "name", ["spip-small.mysql.sql", "spip-small-legacy-latin1.mysql.sql"]
)
def test_the_dumps_say_what_the_base_says(name):
    assert held(name) == held("spip.sqlite")


@pytest.fixture
def documents(tmp_path):
    """The site's files, each picture small: names and natures are what counts."""
    folder = tmp_path / "IMG"
    for path in SMALL.glob("IMG/**/*.*"):
        copy = folder / path.relative_to(SMALL / "IMG")
        copy.parent.mkdir(parents=True, exist_ok=True)
        is_photo = path.suffix in (".jpg", ".png", ".webp")
        copy.write_bytes(image_bytes((6, 4)) if is_photo else path.read_bytes())
    return folder


def test_all_of_it_moves_in_once_and_every_address_answers(documents, bellevue):
    base = SMALL / "spip.sqlite"
    report = bring(base, bellevue, documents=documents)

    assert outcome(report) == {
        "rubrique": (41, 0, 7, 0),
        "mot": (23, 0, 1, 0),
        "auteur": (14, 0, 1, 0),
        "document": (45, 0, 1, 3),
        "logo": (1, 0, 0, 0),
        "article": (58, 0, 3, 0),
        "site": (5, 0, 0, 0),
        "forum": (0, 0, 75, 0),
        "version": (0, 0, 167, 0),
    }
    _each_object_answers(base)
    _each_row_of_addresses_answers(base)
    before = _kept()
    again = bring(base, bellevue, documents=documents)
    assert _kept() == before
    assert [row["imported"] for row in again.table()] == [0] * len(again.table())


def _kept() -> list:
    return [
        sorted(
            ImportedObject.objects.values_list("kind", "legacy_id", "digest", "mark")
        ),
        sorted(ArticlePage.objects.values_list("pk", "latest_revision_id", "live")),
        sorted(LegacyAddress.objects.values_list("key", "what")),
    ]


def _each_object_answers(base) -> None:
    with Source(str(base)) as source:
        ends = {"article": "statut", "rubrique": "statut"}
        for kind, column in ends.items():
            for row in source.rows(f"{kind}s"):
                page = f"/{kind}{row[f'id_{kind}']}.html"
                expected = {"publie": 301, "poubelle": 410}.get(row[column], 404)
                if row.get("date", "") > "2027":
                    expected = 404
                assert (page, read(HOST, page).status_code) == (page, expected)
        public = [
            key
            for key in (row["id_auteur"] for row in source.rows("auteurs"))
            if ArticlePage.objects.live()
            .filter(signatures__author__in=_author(key))
            .exists()
        ]
        for row in source.rows("auteurs"):
            key = row["id_auteur"]
            expected = (
                301 if key in public else 410 if row["statut"] == "5poubelle" else 404
            )
            assert (key, read(HOST, f"/auteur{key}.html").status_code) == (
                key,
                expected,
            )
        for row in source.rows("documents", "distant != 'oui'"):
            path = f"/IMG/{row['fichier']}"
            assert read(HOST, path).status_code in (301, 410), path
        for row in source.rows("mots"):
            assert read(HOST, f"/mot{row['id_mot']}.html").status_code in (301, 410)


def _author(key: int):
    kept = ImportedObject.objects.filter(kind="auteur", legacy_id=key)
    return kept.exclude(author=None).values("author")


def _each_row_of_addresses_answers(base) -> None:
    with Source(str(base)) as source:
        for row in source.rows("urls"):
            numbered = read(HOST, f"/{row['type']}{row['id_objet']}.html")
            titled = read(HOST, f"/{row['url']}")

            told = (row["url"], titled.status_code, titled.get("Location"))
            assert told == (row["url"], numbered.status_code, numbered.get("Location"))


def test_the_rehearsal_counts_as_the_import(documents, bellevue):
    with Source(str(SMALL / "spip-small.mysql.sql")) as source:
        report = import_spip(
            source, site=bellevue, mapping=Mapping(), name="essai", documents=documents,
            dry=True, tell=lambda *told: None,
        )  # fmt: skip

    assert outcome(report)["article"] == (58, 0, 3, 0)
    assert ImportedObject.objects.count() == 0
