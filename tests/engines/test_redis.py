"""The cache on a real Redis, and on one that is gone."""

from __future__ import annotations

import socket
import time

import pytest
from django.core.cache import caches
from django.test import override_settings

from cms.api.counters import Counters
from cms.settings.env import Environment

OPTIONS = {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1}


def cache_at(url: str) -> dict[str, dict[str, object]]:
    """The cache settings of `cms.settings.base` for this address."""
    assert Environment({"REDIS_URL": url}).redis_url() == url
    return {"default": {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": url, "OPTIONS": OPTIONS}}


def test_what_is_kept_is_found_again(redis_url: str):
    with override_settings(CACHES=cache_at(redis_url)):
        caches["default"].set("tests:greeting", "hej", 10)
        assert caches["default"].get("tests:greeting") == "hej"
        caches["default"].delete("tests:greeting")


@pytest.mark.parametrize("hangs", [False, True], ids=["refuses", "hangs"])
def test_site_works_uncached_without_redis(hangs: bool):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        if hangs:
            nobody.listen()
        with override_settings(CACHES=cache_at(f"redis://127.0.0.1:{nobody.getsockname()[1]}/0")):
            began = time.monotonic()
            assert caches["default"].set("tests:greeting", "hej", 10) is not True
            assert caches["default"].get("tests:greeting") is None
            assert time.monotonic() - began < 10


def test_limits_are_counted_together_by_all_processes(redis_url: str):
    limits = {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": redis_url,
        "KEY_PREFIX": "tests-limits",
        "OPTIONS": {"SOCKET_CONNECT_TIMEOUT": 0.5, "SOCKET_TIMEOUT": 0.5},
    }
    name = f"tests-{time.monotonic_ns()}"
    with override_settings(CACHES={**cache_at(redis_url), "limits": limits}):
        one, other = Counters(lambda: 1_800_000_010.0), Counters(lambda: 1_800_000_010.0)
        assert [one.add(name, 60), other.add(name, 60), one.add(name, 60)] == [1, 2, 3]
        assert other.get(name, 60) == 3
        later = Counters(lambda: 1_800_000_060.0)
        assert later.add(name, 60) == 1
        assert 0 < caches["limits"].ttl(one._key(name, 60)) <= 50
