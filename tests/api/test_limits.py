"""How much a caller may ask for: by address or by key, told in every answer, and never a reason to fail."""

from __future__ import annotations

import logging
import socket

import pytest
import time_machine
from django.core.cache import caches
from django.core.checks import run_checks
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings

from cms.api import keys, limits
from cms.api.counters import Counters, counters
from cms.api.memory import ForgetfulCache
from cms.api.middleware import PartnerAccess
from cms.settings.env import Rate
from tests import factories
from tests.api.conftest import PAGES
from tests.api.test_keys import bearer

ADDRESS = "/api/v2/counties/24/"
WINDOW_START = 1_800_000_000  # a whole minute
HERE, THERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def three_a_minute(settings, monkeypatch):
    """A small limit and empty counters, ten seconds into a window that stands still."""
    settings.API_RATE = Rate(3, 60)
    caches["limits"].clear()
    monkeypatch.setattr(counters, "_back_at", 0.0)
    with time_machine.travel(WINDOW_START + 10, tick=False):
        yield
    caches["limits"].clear()


def ask(address=ADDRESS, *, remote=HERE, **headers):
    return Client(REMOTE_ADDR=remote).get(address, headers={name.replace("_", "-"): v for name, v in headers.items()})


def statuses(count, **options):
    return [ask(**options).status_code for _request in range(count)]


def told(response):
    return response["RateLimit-Policy"], response["RateLimit"]


@pytest.mark.usefixtures("site")
class TestThePublic:
    def test_every_answer_says_what_is_left(self):
        assert told(ask()) == ('"default";q=3;w=60', '"default";r=2;t=50')
        assert told(ask("/api/v2/nothing/")) == ('"default";q=3;w=60', '"default";r=1;t=50')
        assert told(ask(f"{PAGES}?limit=x")) == ('"default";q=3;w=60', '"default";r=0;t=50')

    def test_one_too_many_is_told_when_to_come_back(self):
        assert statuses(3) == [200] * 3
        response = ask(accept_language="en")
        assert response.status_code == 429
        assert response["Content-Type"] == "application/problem+json"
        assert response["Retry-After"] == "50"
        assert response["Cache-Control"] == "no-store"
        assert "Authorization" in response["Vary"]
        assert told(response) == ('"default";q=3;w=60', '"default";r=0;t=50')
        body = response.json()
        assert body["type"] == "urn:servicebanken:problem:too-many-requests"
        assert "in 50 s" in body["detail"]

    def test_window_ends(self):
        statuses(4)
        with time_machine.travel(WINDOW_START + 60, tick=False):
            assert told(ask()) == ('"default";q=3;w=60', '"default";r=2;t=60')

    def test_each_address_has_its_own(self):
        statuses(4)
        assert ask(remote=THERE).status_code == 200

    def test_browser_on_another_site_may_read_the_headers(self):
        exposed = ask(origin="https://partner.example")["Access-Control-Expose-Headers"]
        assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed.split(", "))

    def test_html_is_not_counted(self):
        for _view in range(5):
            response = ask("/sv/")
            assert response.status_code == 200
            assert "RateLimit" not in response

    def test_off_means_off(self, settings):
        settings.API_RATE = None
        assert statuses(10) == [200] * 10
        assert "RateLimit" not in ask()

    def test_no_query_and_nothing_written(self, django_assert_num_queries):
        view = PartnerAccess(lambda _request: HttpResponse())
        with django_assert_num_queries(0):
            assert "RateLimit" in view(RequestFactory().get(ADDRESS))


@pytest.mark.usefixtures("site")
class TestPartners:
    def test_key_is_counted_and_not_its_address(self):
        _key, secret = factories.make_key()
        assert statuses(4) == [200, 200, 200, 429]
        assert told(ask(**bearer(secret))) == ('"default";q=3;w=60', '"default";r=2;t=50')
        assert statuses(3, remote=THERE, **bearer(secret)) == [200, 200, 429]

    def test_key_may_have_a_limit_of_its_own(self):
        _key, secret = factories.make_key(requests_per_minute=5)
        assert told(ask(**bearer(secret))) == ('"partner";q=5;w=60', '"partner";r=4;t=50')
        assert statuses(5, **bearer(secret)) == [200] * 4 + [429]

    def test_new_secret_goes_on_with_the_same_count(self):
        key, secret = factories.make_key()
        statuses(3, **bearer(secret))
        assert ask(**bearer(keys.rotate(key, by=None))).status_code == 429

    def test_refused_keys_count_against_the_address(self):
        response = ask(**bearer("x"))
        assert response.status_code == 401
        assert told(response) == ('"default";q=3;w=60', '"default";r=2;t=50')
        assert statuses(3) == [200, 200, 429]

    def test_keys_cannot_be_guessed_at_speed(self, django_assert_num_queries):
        _key, secret = factories.make_key()
        guess = f"{secret[:12]}{'A' * 43}"
        assert statuses(4, **bearer(guess)) == [401, 401, 401, 429]
        # Nor does the answer tell a right guess from a wrong one; the database is not even asked.
        with django_assert_num_queries(0):
            response = ask(**bearer(secret))
        assert (response.status_code, response["Retry-After"]) == (429, "50")
        assert ask(remote=THERE, **bearer(secret)).status_code == 200


