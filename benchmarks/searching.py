"""How fast the search answers, how fast each engine takes in a whole bank, and what one page costs it then."""

from __future__ import annotations

import http.client
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlencode

import django

from benchmarks import databases
from benchmarks.databases import OURS, Database
from benchmarks.options import Options
from benchmarks.servers import Server, serving
from benchmarks.tables import Table, verdict
from tools import engines
from tools.bootstrap import CannotStart, say
from tools.launch import ADDRESS

MOST_MS = {"SQLite": 150, "PostgreSQL": 60, "Elasticsearch": 60}
AIM_MS = 25
MOST_SECONDS = 180
ASKED, WARMING = 400, 40
FACETS = "county,service_type,solution_type"
WORDS = (
    "mack", "lanthandel", "paket", "drivmedel", "bygdegård", "samåkning", "apotek", "laddplats", "butiken i byn",
    "obemannad butik", "lakemedel", "hemkörning av varor", "servicepunkt", "bredband", "post och paket",
    "laddstolpar", "byalag", "varubox", "drivmedelsstation", "bibliotek", "föreningsdriven", "tankstation nattöppen",
)  # fmt: skip
ENTRIES = (100, 50_000)
MOST_TIMES, SAVES = 1.3, 60
NOT_OURS = "987000000"
"""Ids of entries that stand in for other pages begin here."""


@dataclass(frozen=True)
class Engine:
    """One engine with a bank in it."""

    name: str
    database: Database

    @property
    def index(self) -> str:
        return "elasticsearch" if self.name == "Elasticsearch" else "database"


def measure(server: str, options: Options) -> list[Table]:
    """Answers, filling, and saving one page."""
    found = list(_engines(server, options))
    return [_filling(found, options), _answers(found, options), _saving(found)]


def _engines(server: str, options: Options) -> Iterator[Engine]:
    """PostgreSQL with and without Elasticsearch beside it, and SQLite."""
    searched = bank_on_postgresql(server, options)
    try:
        elasticsearch = engines.ensure("elasticsearch")
    except engines.EngineMissing as reason:
        raise CannotStart(str(reason)) from None
    yield Engine("PostgreSQL", searched)
    yield Engine("Elasticsearch", Database(searched.url, elasticsearch))
    yield Engine("SQLite", _bank(options, "searched", lambda: databases.on_sqlite("searched"), ""))


def bank_on_postgresql(server: str, options: Options) -> Database:
    """A whole bank, also for what else is measured in one."""
    return _bank(options, "searched", lambda: databases.on_postgresql(server, "searched"), server)


def _bank(options: Options, name: str, make: Callable[[], Database], server: str) -> Database:
    kept = databases.kept(server, name) if options.keep else None
    if kept:
        say(f"Using {kept.name} as it is.")
        return kept
    database = make()
    databases.fill(database, options.searched)
    return database


def _filling(found: Sequence[Engine], options: Options) -> Table:
    table = Table(
        "Search: filling an index",
        f"Seconds to write all pages of a bank with {options.searched:,} case studies into an index that is in use "
        "(`rebuild_search`), one process.",
        ("engine", "pages", "seconds", "pages /s", "at most", "holds"),
    )
    for engine in found:
        pages, seconds = json.loads(_run(engine.database, "fill", engine.index))
        held = verdict(holds=seconds <= MOST_SECONDS)
        table.rows.append(
            (engine.name, f"{pages:,}", f"{seconds:.0f}", f"{pages / seconds:,.0f}", str(MOST_SECONDS), held)
        )
        say(f"  search, filling {engine.name}: {seconds:.0f} s")
    return table


def _answers(found: Sequence[Engine], options: Options) -> Table:
    table = Table(
        "Search: answers",
        f"Milliseconds of `/api/v2/search/` with three facets of which one is chosen in every second question, "
        f"{options.searched:,} case studies, one question at a time, {ASKED} questions.",
        ("engine", "p50 ms", "p95 ms", "at most", "aim", "holds"),
    )
    for place, engine in enumerate(found):
        with serving(engine.database, OURS, options.port + place) as server:
            times = _times(server, engine)
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        most = MOST_MS[engine.name]
        table.rows.append((engine.name, f"{p50:.0f}", f"{p95:.0f}", str(most), str(AIM_MS), verdict(holds=p95 <= most)))
        say(f"  search, {engine.name}: p95 {p95:.0f} ms")
    return table


