"""Everything between installed packages and a running site, in one process, and quick when nothing is left to do."""

from __future__ import annotations

import hashlib
from io import StringIO
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from cms.core import engines
from cms.core.dependencies import PAGE
from cms.core.visibility import public_pages
from cms.editorial.accounts import DEMO_ACCOUNTS
from cms.publishing.models import Mark, PublishedDocument


class Command(BaseCommand):
    """A composition root: calls the commands of other apps by name."""

    help = "Bring database, catalogues, registers, roles, demonstration content and static files up to date."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is left to do, in the order in which each step needs the one before."""
        problems = engines.problems()
        if problems:
            raise CommandError(" ".join(problems), returncode=2)
        call_command("compile_catalogues", verbosity=0)
        self._migrate()
        _quietly("load_registers")
        _quietly("sync_editorial")
        self._build_demo()
        self._write_documents()
        self._collect_static()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Preparing the database (the first time this takes a minute) ...")
            call_command("migrate", verbosity=0, interactive=False)

    def _build_demo(self) -> None:
        if not apps.get_model("home.HomePage").objects.exists():
            self.stdout.write("Building the demonstration content ...")
            call_command("build_demo")
            # The rights on the sections that now exist.
            _quietly("sync_editorial")
        elif settings.DEMO_ACCOUNTS:
            self._name_accounts()

    def _write_documents(self) -> None:
        """A database that was filled before the log came in has public pages that no document shows.

        What waits for the worker is left to the worker.
        """
        documents = PublishedDocument.objects.values("page_id")
        if Mark.objects.filter(kind=PAGE).exists() or not public_pages().exclude(pk__in=documents).exists():
            return
        self.stdout.write("Making the documents of the public pages (once, after an upgrade) ...")
        call_command("rebuild_documents", stdout=self.stdout)

    def _name_accounts(self) -> None:
        """Who can sign in. `build_demo` tells the password once; here only whether it is the one in the settings."""
        names = [account.username for account in DEMO_ACCOUNTS]
        users = list(get_user_model().objects.filter(username__in=names, is_active=True).order_by("username"))
        if not users:
            return
        self.stdout.write(
            f"Accounts for {settings.BASE_URL}/admin/: {', '.join(user.get_username() for user in users)}"
        )
        if settings.DEMO_PASSWORD and users[0].check_password(settings.DEMO_PASSWORD):
            self.stdout.write("Password for all of them: the one in DEMO_PASSWORD.")
        else:
            self.stdout.write("Password: as shown when they were made; for a new one: manage.py changepassword NAME.")

    def _collect_static(self) -> None:
        if not isinstance(staticfiles_storage, ManifestFilesMixin):
            return
        stamp, wanted = Path(settings.STATIC_ROOT) / ".collected", _static_fingerprint()
        if not stamp.exists() or stamp.read_text(encoding="ascii") != wanted:
            self.stdout.write("Collecting the static files ...")
            call_command("collectstatic", verbosity=0, interactive=False)
            stamp.write_text(wanted, encoding="ascii")


def _quietly(command: str) -> None:
    """A step that has nothing to say to somebody who starts the site; its warnings are still seen."""
    call_command(command, verbosity=0, stdout=StringIO())


def _static_fingerprint() -> str:
    """Changes with the packages and with every static file of ours."""
    digest = hashlib.sha256((settings.ROOT / "requirements.txt").read_bytes())
    folders = [
        *settings.STATICFILES_DIRS,
        *(Path(apps.get_app_config(app.rsplit(".")[-1]).path) / "static" for app in settings.OWN_APPS),
    ]
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(settings.ROOT)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
