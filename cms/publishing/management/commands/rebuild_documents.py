"""Makes every document anew, or says which ones differ."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from cms.core.progress import Progress
from cms.publishing.effects import every_page
from cms.publishing.rebuilding import Part, Place, ProcessDied, work_off
from cms.publishing.reconciliation import AT_ONCE, differences, reconcile_some


class Command(BaseCommand):
    """May be stopped at any time; the next run goes on from there. The site may be in use meanwhile."""

    help = (
        "Make the stored documents of all public pages anew; what differs is written to the log. A run that was "
        "stopped less than a day ago is gone on with."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Looking without touching, how many processes, and beginning anew."""
        parser.add_argument(
            "--check", action="store_true", help="only report differences; exit code 1 when there are any"
        )
        parser.add_argument(
            "--processes", type=int, metavar="N", help="how many processes (default: one for each core; on SQLite one)"
        )
        parser.add_argument(
            "--restart", action="store_true", help="begin anew also where a run was stopped, as after an upgrade"
        )

    def handle(self, *args: Any, check: bool, processes: int | None, restart: bool, **options: Any) -> None:
        """Check or rebuild."""
        if processes is not None and processes < 1:
            raise CommandError("--processes takes a number of processes, such as 4.")
        processes = processes or (1 if connection.vendor == "sqlite" else os.cpu_count() or 1)
        try:
            self._check(processes) if check else self._rebuild(processes, Place(), restart=restart)
        except ProcessDied as reason:
            raise CommandError(f"{reason} Run rebuild_documents again; it goes on from there.") from None

    def _check(self, processes: int) -> None:
        found = 0
        for lines in self._go_through(sorted(every_page()), lambda part: list(differences(part)), processes):
            for line in lines:
                self.stdout.write(line)
            found += len(lines)
        if found:
            raise CommandError(f"{found} document(s) differ. Run rebuild_documents.")
        self.stdout.write("Every document is what its page shows.")

    def _rebuild(self, processes: int, place: Place, *, restart: bool) -> None:
        if restart:
            place.forget()
        every, after = sorted(every_page()), place.read()
        left = [pk for pk in every if pk > after]
        if len(left) < len(every):
            self.stdout.write(f"Going on with the run that was stopped: {len(left)} of {len(every)} pages are left.")
        rows = 0
        try:
            for changed in self._go_through(left, reconcile_some, processes, place.write):
                rows += changed
        except KeyboardInterrupt:
            self.stdout.write(f"\nStopped; {rows} document(s) had changed. Run it again to go on.")
            raise
        place.forget()
        self.stdout.write(f"Done: {rows} document(s) had changed.")

    def _go_through(
        self,
        ids: Sequence[int],
        function: Callable[[Part], Any],
        processes: int,
        reached: Callable[[int], object] = lambda _pk: None,
    ) -> Iterator[Any]:
        """Results of the function for a few ids at a time; `reached` is told up to which id all is done."""
        parts = [list(ids[start : start + AT_ONCE]) for start in range(0, len(ids), AT_ONCE)]
        progress, done, through = Progress(self.stdout, len(ids)), set[int](), 0
        for number, result in work_off(parts, function, min(processes, len(parts) or 1)):
            done.add(number)
            while through in done:
                through += 1
            if through:
                reached(parts[through - 1][-1])
            progress.add(len(parts[number]))
            yield result
