"""Keeps a few processes together: a signal stops all of them, and when one ends by itself the others are stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import FrameType

from tools.bootstrap import say

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 10.0
PAUSE = 0.1


@dataclass
class Child:
    """One process, leader of a process group of its own, so that a Ctrl-C reaches it only through us."""

    name: str
    process: subprocess.Popen[bytes]

    def signal(self, number: int) -> None:
        """Signal the whole group: the process and what it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)


class Supervisor:
    """Starts the processes, waits, and stops them together."""

    def __init__(
        self, environment: Mapping[str, str], patience: float = PATIENCE, *, leave_with_parent: bool = False
    ) -> None:
        self.environment = dict(environment)
        self.patience = patience
        self.parent = os.getppid() if leave_with_parent else None
        self.children: list[Child] = []
        self.asked_to_stop = False

    def run(
        self,
        commands: Mapping[str, Sequence[str]],
        *,
        ready: Callable[[], bool] = lambda: True,
        afterwards: Mapping[str, Sequence[str]] | None = None,
    ) -> int:
        """Run until asked to stop (0) or until one of them ends (its code, or 1).

        `ready` is called again and again until it says True; then those follow that may wait for the first.
        """
        previous = {number: signal.signal(number, self._ask_to_stop) for number in STOP_SIGNALS}
        try:
            self._start(commands)
            return self._watch(ready, afterwards or {})
        finally:
            self._stop_all()
            for number, handler in previous.items():
                signal.signal(number, handler)

    def _start(self, commands: Mapping[str, Sequence[str]]) -> None:
        for name, command in commands.items():
            process = subprocess.Popen(list(command), env=self.environment, start_new_session=True)
            self.children.append(Child(name, process))

    def _watch(self, ready: Callable[[], bool], afterwards: Mapping[str, Sequence[str]]) -> int:
        is_ready = False
        while not self.asked_to_stop:
            for child in self.children:
                code = child.process.poll()
                if code is not None:
                    say(f"The {child.name} ended by itself ({_describe(code)}); stopping the rest.")
                    return code if code > 0 else 1
            if self.parent is not None and os.getppid() != self.parent:
                say("Whoever started this is gone; stopping.")
                return 1
            if not is_ready and ready():
                is_ready = True
                self._start(afterwards)
            time.sleep(PAUSE)
        say("Stopping ...")
        return 0

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def _stop_all(self) -> None:
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + self.patience
        for child in self.children:
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                say(f"The {child.name} did not stop in {self.patience:.0f} seconds; ending it.")
            # Also what a process that is already gone left behind in its group.
            child.signal(signal.SIGKILL)
            child.process.wait()


def _describe(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