def _questions() -> Iterator[str]:
    for word, county in zip(cycle(WORDS), cycle(("", "24", "", "23", "", "17,20")), strict=False):
        yield f"/api/v2/search/?{urlencode({'q': word, 'facets': FACETS} | ({'county': county} if county else {}))}"


def _times(server: Server, engine: Engine) -> list[float]:
    times = []
    while server.json(next(_questions()))["meta"]["backend"] != engine.name.lower():
        time.sleep(1)  # a cold start may be too slow for the first question
    connection = http.client.HTTPConnection(ADDRESS, server.port, timeout=60)
    for path in islice(_questions(), WARMING + ASKED):
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        times.append((time.perf_counter() - began) * 1000)
        if answer.status != 200 or json.loads(body)["meta"]["backend"] != engine.name.lower():
            raise CannotStart(f"{path} answers {answer.status}: {body[:300].decode(errors='replace')}")
    connection.close()
    return times[WARMING:]


def _saving(found: Sequence[Engine]) -> Table:
    few, many = ENTRIES
    table = Table(
        "Search: saving one page",
        f"Milliseconds to write one page into the database's index, with {few} entries in it and with {many:,}.",
        ("database", f"{few}", f"{many:,}", "ratio", "at most", "holds"),
    )
    for engine in found:
        if engine.index == "database":
            of_few, of_many = json.loads(_run(engine.database, "save"))
            times = of_many / of_few
            held = verdict(holds=times <= MOST_TIMES)
            table.rows.append((engine.name, f"{of_few:.1f}", f"{of_many:.1f}", f"{times:.2f}", str(MOST_TIMES), held))
    return table


def _run(database: Database, *arguments: str) -> str:
    return database.run("-m", "benchmarks.searching", *arguments).splitlines()[-1]


# --- In a process of its own ----------------------------------------------------------------------------------------


def fill(index: str) -> tuple[int, float]:
    """Pages, and seconds to write them all."""
    from wagtail.models import Page

    from search.engines import rebuilding

    began = time.perf_counter()
    if index == "elasticsearch":
        from search.engines import following

        pages, steps = following.rebuild()
        list(steps)
    else:
        ids = next(ids for model, ids in rebuilding.objects() if model is Page)
        pages = sum(rebuilding.index_again(Page, ids))
    return pages, time.perf_counter() - began


def save() -> list[float]:
    """Milliseconds for one page among few entries and among many; nothing of it is kept."""
    return [_time_of_one(entries) for entries in ENTRIES]


def _time_of_one(entries: int) -> float:
    from wagtail.search.backends import get_search_backend

    from bank.models import CaseStudyPage

    backend: Any = get_search_backend()
    with _among(entries):
        times = []
        for case in CaseStudyPage.objects.order_by("pk")[:SAVES]:
            began = time.perf_counter()
            backend.add(case)
            times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


@contextmanager
def _among(entries: int) -> Iterator[None]:
    """So many entries, copies of those that are there; taken back at the end."""
    from django.db import connection, transaction
    from wagtail.search.models import IndexEntry

    first = f"{IndexEntry._meta.db_table}"
    columns = [field.column for field in IndexEntry._meta.concrete_fields if not field.primary_key]
    copied = ", ".join(columns).replace("object_id", f"CAST({NOT_OURS} + %s + id AS text)")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {first} WHERE id NOT IN (SELECT id FROM {first} ORDER BY id LIMIT %s)", [entries])  # noqa: S608
        step = 0
        while (count := IndexEntry.objects.count()) < entries:
            step += 10_000_000
            cursor.execute(
                f"INSERT INTO {first} ({', '.join(columns)}) SELECT {copied} FROM {first} ORDER BY id LIMIT %s",  # noqa: S608
                [step, min(entries - count, 20_000)],
            )
        yield
        transaction.set_rollback(True)


if __name__ == "__main__":
    django.setup()
    print(json.dumps(fill(sys.argv[2]) if sys.argv[1] == "fill" else save()))