class TestAddresses:
    @pytest.mark.parametrize(
        ("proxies", "forwarded", "counted"),
        [
            (0, "198.51.100.7", HERE),
            (1, "", HERE),
            (1, "198.51.100.7", "198.51.100.7"),
            (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
            (2, "203.0.113.9, 198.51.100.7,10.0.0.1", "198.51.100.7"),
            (2, "198.51.100.7", HERE),
            (1, "nonsense", HERE),
            (1, "198.51.100.7:4711", "198.51.100.7"),
            (1, "[2001:db8:1:2::5]:4711", "2001:db8:1:2::/64"),
            (1, "::ffff:198.51.100.7", "198.51.100.7"),
            (1, "9" * 500, HERE),
        ],
    )
    def test_only_what_our_own_proxies_say_is_believed(self, proxies, forwarded, counted, settings):
        settings.TRUSTED_PROXIES = proxies
        headers = {"X-Forwarded-For": forwarded} if forwarded else {}
        assert limits.address_of(RequestFactory(REMOTE_ADDR=HERE).get(ADDRESS, headers=headers)) == counted

    @pytest.mark.parametrize(
        ("remote", "counted"),
        [
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("", "unknown"),
        ],
    )
    def test_ipv6_is_counted_by_its_network(self, remote, counted):
        assert limits.address_of(RequestFactory(REMOTE_ADDR=remote).get(ADDRESS)) == counted

    def test_counters_do_not_hold_addresses(self):
        counters.add(f"address:{HERE}", 60)
        assert not [key for key in caches["limits"]._cache if HERE in key]

    def test_what_has_run_out_is_forgotten(self):
        cache = ForgetfulCache("forgets", {})
        cache.add("first", 1, timeout=50)
        with time_machine.travel(WINDOW_START + 100, tick=False):
            cache.add("second", 1, timeout=50)
        assert [key.rpartition(":")[2] for key in cache._cache] == ["second"]


def redis_at(port):
    """The setting of `cms.settings.base`, at a port."""
    options = {"SOCKET_CONNECT_TIMEOUT": 0.5, "SOCKET_TIMEOUT": 0.5}
    backend = {"BACKEND": "django_redis.cache.RedisCache", "LOCATION": f"redis://:hemlig@127.0.0.1:{port}/0"}
    return {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "limits": backend | {"OPTIONS": options},
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("https", "proxies", "warned"), [(True, 0, True), (True, 1, False), (False, 0, False)])
def test_forgotten_proxy_is_told_at_start(https, proxies, warned, settings):
    settings.HTTPS, settings.TRUSTED_PROXIES = https, proxies
    assert [message.id for message in run_checks() if message.id == "servicebanken.W011"] == [
        "servicebanken.W011"
    ] * warned


class TestRedisGone:
    def test_counts_in_the_process_and_says_so_once_a_minute(self, site, caplog):
        with socket.socket() as nobody:
            nobody.bind(("127.0.0.1", 0))
            with override_settings(CACHES=redis_at(nobody.getsockname()[1])), caplog.at_level(logging.ERROR):
                assert statuses(4) == [200, 200, 200, 429]
        alarms = [record.getMessage() for record in caplog.records if record.name == "cms.api.counters"]
        assert len(alarms) == 1
        assert "hemlig" not in alarms[0]
        assert HERE not in alarms[0]

    def test_counts_in_redis_again_after_a_minute(self, monkeypatch):
        mine = Counters()
        with override_settings(CACHES=redis_at(1)):
            assert mine.add("a", 60) == 1
        assert mine.add("a", 60) == 2
        monkeypatch.setattr(mine, "_back_at", 0.0)
        assert mine.add("a", 60) == 1
