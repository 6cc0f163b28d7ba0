"""Counting requests in windows of time: in the cache ``limits``, or in this process while that one is gone."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.utils.crypto import salted_hmac
from django_redis.exceptions import ConnectionInterrupted
from redis.exceptions import RedisError

from cms.api.memory import ForgetfulCache

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 60
GONE = (ConnectionInterrupted, RedisError, OSError)


class Counters:
    """Numbers by name. A window begins at a whole multiple of its length, so that all processes agree on it.

    When the cache fails it is left alone for a minute, so that a request waits for it, and an alarm is logged, at most
    once a minute in each process.
    """

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self.clock = clock
        self._spare = ForgetfulCache("limits-spare", {"OPTIONS": {"MAX_ENTRIES": 100_000}})
        self._back_at = 0.0

    def add(self, name: str, seconds: int) -> int:
        """Count one more in the window of so many seconds that runs now; how many there are."""
        key = self._key(name, seconds)

        def add(cache: BaseCache) -> int:
            try:
                return int(cache.incr(key))
            except ValueError:  # the first of its window
                return 1 if cache.add(key, 1, timeout=self.rest(seconds)) else int(cache.incr(key))

        return self._do(add)

    def get(self, name: str, seconds: int) -> int:
        """How many there are in the window that runs now."""
        key = self._key(name, seconds)
        return self._do(lambda cache: int(cache.get(key, 0)))

    def rest(self, seconds: int) -> int:
        """In how many seconds, at least one, the window that runs now is over."""
        return math.ceil(seconds - self.clock() % seconds)

    def _key(self, name: str, seconds: int) -> str:
        # Names hold addresses of visitors: what is kept cannot be read as one, nor followed from window to window.
        window = int(self.clock() // seconds)
        return salted_hmac("cms.api.counters", f"{name}@{window}/{seconds}", algorithm="sha256").hexdigest()

    def _do(self, work: Callable[[BaseCache], int]) -> int:
        if time.monotonic() >= self._back_at:
            try:
                return work(_shared())
            except GONE as error:
                self._back_at = time.monotonic() + PAUSE_SECONDS
                logger.error("The API's limits are counted in each process for a minute: %s", _cause(error))
        return work(self._spare)


def _shared() -> Any:
    return caches["limits"]


def _cause(error: BaseException) -> str:
    """What went wrong, without the address of Redis, which may hold a password."""
    return type(error.__cause__ or error).__name__


counters = Counters()
