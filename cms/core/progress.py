"""Shows the operator of a long command how far it has come."""

from __future__ import annotations

import time
from typing import Any

WIDTH = 30


class Progress:
    """A bar on a terminal, and now and then a line elsewhere; `what` is counted, in the plural."""

    def __init__(self, out: Any, of: int, what: str = "pages") -> None:
        self.out, self.of, self.what, self.done = out, max(of, 1), what, 0
        self.begun = time.monotonic()
        self._tenths = 0

    def add(self, number: int) -> None:
        """So many more are done."""
        self.done += number
        pace = self.done / max(time.monotonic() - self.begun, 0.001)
        told = f"{self.done} of {self.of} {self.what}, {pace:.0f} a second, {(self.of - self.done) / pace:.0f} s left"
        if self.out.isatty():
            full = WIDTH * self.done // self.of
            self.out.write(f"\r[{'#' * full}{'.' * (WIDTH - full)}] {told} ", ending="\n" * (self.done == self.of))
            self.out.flush()
        elif (tenths := 10 * self.done // self.of) > self._tenths:
            self._tenths = tenths
            self.out.write(told)
