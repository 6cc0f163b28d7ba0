"""Elasticsearch is stopped, paused, wiped and started again while people search and editors publish."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import quantiles
from typing import Any, NamedTuple

import pytest
from django.test import Client
from elasticsearch import Elasticsearch
from wagtail.models import Locale, Page

from cms.publishing.models import PublishedDocument
from cms.settings.env import ROOT
from search.engines.elasticsearch import PLACE, TermsIndex, alias
from search.engines.site import PATIENCE_SECONDS, SearchEngine
from search.state import state_of_search
from tests.factories import Tree, make_case
from tests.publishing.processes import until
from tests.publishing.web import Web, address_of_database, serving
from tests.search.nodes import Node, node_of_our_own
from tests.search.test_elasticsearch import answered, in_step

PAUSED_SECONDS, PUBLISH_EVERY, PAUSE = 5.0, 0.3, 0.05
MOST_SECONDS = 1.5
"""What nearly every answer of the fallback may take longer than others: two cores do all of this at once."""
ASKED = ("/api/v2/search/?q=zebran", "/sv/sok/?q=zebran", "/api/v2/search/?q=zebran&facets=county,service_type")


# --- One process ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
class TestBreaker:
    def test_after_one_failure_nobody_waits_again(
        self, site: Tree, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
    ):
        settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
        make_case(title="Zebra")
        ask, asked = TermsIndex.ranked_pages, list[float]()

        def counted(self: TermsIndex, *args: Any, seconds: float, **kwargs: Any) -> list[int]:
            asked.append(seconds)
            return ask(self, *args, seconds=seconds, **kwargs)

        monkeypatch.setattr(TermsIndex, "ranked_pages", counted)
        for _time in range(3):
            assert answered(client, "zebra")[1] == ["Zebra"]
        assert len(asked) == 1

    def test_question_that_is_refused_keeps_nobody_else_from_asking(
        self, site: Tree, elasticsearch: str, client: Client, monkeypatch: pytest.MonkeyPatch
    ):
        make_case(title="Zebra")
        in_step()
        with monkeypatch.context() as patched:
            patched.setattr("search.engines.elasticsearch.query_of", lambda _meant: {"no_such_query": {}})
            assert answered(client, "zebra")[0] != "elasticsearch"
        assert answered(client, "zebra")[0] == "elasticsearch"

    def test_all_that_one_search_asks_shares_one_time(self, monkeypatch: pytest.MonkeyPatch):
        given: list[float] = []

        def slow(_self: TermsIndex, *_args: Any, seconds: float, **_more: Any) -> list[int]:
            given.append(seconds)
            time.sleep(0.1)
            return []

        monkeypatch.setattr(TermsIndex, "ranked_pages", slow)
        engine = SearchEngine(Locale(pk=1))
        for _stage in range(12):
            engine.ranked_pages(None, among=Page.objects.none(), most=10)  # type: ignore[arg-type]  # nobody reads it
        # A clock that has run for days counts in steps of some picoseconds.
        assert pytest.approx(PATIENCE_SECONDS, abs=0.05) == given[0] > given[5] > given[-1] > 0
        assert given[-1] < 0.1


@pytest.mark.django_db
class TestTold:
    @pytest.mark.parametrize("path", ["/api/v2/search/?q=zebra", "/sv/sok/?q=zebra"])
    def test_answers_of_the_fallback_are_marked(self, site: Tree, client: Client, settings: Any, path: str):
        assert "X-Search-Backend" not in client.get(path)
        settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
        assert client.get(path)["X-Search-Backend"] == "fallback"

    def test_health_tells_who_answers(self, site: Tree, client: Client, elasticsearch: str):
        assert client.get("/health/").json()["parts"]["search"]["state"] == "fallback"  # no index yet
        in_step()
        assert client.get("/health/").json()["parts"]["search"] == {"state": "ok", "backend": "elasticsearch"}

    def test_health_tells_that_changes_are_not_found(
        self, site: Tree, elasticsearch: str, monkeypatch: pytest.MonkeyPatch
    ):
        in_step()
        make_case(title="Zebra")
        assert state_of_search()["state"] == "ok"
        monkeypatch.setattr("search.state.LATE_AFTER", dt.timedelta(minutes=-1))
        assert state_of_search()["state"] == "late"
        in_step()
        assert state_of_search()["state"] == "ok"

    def test_dashboard_tells_network_administrators_alone(self, site: Tree, cast: Any, client: Client, settings: Any):
        settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
        said = {}
        for name in ("network_administrator", "editor"):
            client.force_login(getattr(cast, name))
            said[name] = "Elasticsearch svarar inte" in client.get("/admin/").content.decode()
        assert said == {"network_administrator": True, "editor": False}


# --- All of it ------------------------------------------------------------------------------------------------------


class Answer(NamedTuple):
    path: str
    status: int
    seconds: float
    is_fallback: bool


class Visitors:
    """Search without a pause, as long as the block lasts."""

    def __init__(self, web: Web) -> None:
        self.web, self.answers = web, list[Answer]()
        self._ended = threading.Event()
        self._threads = [threading.Thread(target=self._search, args=(path,)) for path in ASKED]

    def __enter__(self) -> Visitors:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _search(self, path: str) -> None:
        while not self._ended.is_set():
            began = time.monotonic()
            status, headers, _body = self.web.ask("GET", path, Host="localhost")
            answer = Answer(path, status, time.monotonic() - began, headers.get("x-search-backend") == "fallback")
            self.answers.append(answer)
            time.sleep(PAUSE)

    def until_fallback(self, wanted: bool) -> None:
        """Until both processes answer so for some time."""

        def is_so() -> bool:
            latest = self.answers[-20:]
            return len(latest) == 20 and all(answer.is_fallback is wanted for answer in latest)

        until(is_so)


@contextmanager
def working(**environment: str) -> Iterator[None]:
    """A worker on the database of this test."""
    inherited = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": address_of_database()}
    worker = subprocess.Popen([sys.executable, "manage.py", "run_worker"], cwd=ROOT, env={**inherited, **environment})
    try:
        yield
    finally:
        worker.terminate()
        worker.wait(30)


class Editors:
    """Publish a case now and then."""

    def __init__(self) -> None:
        self.published = 0

    def for_a_while(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            make_case(title=f"Zebra {self.published}")
            self.published += 1
            time.sleep(PUBLISH_EVERY)


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    with node_of_our_own() as node:
        yield node


def pages_at(node: Node) -> set[int]:
    with Elasticsearch(node.url) as client:
        client.indices.refresh(index=alias())
        hits = client.search(index=alias(), size=5000, source=False)["hits"]["hits"]
        return {int(hit["_id"]) for hit in hits if hit["_id"] != PLACE}


def documents() -> set[int]:
    return set(PublishedDocument.objects.values_list("page_id", flat=True))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.xdist_group("loads both cores")
def test_searches_and_publishing_go_on_and_nothing_is_lost(site: Tree, node: Node):
    editors = Editors()
    here = {"ELASTICSEARCH_URL": node.url, "API_RATE": "off"}
    with serving(**here) as web, working(**here), Visitors(web) as visitors:
        visitors.until_fallback(False)
        editors.for_a_while(2)

        node.pause()
        editors.for_a_while(PAUSED_SECONDS)
        assert visitors.answers[-1].is_fallback
        node.go_on()
        visitors.until_fallback(False)

        node.stop()
        editors.for_a_while(2)
        node.start()
        visitors.until_fallback(False)

        node.wipe()
        editors.for_a_while(2)
        visitors.until_fallback(False)

        until(lambda: pages_at(node) == documents())
    assert len(documents()) >= editors.published > 5
    assert {answer.status for answer in visitors.answers} == {200}
    assert usual(visitors, is_fallback=True) < usual(visitors, is_fallback=False) + MOST_SECONDS


def usual(visitors: Visitors, *, is_fallback: bool) -> float:
    """Seconds within which nineteen of twenty answers came."""
    return quantiles((one.seconds for one in visitors.answers if one.is_fallback is is_fallback), n=20)[-1]


@pytest.mark.django_db
def test_publishing_asks_elasticsearch_nothing(site: Tree, settings: Any, monkeypatch: pytest.MonkeyPatch):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    asked: list[object] = []
    monkeypatch.setattr("elastic_transport.Transport.perform_request", lambda *args, **_more: asked.append(args))
    case = make_case(title="Zebra")
    case.unpublish()
    case.delete()
    assert asked == []
