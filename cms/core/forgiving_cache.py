"""The default cache on Redis. Without Redis the site works uncached, but attempts to sign in are still counted."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django_redis.cache import RedisCache
from django_redis.exceptions import ConnectionInterrupted
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

COUNTED = ("allauth", "code-used:")
"""Keys of what must not be forgotten: attempts to sign in and codes that have been used."""
PAUSE_SECONDS = 30
GONE = (ConnectionInterrupted, RedisError, OSError)


class ForgivingRedisCache(RedisCache):
    """Keeps `COUNTED` keys in the memory of the process while Redis is gone; everything else is then not cached."""

    _back_at = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._memory = LocMemCache("attempts", {"OPTIONS": {"MAX_ENTRIES": 100_000}})

    def add(self, key: str, *args: Any, **kwargs: Any) -> Any:
        return self._do("add", key, *args, **kwargs)

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        return self._do("get", key, *args, **kwargs)

    def set(self, key: str, *args: Any, **kwargs: Any) -> Any:
        return self._do("set", key, *args, **kwargs)

    def delete(self, key: str, *args: Any, **kwargs: Any) -> Any:
        return self._do("delete", key, *args, **kwargs)

    def _do(self, what: str, key: str, *args: Any, **kwargs: Any) -> Any:
        if not str(key).startswith(COUNTED):
            return getattr(super(), what)(key, *args, **kwargs)
        if time.monotonic() >= ForgivingRedisCache._back_at:
            try:
                return getattr(self.client, what)(key, *args, **kwargs)
            except GONE as error:
                ForgivingRedisCache._back_at = time.monotonic() + PAUSE_SECONDS
                logger.error("attempts to sign in are counted in each process: %s", type(error).__name__)
        return getattr(self._memory, what)(key, *args, **kwargs)
