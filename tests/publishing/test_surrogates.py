"""Caches in front are told by surrogate key what is no longer true, and a cache that fails holds nobody up."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from cms.publishing import surrogates
from cms.publishing.models import ContentChange, LogReader
from cms.publishing.recording import catch_up
from cms.publishing.surrogates import keys_of, purge_edge
from tests import factories
from tests.publishing import receivers
from tests.publishing.receivers import Receiver, receiving, status, unused_url

pytestmark = pytest.mark.django_db


@pytest.fixture
def edge(site: Any, settings: Any) -> Iterator[Receiver]:
    """A cache that has heard that it knows nothing."""
    factories.contact()
    catch_up()
    with receiving(status(200)) as server:
        settings.PURGE_URLS = [f"http://127.0.0.1:{server.port}/purge"]
        purge_edge()
        assert purged(server) == {"everything"}
        server.received.clear()
        yield server


def purged(server: Receiver) -> set[str]:
    return {key for request in server.received for key in request.headers["surrogate-key"].split()}


def later(**pause: float) -> None:
    with time_machine.travel(timezone.now() + dt.timedelta(**pause)):
        purge_edge()


@pytest.mark.parametrize(
    ("row", "keys"),
    [
        (
            ContentChange(action="upsert", page_id=42, type="bank.CaseStudyPage"),
            {"page-42", "pages-bank-casestudypage", "pages"},
        ),
        (
            ContentChange(action="delete", page_id=42, type="bank.CaseStudyPage"),
            {"page-42", "pages-bank-casestudypage", "pages"},
        ),
        (
            ContentChange(action="upsert", kind="registers.servicetype", key="7"),
            {"registers", "registers-servicetype", "registers-servicetype-7"},
        ),
        (ContentChange(action="upsert", kind="wagtailcore.site", key="1"), {"everything"}),
        (ContentChange(action="upsert", kind="wagtailcore.locale", key="1"), {"everything"}),
        (ContentChange(action="upsert", kind="clock", key="day"), {"clock", "clock-day"}),
    ],
)
def test_row_of_the_log_has_its_keys(row: ContentChange, keys: set[str]):
    assert keys_of(row) == keys


def test_publishing_purges_the_page_its_lists_and_what_shows_it(edge: Receiver, settings: Any):
    settings.PURGE_TOKEN = "hemligt"
    image = factories.make_image()
    case = factories.make_case(main_image=image)
    english = factories.translate_page(case)
    catch_up()
    purge_edge()
    expected = {f"page-{case.pk}", f"page-{english.pk}", "pages-bank-casestudypage", "pages", "core-customimage"}
    assert purged(edge) >= {*expected, f"core-customimage-{image.pk}"}
    assert {(one.method, one.headers["authorization"]) for one in edge.received} == {("PURGE", "Bearer hemligt")}
    edge.received.clear()
    purge_edge()
    assert edge.received == [], "nothing has changed"


def test_withdrawing_purges(edge: Receiver):
    case = factories.make_case()
    purge_edge()
    edge.received.clear()
    case.unpublish()
    purge_edge()
    assert f"page-{case.pk}" in purged(edge)


def test_without_caches_nothing_is_read(site: Any, settings: Any, django_assert_num_queries: Any):
    settings.PURGE_URLS = []
    with django_assert_num_queries(0):
        purge_edge()


@pytest.mark.parametrize("answer", [status(500), status(301), receivers.garbage])
def test_purge_that_fails_is_logged_and_caught_up_with(
    answer: receivers.Answer, edge: Receiver, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(surrogates, "LONGEST_PAUSE", dt.timedelta(hours=1))
    monkeypatch.setattr(surrogates, "FIRST_PAUSE", dt.timedelta(hours=1))
    edge.answers = [answer]
    first = factories.make_case()
    with caplog.at_level(logging.ERROR, "cms.publishing"):
        purge_edge()
    assert "was not told what has changed (1 in a row)" in caplog.text
    second = factories.make_case()
    purge_edge()
    assert len(edge.received) == 1, "it is left alone for a while"
    edge.answers, edge.received = [status(200)], []
    later(hours=2)
    assert purged(edge) >= {f"page-{first.pk}", f"page-{second.pk}"}
    assert LogReader.objects.get().failures == 0


def test_pauses_grow_up_to_a_minute(edge: Receiver):
    edge.answers = [status(500)]
    factories.make_case()
    for number in range(10):
        later(hours=number)
    reader = LogReader.objects.get()
    assert reader.failures == 10
    assert reader.not_before <= timezone.now() + dt.timedelta(hours=9, seconds=61)


def test_cache_that_hangs_costs_two_seconds_and_no_other_cache_its_purge(
    edge: Receiver, settings: Any, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(surrogates, "SECONDS", 0.5)
    with receiving(receivers.hang) as hanging:
        settings.PURGE_URLS = [f"http://127.0.0.1:{hanging.port}/", unused_url(), *settings.PURGE_URLS]
        case = factories.make_case()
        purge_edge()
        assert f"page-{case.pk}" in purged(edge)
        assert len(hanging.received) == 1
    assert sorted(LogReader.objects.values_list("failures", flat=True)) == [0, 1, 1]


def test_long_list_of_keys_is_sent_in_pieces(edge: Receiver, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(surrogates, "LONGEST_HEADER", 60)
    cases = [factories.make_case() for _number in range(4)]
    purge_edge()
    assert len(edge.received) > 1
    assert all(len(one.headers["surrogate-key"]) <= 60 for one in edge.received)
    assert purged(edge) >= {f"page-{case.pk}" for case in cases}


def test_cache_that_lags_far_behind_is_told_that_everything_has_changed(
    edge: Receiver, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(surrogates, "MOST_ROWS", 2)
    for _number in range(3):
        factories.make_case()
    purge_edge()
    assert purged(edge) == {"everything"}
