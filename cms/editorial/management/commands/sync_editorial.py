"""Roles, rights and workflows are data; this applies them on every deploy and in the test session."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.editorial import sync


class Command(BaseCommand):
    help = "Give groups, rights and workflows as the roles say, and take away the rest. Safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Only list what differs; end with 1 when something does."
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        try:
            self._sync(check=check, verbosity=options["verbosity"])
        except LookupError as error:
            raise CommandError(str(error)) from error

    def _sync(self, *, check: bool, verbosity: int) -> None:
        if check:
            found = [difference.text for difference in sync.differences()]
            self._list(found)
            if found:
                raise CommandError(
                    f"{len(found)} difference(s) from the roles. Run sync_editorial to put them right.", returncode=1
                )
            self.stdout.write("Roles, rights and workflows are as the data says.")
            return
        done = sync.repair()
        if verbosity:
            self._list(done)
            self.stdout.write(f"{len(done)} thing(s) put right." if done else "Nothing to change.")

    def _list(self, texts: list[str]) -> None:
        for text in texts:
            self.stdout.write(f"- {text}")
