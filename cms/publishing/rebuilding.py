"""Goes through every public page with several processes, and on from where a run that was stopped had come to."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import multiprocessing
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, cast

from django.db import connection, connections
from django.utils import timezone

from cms.settings.env import VAR

OLDEST = dt.timedelta(days=1)
"""A run that was stopped longer ago than this is begun anew."""

Part = list[int]
_fork = multiprocessing.get_context("fork")


class ProcessDied(Exception):
    """One of the processes ended by itself; what it had finished is kept."""


class Place:
    """How far a run has come, kept in a file until it is through: every page up to an id is done.

    Only a help: without the file the next run begins at the beginning, and ends in the same.
    """

    def __init__(self, file: Path | None = None) -> None:
        name = re.sub(r"\W+", "-", str(connection.settings_dict["NAME"])).strip("-")
        self.file = file or VAR / f"rebuild-{name}.json"
        self._begun = ""

    def read(self) -> int:
        """The id up to which everything is done; 0 when there is nothing to go on with."""
        try:
            kept = json.loads(self.file.read_text(encoding="utf-8"))
            self._begun = str(kept["begun"])
            is_recent = timezone.now() - dt.datetime.fromisoformat(self._begun) < OLDEST
            return int(kept["after"]) if is_recent else 0
        except (OSError, ValueError, KeyError, TypeError):
            return 0

    def write(self, after: int) -> None:
        """Keep the place; the time is that of the first write of a run."""
        if not self.read():
            self._begun = timezone.now().isoformat()
        draft = self.file.with_suffix(".draft")
        draft.write_text(json.dumps({"begun": self._begun, "after": after}), encoding="utf-8")
        draft.replace(self.file)

    def forget(self) -> None:
        """The run is through, or is to begin anew."""
        self.file.unlink(missing_ok=True)


def work_off(parts: Sequence[Part], function: Callable[[Part], Any], processes: int) -> Iterator[tuple[int, Any]]:
    """Do every part, and give the number and the result of each as it is done.

    With one process that is this one. Others are forked, have connections of their own, and end when this one does.
    Problem: `ProcessDied`.
    """
    numbered = list(enumerate(parts))
    if processes == 1:
        yield from ((number, function(part)) for number, part in numbered)
        return
    connections.close_all()  # two processes must not talk on one line
    workers: list[Any] = []
    lines: list[Connection] = []
    for turn in range(processes):
        ours, theirs = _fork.Pipe(duplex=False)
        lines.append(ours)
        args = (theirs, [*lines], function, numbered[turn::processes])
        worker = _fork.Process(target=_work, args=args, daemon=True)
        worker.start()
        theirs.close()
        workers.append(worker)
    try:
        yield from _results(lines)
        for worker in workers:
            worker.join()
            if worker.exitcode:
                raise ProcessDied(f"A process ended with code {worker.exitcode}.")
    finally:
        # A transaction that is cut off leaves nothing.
        for worker in workers:
            worker.terminate()
            worker.join()


def _results(lines: list[Connection]) -> Iterator[tuple[int, Any]]:
    while lines:
        for line in cast(list[Connection], wait(lines)):
            try:
                result = line.recv()
            except EOFError:
                lines.remove(line)
            else:
                yield result


def _work(
    line: Connection,
    inherited: Sequence[Connection],
    function: Callable[[Part], Any],
    parts: Sequence[tuple[int, Part]],
) -> None:
    for end in inherited:
        end.close()  # or a line would never break when the process that reads it is gone
    # Ctrl-C reaches the whole group; the process that was asked says when the others end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with contextlib.suppress(BrokenPipeError):  # nobody is there any more
        for number, part in parts:
            line.send((number, function(part)))
    connections.close_all()
