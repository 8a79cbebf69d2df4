"""A tiny SPIP site, made by the tests: the columns that matter, and secrets."""

import sqlite3
from contextlib import closing
from pathlib import Path

from articles.models import ArticlePage, Placement, SectionPage
from authors.models import Author
from sites.models import ImportedObject, LegacyAddress
from sites.spip.importing import import_spip
from sites.spip.mapping import Mapping
from sites.spip.source import Source

SCHEMA = {
    "articles": "id_article titre surtitre soustitre id_rubrique descriptif chapo texte ps"
    " date statut date_redac visites lang date_modif id_trad nom_site url_site virtuel",
    "auteurs": "id_auteur nom bio email url_site nom_site statut lang login pass"
    " alea_actuel",
    "rubriques": "id_rubrique id_parent titre descriptif texte statut lang",
    "mots": "id_mot titre id_groupe",
    "groupes_mots": "id_groupe titre",
    "documents": "id_document extension titre descriptif fichier mode distant credits alt",
    "auteurs_liens": "id_auteur objet id_objet",
    "mots_liens": "id_mot objet id_objet",
    "documents_liens": "id_document objet id_objet vu rang_lien",
    "urls": "id_parent url type id_objet date perma",
    "forum": "id_forum objet id_objet statut email_auteur",
    "meta": "nom valeur",
}
OLD = "www.vieux-spip.example"


def article(key: int, titre: str, texte: str = "Du texte.", **other):
    return {
        "id_article": key, "titre": titre, "texte": texte, "id_rubrique": 1,
        "date": "2009-03-22 22:57:57", "statut": "publie", "lang": "fr", **other,
    }  # fmt: skip


def rows() -> dict[str, list[dict]]:
    """A section, two people, four articles; texts that lead to each other."""
    return {
        "meta": [
            {"nom": "adresse_site", "valeur": f"http://{OLD}"},
            {"nom": "version_installee", "valeur": "2022022303"},
            {"nom": "secret_du_site", "valeur": "TRES-SECRET"},
        ],
        "rubriques": [
            {"id_rubrique": 1, "id_parent": 0, "titre": "1. Jardins", "statut": "publie"}
        ],
        "auteurs": [
            {"id_auteur": 1, "nom": "Annaïg Le Goff", "email": "annaig@example.org",
             "statut": "1comite", "login": "annaig", "pass": "HACHE-SECRET",
             "bio": "Elle {jardine}."},
            {"id_auteur": 2, "nom": "Yann <b>Morvan</b>", "email": "", "statut": "1comite"},
        ],
        "auteurs_liens": [
            {"id_auteur": 1, "objet": "article", "id_objet": 1},
            {"id_auteur": 2, "objet": "article", "id_objet": 1},
            {"id_auteur": 1, "objet": "article", "id_objet": 99999},
        ],
        "groupes_mots": [{"id_groupe": 1, "titre": "Thèmes"}],
        "mots": [{"id_mot": 1, "titre": "Vélo", "id_groupe": 1}],
        "mots_liens": [{"id_mot": 1, "objet": "article", "id_objet": 1}],
        "articles": [
            article(1, "03. Le jardin", "Voir [->article2] et [la suite->http://www.vieux-spip.example/spip.php?article2].", date_redac="1984-06-00 00:00:00", visites=42),
            article(2, "La suite", "{{Fini.}}", lang="br", id_trad=1),
            article(3, "En attente", statut="prop"),
            article(4, "Refusé", statut="refuse"),
            article(5, "Jeté", statut="poubelle"),
            article(6, "Ailleurs", virtuel="article2"),
            article(7, "Brouillon", statut="prepa"),
            article(8, "Plus tard", date="2032-01-01 10:00:00"),
        ],
        "urls": [
            {"id_parent": 0, "url": "Le-jardin", "type": "article", "id_objet": 1, "date": "2010"},
            {"id_parent": 0, "url": "Vieux-titre", "type": "article", "id_objet": 1, "date": "2008"},
            {"id_parent": 1, "url": "la-suite", "type": "article", "id_objet": 2, "date": "2010"},
            {"id_parent": 0, "url": "jardins", "type": "rubrique", "id_objet": 1, "date": "2010"},
        ],
        "forum": [{"id_forum": 1, "objet": "article", "id_objet": 1, "statut": "publie"}],
    }  # fmt: skip


def make_spip(
    path: Path, given: dict[str, list[dict]] | None = None, prefix="spip_"
) -> Path:
    """Write a SPIP database and return its path."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as base:
        for table, columns in SCHEMA.items():
            names = columns.split()
            base.execute(f"CREATE TABLE {prefix}{table} ({', '.join(names)})")
            for row in (rows() if given is None else given).get(table, []):
                marks = ", ".join("?" * len(names))
                base.execute(
                    f"INSERT INTO {prefix}{table} VALUES ({marks})",  # noqa: S608
                    [row.get(n, 0 if n.startswith("id_") else "") for n in names],
                )
        base.commit()
    return path


def bring(path: Path, site, *, documents=None, dry=False, mapping=None, tell=None):
    """Import, as the command does, and return the report."""
    mapping = mapping or Mapping()
    with Source(str(path)) as source:
        return import_spip(
            source, site=site, mapping=mapping, name=mapping.name or OLD,
            documents=documents, dry=dry, tell=tell or (lambda *told: None),
        )  # fmt: skip


def outcome(report) -> dict[str, tuple[int, int, int, int]]:
    """Imported, unchanged, set aside, refused, for each kind that was read."""
    return {
        row["kind"]: (row["imported"], row["unchanged"], row["aside"], row["refused"])
        for row in report.table()
    }


def found(key: int) -> ArticlePage:
    return ArticlePage.objects.get(spip_id=key)


def everything() -> dict:
    """What an import made, told without our own numbers and times."""
    return {
        "articles": sorted(
            (a.spip_id, a.title, a.url_path, a.live, a.body, a.licence, a.earlier_date,
             str(a.first_published_at), tuple(a.tags.names()), a.revisions.count(),
             tuple(str(s.author) for s in a.signatures.order_by("order")))
            for a in ArticlePage.objects.filter(spip_id__isnull=False)
        ),
        "placements": sorted(Placement.objects.values_list("article__spip_id", "published_at")),
        "authors": sorted(Author.objects.values_list("name", "slug", "biography")),
        "sections": sorted(SectionPage.objects.values_list("url_path", "title")),
        "objects": sorted(
            ImportedObject.objects.values_list("kind", "legacy_id", "outcome", "digest")
        ),
        "addresses": sorted(
            LegacyAddress.objects.values_list("key", "what__kind", "what__legacy_id")
        ),
    }  # fmt: skip
