"""What was worked out at one place of the log, kept in the memory of the process and bounded by bytes."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Values by the question that they answer, each true at one place of the log; the most recently used stay."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._values: OrderedDict[str, tuple[int, T, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, cursor: int) -> T | None:
        """The value that was kept for the same question at the same place of the log."""
        with self._lock:
            kept = self._values.get(key)
            if kept is None or kept[0] != cursor:
                return None
            self._values.move_to_end(key)
            return kept[1]

    def put(self, key: str, cursor: int, value: T, size: int) -> None:
        """Keep a value of so many bytes, and let go of those that nobody has asked for longest. Nothing huge is."""
        if size > self._most // 8:
            return
        with self._lock:
            before = self._values.pop(key, None)
            self._bytes += size - (before[2] if before else 0)
            self._values[key] = (cursor, value, size)
            while self._bytes > self._most:
                self._bytes -= self._values.popitem(last=False)[1][2]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self._bytes = 0

    @property
    def bytes(self) -> int:
        """What is held now."""
        return self._bytes
