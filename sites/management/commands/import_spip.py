"""Import a SPIP site: `manage.py import_spip SOURCE --site bellevue`."""

import sqlite3
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from wagtail.models import Site

from sites.spip import mapping as decisions
from sites.spip.importing import import_spip, name_of
from sites.spip.source import Source, SourceError


class Command(BaseCommand):
    help = (
        "Importe un site SPIP (base SQLite, sauvegarde .sql ou mysql://) dans un site."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="SOURCE")
        parser.add_argument(
            "--site", required=True, help="le site qui reçoit : bellevue"
        )
        parser.add_argument("--documents", type=Path, help="le dossier IMG")
        parser.add_argument("--map", type=Path, help="le fichier de correspondance")
        parser.add_argument(
            "--prefix", help="le préfixe des tables, s’il y en a plusieurs"
        )
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="écrit la correspondance et le rapport",
        )
        parser.add_argument("--report", type=Path, help="le rapport : .html et .json")

    def handle(self, *args, **options):
        site = self._site(options["site"])
        # What is imported happened long ago: nobody is written to now.
        kept = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        try:
            self._import(site, options)
        except (SourceError, decisions.BadMapping) as error:
            raise CommandError(str(error)) from error
        except (OSError, sqlite3.Error, DatabaseError) as error:
            raise CommandError(
                f"L’import s’est arrêté ({error}). Ce qui est fait est gardé\u00a0: "
                "réglez ce point (place sur le disque, base occupée), puis relancez la "
                "même commande."
            ) from error
        finally:
            settings.EMAIL_BACKEND = kept

    def _site(self, slug: str) -> Site:
        sites = {s.root_page.slug: s for s in Site.objects.select_related("root_page")}
        found = sites.get(slug)
        if found is None or found.is_default_site:
            known = ", ".join(
                sorted(s for s, x in sites.items() if not x.is_default_site)
            )
            raise CommandError(
                f"Le site «\u00a0{slug}\u00a0» n’existe pas. Sites connus\u00a0: {known}."
            )
        return found

    def _import(self, site: Site, options: dict) -> None:
        dry, path = options["dry_run"], options["map"]
        told = decisions.read(path if path and (not dry or path.exists()) else None)
        with Source(options["source"], prefix=options["prefix"]) as source:
            name = name_of(source, told, options["source"])
            if dry and path and not path.exists():
                slug = site.root_page.slug
                path.write_text(decisions.write(source, told, name=name, site=slug))
                self.stdout.write(f"Correspondance à relire\u00a0: {path}")
            report = import_spip(
                source,
                site=site,
                mapping=told,
                name=name,
                documents=options["documents"],
                dry=dry,
                tell=Progress(self.stderr),
            )
        for row in report.table():
            self.stdout.write(
                f"{row['label']:<18} {row['read']:>6} lus = {row['imported']} importés"
                f" + {row['unchanged']} inchangés + {row['aside']} mis de côté"
                f" + {row['refused']} refusés"
            )
        if options["report"]:
            target = options["report"]
            target.with_suffix(".html").write_text(report.as_html())
            target.with_suffix(".json").write_text(report.as_json())
            self.stdout.write(f"Rapport\u00a0: {target.with_suffix('.html')}")


class Progress:
    """Says on a terminal what is being done, and how long is left; else nothing."""

    def __init__(self, out) -> None:
        self.out = out
        self.shows = sys.stderr.isatty()
        self.what = ""
        self.began = self.told = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if what != self.what:
            self.what, self.began = what, now
        if not self.shows or (now - self.told < 0.2 and done < total):
            return
        self.told = now
        left = (now - self.began) / done * (total - done)
        line = f"\r{what}\u00a0: {done} / {total}, encore {int(left // 60)} min {int(left % 60):02} s   "
        self.out.write(line, ending="\n" if done == total else "")
        self.out.flush()
