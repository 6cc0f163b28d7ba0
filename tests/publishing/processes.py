"""Real processes for tests: forked from the test itself, each with its own connection to the test's database."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

from django.db import connection, connections

PATIENCE = 120.0
_fork = multiprocessing.get_context("fork")

Function = Callable[..., object]


class Failed(Exception):
    """Something went wrong in another process; the text is its traceback."""


class Process:
    """Runs `function(talk, *args)` in a process of its own. `talk` is its end of the line to the test."""

    def __init__(self, function: Function, *args: Any) -> None:
        connections.close_all()  # neither process may use the other's socket or file
        self.talk, theirs = _fork.Pipe()
        self._process = _fork.Process(target=_run, args=(theirs, function, args))
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    def hear(self, patience: float = PATIENCE) -> Any:
        """The next thing the process says; None when it has ended without a word, as after a kill."""
        assert self.talk.poll(patience), "the process does nothing any more"
        try:
            kind, value = self.talk.recv()
        except EOFError:
            return None
        if kind == "failed":
            raise Failed(value)
        return value

    def tell(self, value: Any = None) -> None:
        """Say something to the process."""
        self.talk.send(value)

    def result(self, patience: float = PATIENCE) -> Any:
        """What the function returned."""
        value = self.hear(patience)
        self._process.join(PATIENCE)
        return value

    def kill(self) -> None:
        """SIGKILL: nothing in the process gets a chance to put anything in order."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._process.join(PATIENCE)


class Talk:
    """A process's own end of the line."""

    def __init__(self, line: Connection) -> None:
        self._line = line

    def say(self, value: Any = None) -> None:
        self._line.send(("said", value))

    def wait(self) -> Any:
        """Until the test says something."""
        return self._line.recv()


def _run(line: Connection, function: Function, args: tuple[Any, ...]) -> None:
    try:
        value = function(Talk(line), *args)
    except Exception:  # noqa: BLE001  whatever it is, the test shall see it
        line.send(("failed", traceback.format_exc()))
    else:
        line.send(("said", value))
    finally:
        connections.close_all()


@contextlib.contextmanager
def processes() -> Iterator[Callable[..., Process]]:
    """Start processes inside; whatever is left of them at the end is killed."""
    started: list[Process] = []

    def start(function: Function, *args: Any) -> Process:
        started.append(Process(function, *args))
        return started[-1]

    try:
        yield start
    finally:
        for process in started:
            process.kill()


class PauseAt:
    """Counts what a process sends to the database, COMMIT included, and stops it for good before the n-th.

    It says so on the line first. Whoever hears it may kill the process exactly there.
    """

    def __init__(self, talk: Talk, number: int | None) -> None:
        self.talk, self.number, self.count = talk, number, 0
        connection.execute_wrappers.append(self._statement)
        commit = connection._commit

        def paused_commit() -> object:
            self._next("COMMIT")
            return commit()

        connection._commit = paused_commit

    def _statement(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self._next(sql)
        return execute(sql, params, many, context)

    def _next(self, sql: str) -> None:
        self.count += 1
        if self.count == self.number:
            self.talk.say(sql)
            signal.pause()


def until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def somebody_waits() -> bool:
    """Whether a transaction of this PostgreSQL database waits for another one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])
