"""The cache on a real Redis, and on one that is gone."""

from __future__ import annotations

import socket
import time

import pytest
from django.core.cache import caches
from django.test import override_settings

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
