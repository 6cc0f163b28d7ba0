"""Two web processes on one database: neither ever sends an answer that is older than what has been published."""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing import Value
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from bank.models import CaseStudyPage
from cms.publishing.clock import keep_the_clock
from cms.publishing.recording import catch_up
from tests import factories
from tests.factories import Tree
from tests.publishing.conftest import Partner
from tests.publishing.processes import Process, Talk, processes
from tests.publishing.proof import OVERRIDE, faults, public_set
from tests.publishing.web import Web, serving

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("loads both cores")]

SECONDS = float(os.environ.get("HAMMER_SECONDS", "4"))
WEB_KILLS = int(os.environ.get("WEB_KILLS", "3"))
SEED = int(os.environ.get("WEB_SEED", "1"))
READERS = 3
PAUSE = 0.05
LIST = "/api/v2/pages/?type=bank.CaseStudyPage&fields=title&limit=100"
HOST = {"Host": "localhost"}
MIXED = (
    "/api/v2/pages/",
    "/api/v2/pages/?fields=*&limit=100",
    "/api/v2/pages/?county=24&order=-last_published_at",
    "/api/v2/pages/999999/",
    "/api/v2/changes/?cursor=&include=document",
    "/api/v2/images/",
    "/api/v2/municipalities/?limit=100",
    "/api/v2/service-types/fuel/",
    "/api/v2/exports/cases.ndjson",
    "/sv/",
    "/en/",
)
"""What others ask meanwhile. Any of it may be refused, and none of it is an error of the server."""


@pytest.fixture
def start(transactional_db: None) -> Iterator[Callable[..., Process]]:
    with processes() as start:
        yield start


@pytest.fixture
def up_to_date(site: Tree) -> None:
    """A log that knows everything, as after the worker's last round."""
    keep_the_clock()
    catch_up()


@pytest.fixture
def web(up_to_date: None) -> Iterator[Web]:
    with serving() as web:
        yield web


# --- Never an older answer ----------------------------------------------------------------------------------------


def publish_numbers(_talk: Talk, pk: int, published: Any, seconds: float, slowness: float) -> int:
    """Publish the page as "Nummer 1", "Nummer 2" ... and note each number as soon as its transaction is over."""
    end, number = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        number += 1
        with transaction.atomic():
            page = Page.objects.get(pk=pk).specific
            page.title = f"Nummer {number}"
            page.save_revision().publish()
            time.sleep(slowness)  # a slow writer: its row is in the log and not committed
        published.value = number
        time.sleep(PAUSE)  # SQLite lets whoever asks first write, and somebody who never stops would keep others out
    return number


class Hammer(threading.Thread):
    """Asks for the list and for one page again and again, and checks each answer against what was published before."""

    def __init__(self, web: Web, pages: dict[int, Any], seed: int) -> None:
        super().__init__(daemon=True)
        self.web, self.pages, self.dice = web, pages, random.Random(seed)
        self.over = threading.Event()
        self.etags: dict[str, tuple[str, dict[int, int]]] = {}
        self.answers, self.unchanged, self.faults = 0, 0, list[str]()

    def run(self) -> None:
        while not self.over.is_set() and not self.faults:
            try:
                if self.dice.random() < 0.3:
                    self.ask_something_else()
                else:
                    self.ask_once()
            except Exception as error:  # noqa: BLE001  a thread's own trouble must not be lost
                self.faults.append(repr(error))

    def ask_something_else(self) -> None:
        path = self.dice.choice(MIXED)
        status, _headers, _body = self.web.ask("GET", path, **HOST)
        self.answers += 1
        if status >= 500:
            self.faults.append(f"{path}: {status}")

    def ask_once(self) -> None:
        path = self.dice.choice([LIST, *(f"/api/v2/pages/{pk}/" for pk in self.pages)])
        method = self.dice.choice(["GET", "GET", "HEAD"])
        headers, known = dict(HOST), self.etags.get(path)
        if known and self.dice.random() < 0.5:
            headers["If-None-Match"] = known[0]
        least = {pk: number.value for pk, number in self.pages.items()}
        status, answer, body = self.web.ask(method, path, **headers)
        self.answers += 1
        if status == 304:
            self.unchanged += 1
            assert known
            numbers = known[1]
        elif method == "HEAD":
            assert (status, body) == (200, b"")
            numbers = known[1] if known and known[0] == answer["etag"] else {}
        else:
            assert status == 200
            numbers = _numbers(body)
            self.etags[path] = answer["etag"], numbers
        for pk, number in numbers.items():
            if number < least.get(pk, 0):
                self.faults.append(f"{method} {path}: {number} after {least[pk]} was published ({status})")


