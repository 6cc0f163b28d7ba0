"""Makes every document anew, or says which ones differ."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.publishing.reconciliation import differences, reconcile


class Command(BaseCommand):
    """May be stopped and started again at any time: what is right already is left as it is."""

    help = "Make the stored documents of all public pages anew; what differs is written to the log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Looking without touching."""
        parser.add_argument(
            "--check", action="store_true", help="only report differences; exit code 1 when there are any"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check or rebuild."""
        if options["check"]:
            found = list(differences())
            for line in found:
                self.stdout.write(line)
            if found:
                raise CommandError(f"{len(found)} document(s) differ. Run rebuild_documents.")
            self.stdout.write("Every document is what its page shows.")
            return
        rows = reconcile(self._progress)
        self.stdout.write(f"\nDone: {rows} document(s) had changed.")

    def _progress(self, done: int, of: int) -> None:
        self.stdout.write(f"\r{done} of {of}", ending="")
        self.stdout.flush()
