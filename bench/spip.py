"""How long the import of a SPIP site takes, and the memory that it needs.

    .venv/bin/python bench/spip.py [articles] [pictures]

Writes a SPIP database of that many articles (ten times fewer authors, as many
links), with so many photos, in a temporary folder; imports it into an empty
network (SQLite, or `DATABASE_URL`); prints the seconds of the wall and of the
processor, articles a second, and the peak of memory. `--only-write FILE`
writes the database alone.
"""

import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

WORDS = [
    "le",
    "quartier",
    "la",
    "rue",
    "des",
    "jardins",
    "partagés",
    "un",
    "atelier",
    "de",
    "vélo",
    "ouvre",
    "samedi",
    "au",
    "port",
    "avec",
    "les",
    "voisins",
    "et",
    "l'école",
    "d'à",
    "côté",
    "pour",
    "réparer,",
    "lire,",
    "écrire",
    ":",
    "«",
    "venez",
    "!",
    "»",
]
TABLES = {
    "meta": "nom valeur",
    "rubriques": "id_rubrique id_parent titre descriptif texte statut lang",
    "auteurs": "id_auteur nom bio email statut",
    "auteurs_liens": "id_auteur objet id_objet",
    "groupes_mots": "id_groupe titre",
    "mots": "id_mot titre id_groupe",
    "mots_liens": "id_mot objet id_objet",
    "documents": "id_document titre fichier mode distant alt credits",
    "documents_liens": "id_document objet id_objet vu rang_lien",
    "urls": "id_parent url type id_objet date",
    "articles": "id_article titre id_rubrique chapo texte date statut lang visites",
}


def text(chance: random.Random, paragraphs: int, articles: int) -> str:
    """Return an article's words, with the shortcuts that people use."""
    out = []
    for number in range(paragraphs):
        words = " ".join(chance.choices(WORDS, k=90))
        target = chance.randint(1, articles)
        out.append(f"{words} {{{{gras}}}} [suite->article{target}][[Une note.]]")
        if number % 3 == 1:
            out.append("{{{Un intertitre}}}\n\n-* un\n-* deux")
    return "\n\n".join(out)


def write(path: Path, articles: int, pictures: int) -> None:
    """Write a SPIP database of any size; the same for the same numbers."""
    chance = random.Random(6)  # noqa: S311
    base = sqlite3.connect(path)
    for table, columns in TABLES.items():
        base.execute(f"CREATE TABLE spip_{table} ({columns.replace(' ', ', ')})")

    def add(table: str, *values: object) -> None:
        marks = ", ".join("?" * len(values))
        base.execute(f"INSERT INTO spip_{table} VALUES ({marks})", values)  # noqa: S608

    add("meta", "adresse_site", "http://www.banc-d-essai.example")
    add("meta", "version_installee", "2022022303")
    for key in range(1, 21):
        add("rubriques", key, 0, f"{key}. Rubrique {key}", "", "", "publie", "fr")
    authors = max(1, articles // 10)
    for key in range(1, authors + 1):
        add("auteurs", key, f"Autrice {key}", "", f"a{key}@example.org", "1comite")
    add("groupes_mots", 1, "Thèmes")
    for key in range(1, 51):
        add("mots", key, f"Mot {key}", 1)
    for key in range(1, articles + 1):
        date = f"{2004 + key % 20}-{1 + key % 12:02}-{1 + key % 28:02} 10:00:00"
        body = text(chance, 6, articles)
        add("articles", key, f"Titre de l'article {key}", 1 + key % 20, "Un chapô.", body, date, "publie", "fr", key)  # fmt: skip
        add("auteurs_liens", 1 + key % authors, "article", key)
        add("mots_liens", 1 + key % 50, "article", key)
        add("urls", 0, f"Titre-de-l-article-{key}", "article", key, date)
    for key in range(1, pictures + 1):
        add("documents", key, f"Photo {key}", "jpg/photo.jpg", "image", "non", "Un banc", "A")  # fmt: skip
        add("documents_liens", key, "article", 1 + key % articles, "non", 0)
    base.commit()
    base.close()


if "--only-write" in sys.argv:
    write(Path(sys.argv[-1]), int(sys.argv[1]), 0)
    sys.exit()

many = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
photos = int(sys.argv[2]) if len(sys.argv) > 2 else 0
folder = tempfile.TemporaryDirectory()
os.environ |= {
    "BRESTNET_VAR": folder.name,
    "DJANGO_SETTINGS_MODULE": "brestnet.settings",
}
sys.path.insert(0, os.getcwd())  # noqa: PTH109 (run from the checkout)

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from PIL import Image  # noqa: E402

here = Path(folder.name)
(here / "IMG" / "jpg").mkdir(parents=True)
Image.effect_noise((1600, 1200), 60).convert("RGB").save(here / "IMG/jpg/photo.jpg")
write(here / "spip.sqlite", many, photos)
call_command("migrate", verbosity=0)
call_command("provision")
began, used = time.monotonic(), time.process_time()
call_command(
    "import_spip", str(here / "spip.sqlite"), site="bellevue", documents=here / "IMG"
)
wall, processor = time.monotonic() - began, time.process_time() - used
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
sys.stdout.write(
    f"{many} articles, {photos} photos: {wall:.0f} s ({processor:.0f} s of processor), "
    f"{many / processor:.1f} articles a second of processor, {peak:.0f} MB at most\n"
)