def _numbers(body: bytes) -> dict[int, int]:
    answer = json.loads(body)
    pages = answer.get("items", [answer])
    return {page["id"]: int(page["title"].split()[-1]) for page in pages if page["title"].startswith("Nummer")}


def test_no_process_ever_answers_with_what_was_true_before(
    start: Callable[..., Process], web: Web, record_property: Any
):
    cases = [factories.make_case(title="Nummer 0") for _number in range(2)]
    pages = {case.pk: Value("i", 0) for case in cases}
    slow, quick = cases
    computed, memory = web.processor_time(), max(web.memory().values())
    writers = [
        start(publish_numbers, slow.pk, pages[slow.pk], SECONDS, 0.15),
        start(publish_numbers, quick.pk, pages[quick.pk], SECONDS, 0),
    ]
    hammers = [Hammer(web, pages, SEED + number) for number in range(READERS)]
    for hammer in hammers:
        hammer.start()
    published = [writer.result() for writer in writers]
    for hammer in hammers:
        hammer.over.set()
        hammer.join()
    assert [fault for hammer in hammers for fault in hammer.faults] == []
    assert min(published) >= 1
    assert sum(published) >= 4
    assert all(web.processor_time()[pid] > ticks for pid, ticks in computed.items()), "both had something to do"
    assert sum(hammer.unchanged for hammer in hammers) > 0
    record_property("answers", sum(hammer.answers for hammer in hammers))
    record_property("publications", sum(published))
    record_property("memory_kb_first", memory)
    record_property("memory_kb_last", max(web.memory().values()))
    assert faults() == []


# --- Killed in the middle of an answer ----------------------------------------------------------------------------


def test_web_process_that_is_killed_while_it_publishes_leaves_the_log_true(
    up_to_date: None, cast: factories.Cast, partner: Partner, record_property: Any
):
    cases, dice = [factories.make_case() for _number in range(3)], random.Random(SEED)
    admin = Client()
    admin.force_login(cast.superuser)
    publish = f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?" + "&".join(
        f"id={case.pk}" for case in cases
    )
    cut_off = 0
    for _kill in range(WEB_KILLS):
        CaseStudyPage.objects.update(live=False)
        catch_up()
        connections.close_all()
        with serving() as web:  # anew each time: Granian gives up when processes die again at once
            answer = post_and_kill(web, publish, admin, dice.uniform(0.0, 0.6))
        cut_off += answer != 302
        live = CaseStudyPage.objects.filter(pk__in=[case.pk for case in cases], live=True).count()
        assert live in {0, len(cases)}, "all of a request or nothing"
        if answer == 302:
            assert live == len(cases), "what was answered is done"
        assert faults() == []
        assert partner.sync() == public_set()
    record_property("web_kills", WEB_KILLS)
    record_property("cut_off", cut_off)


def post_and_kill(web: Web, path: str, admin: Client, moment: float) -> int | str:
    """Send a form, and kill every web process so many seconds later; the status, or how the connection broke."""
    answers: list[int | str] = []

    def send() -> None:
        try:
            answers.append(web.post(path, admin, urlencode(OVERRIDE)))
        except OSError as error:
            answers.append(type(error).__name__)

    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    time.sleep(moment)
    for pid in web.workers():
        os.kill(pid, 9)
    sender.join()
    return answers[0]
