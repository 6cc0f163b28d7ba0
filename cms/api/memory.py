"""A cache in the memory of the process that lets go of what has expired."""

from __future__ import annotations

import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache

SWEEP_SECONDS = 60


class ForgetfulCache(LocMemCache):
    """Django's own keeps what nobody asks for again until it is full; counters are named after callers.

    Relies on how LocMemCache holds its entries (`_cache`, `_expire_info`, `_delete`, `_lock`); a test says when that
    changes.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._swept_at = time.time()

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        self._sweep()
        return bool(super().add(key, value, timeout, version))

    def _sweep(self) -> None:
        now = time.time()
        if now - self._swept_at < SWEEP_SECONDS:
            return
        self._swept_at = now
        with self._lock:  # type: ignore[attr-defined]  # not in the stubs
            expires = self._expire_info  # type: ignore[attr-defined]  # not in the stubs
            for key in [key for key, at in expires.items() if at is not None and at <= now]:
                self._delete(key)  # type: ignore[attr-defined]  # not in the stubs
