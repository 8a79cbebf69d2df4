"""What `make run` starts: the demo network on the real server."""

import os
import socket
import sys
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from authors.addresses import public_url, workshop_url
from sites.services import demo
from sites.services.provisioning import provision


class Command(BaseCommand):
    help = "Prepare the database and the demo, print the addresses, serve."

    def handle(self, *args, **options):
        self._check_port()
        is_older = self._migrate()
        if demo.is_loaded():
            provision()
            if is_older:
                # What a search finds may have changed with the code.
                call_command("wagtail_update_index", verbosity=0)
        else:
            self.stdout.write("Premier démarrage : le réseau de démonstration arrive…")
            self.stdout.flush()
            call_command("demo")
        self._collect_static()
        self._tell()
        granian = str(Path(sys.executable).with_name("granian"))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "brestnet.settings")
        # The same process goes on as the server: Ctrl-C stops it.
        os.execv(granian, [granian, *self._server()])  # noqa: S606

    def _migrate(self) -> bool:
        """Bring the database up to date; return whether it was not."""
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        call_command("migrate", verbosity=0)
        return bool(plan)

    def _server(self) -> list[str]:
        return [
            *("--interface", "wsgi", "--host", "127.0.0.1"),
            *("--port", str(settings.PORT), "--workers", "1"),
            *("--blocking-threads", "4", "--log-level", "warning"),
            "brestnet.wsgi:application",
        ]

    def _collect_static(self) -> None:
        """Hash and compress the static files, where one has changed since."""
        sources = [
            settings.BASE_DIR / "requirements.txt",
            *(settings.BASE_DIR / "static").rglob("*"),
        ]
        told = [f"{path} {path.stat().st_mtime_ns}" for path in sorted(sources)]
        state = sha256("\n".join(told).encode()).hexdigest()
        mark = settings.STATIC_ROOT / ".state"
        if not mark.exists() or mark.read_text() != state:
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            mark.write_text(state)

    def _check_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", settings.PORT))
            except OSError as error:
                raise CommandError(
                    f"Le port {settings.PORT} est déjà pris. "
                    f"Donnez-en un autre : PORT={settings.PORT + 1} make run"
                ) from error

    def _tell(self) -> None:
        lines = ["", "Pour lire", f"  le portail       {public_url()}"]
        sites = Site.objects.filter(is_default_site=False).order_by("site_name")
        lines += [f"  {s.site_name:<16} {public_url(site=s)}" for s in sites]
        lines += [
            *("", "Pour écrire", f"  l’atelier        {workshop_url()}"),
            *("", f"Comptes de démonstration, mot de passe {demo.PASSWORD}"),
            f"  {demo.email_of(demo.CITIZEN):<40} une citoyenne : écrit, signe, corrige",
        ]
        lines += [
            f"  {demo.email_of(f'editeur.{s.root_page.slug}'):<40} relit et publie "
            f"pour {s.site_name}"
            for s in sites.select_related("root_page")
        ]
        lines += [
            f"  {demo.ADMINISTRATOR:<40} administre le réseau ({workshop_url('/gestion/')})",
            *("", f"Les messages restent sur cette machine : {settings.VAR_DIR}/mail"),
            *("", "Ctrl-C pour arrêter.", ""),
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
