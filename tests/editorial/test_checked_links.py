"""Links to other sites: asked by the worker and never by a request, in bounded time, never inside our own network."""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.editorial import moderation
from cms.editorial.models import CheckedLink
from cms.editorial.readiness import asking
from cms.editorial.readiness.dead_links import State, want_asked
from cms.editorial.readiness.findings import Code
from tests import factories
from tests.editorial.test_readiness import codes

URL = "https://www.scb.se/statistik/"


@pytest.fixture(autouse=True)
def links_are_checked(settings: Any) -> None:
    settings.CHECK_LINKS = True


def case_with(url: str, cast: factories.Cast) -> factories.CaseStudyPage:
    page = factories.make_case(
        owner=cast.contributor, published=False, need=f'<p>Se <a href="{url}">siffrorna</a>.</p>'
    )
    moderation.submit(page, cast.contributor)
    return page


def run(**states: str) -> list[str]:
    """Let the worker do its job once; hosts answer as given, others are silent. Returns what was asked."""
    asked: list[str] = []

    def ask(url: str) -> str:
        asked.append(url)
        return next((state for host, state in states.items() if host in url), State.SILENT)

    asking.ask_some(asks=ask)
    return asked


def a_day_later() -> None:
    CheckedLink.objects.update(ask_after=timezone.now() - dt.timedelta(minutes=1))


def test_a_submitted_page_has_its_links_asked_once_and_again_after_a_month(cast: factories.Cast) -> None:
    case_with(URL, cast)
    assert run(scb=State.ALIVE) == [URL]
    assert run(scb=State.ALIVE) == []
    waits = CheckedLink.objects.get(url=URL).ask_after - timezone.now()
    assert waits > dt.timedelta(days=29)


def test_a_page_that_is_gone_is_found_at_once_and_a_silent_site_after_three_days(cast: factories.Cast) -> None:
    page, silent = case_with(URL, cast), case_with("https://tyst.se/", cast)
    run(scb=State.GONE)
    assert (codes(page), codes(silent)) == ({Code.DEAD_LINK}, set())
    for _day in range(2):
        a_day_later()
        run(scb=State.GONE)
    assert codes(silent) == {Code.DEAD_LINK}
    a_day_later()
    run(scb=State.ALIVE, tyst=State.ALIVE)
    assert (codes(page), codes(silent)) == (set(), set())


def test_when_nobody_answers_it_is_we_who_are_cut_off(cast: factories.Cast) -> None:
    page = case_with(URL, cast)
    for _day in range(5):
        a_day_later()
        assert URL in run()
    assert codes(page) == set()
    want_asked(["https://lever.se/"], timezone.now())
    for _day in range(3):
        a_day_later()
        run(lever=State.ALIVE)
    assert codes(page) == {Code.DEAD_LINK}


def test_nobody_is_asked_where_that_is_switched_off_nor_for_an_example(cast: factories.Cast, settings: Any) -> None:
    case_with("https://butiken.example/", cast)
    assert run() == []
    settings.CHECK_LINKS = False
    case_with(URL, cast)
    assert run() == []


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "fd00::1", "::ffff:127.0.0.1"]
)
def test_an_address_of_our_own_network_is_never_asked(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "exchange", lambda *_all: pytest.fail("it was asked"))
    assert asking.ask("https://intranet.se/", resolver=lambda _host, _port: [address]) == State.CLOSED


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, list[bytes]]]:
    """Answers each connection with the next of a list, on this machine, which counts as public here."""
    answers: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    held = []

    def serve() -> None:
        while True:
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            connection.recv(4096)
            if answers:
                connection.sendall(answers.pop(0))
                connection.close()
            else:
                held.append(connection)  # hangs

    threading.Thread(target=serve, daemon=True).start()
    monkeypatch.setattr(asking, "PORTS", frozenset({port}))
    monkeypatch.setattr(asking, "is_public", lambda _address: True)
    yield port, answers
    listener.close()
    for connection in held:
        connection.close()


def answer(status: int, extra: str = "") -> bytes:
    return f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n{extra}\r\n".encode()


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ([answer(200)], State.ALIVE),
        ([answer(403)], State.ALIVE),
        ([answer(404)], State.GONE),
        ([answer(410)], State.GONE),
        ([answer(503)], State.SILENT),
        ([answer(301, "Location: /ny\r\n"), answer(404)], State.GONE),
        ([answer(302, "Location: /ny\r\n"), answer(200)], State.ALIVE),
        ([answer(302, "Location: ftp://x.se/\r\n")], State.GONE),
        ([b"nonsense\r\n\r\n"], State.SILENT),
    ],
    ids=["200", "403", "404", "410", "503", "moved to 404", "moved", "moved to another kind", "nonsense"],
)
def test_what_an_answer_means(answers: list[bytes], state: str, server: tuple[int, list[bytes]]) -> None:
    port, queue = server
    queue += answers
    assert asking.ask(f"http://127.0.0.1:{port}/") == state


def test_a_site_that_hangs_holds_the_worker_for_seconds_only(
    server: tuple[int, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.5)
    start = time.monotonic()
    assert asking.ask(f"http://127.0.0.1:{server[0]}/") == State.SILENT
    assert time.monotonic() - start < 2


def test_no_request_asks_another_site(cast: factories.Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "exchange", lambda *_all: pytest.fail("it was asked"))
    monkeypatch.setattr(asking, "addresses_of", lambda *_all: pytest.fail("it was resolved"))
    page = case_with(URL, cast)
    client.force_login(cast.editor)
    text = client.get(reverse("page_readiness", args=(page.pk,))).content.decode()
    assert "1 länk till en annan webbplats är inte prövad än" in text
    factories.bring_to_four_eyes(page, cast)
