"""What an editor waits for in the admin of a whole bank: queries and time of listings and of the dashboard."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass

import django

from benchmarks import searching
from benchmarks.databases import Database
from benchmarks.options import Options
from benchmarks.tables import Table, verdict
from tools.bootstrap import CannotStart, say

MOST_QUERIES, MOST_MS = 60, 300
GROUPS = 30
"""How many groups the editor is in: each may have rights of its own on pages."""
TIMES = 7


@dataclass(frozen=True)
class Listing:
    """One listing as that editor gets it."""

    name: str
    rows: int
    queries: int
    milliseconds: float

    @property
    def holds(self) -> bool:
        return self.queries <= MOST_QUERIES and self.milliseconds <= MOST_MS


def measure(server: str, options: Options) -> Table:
    """On the bank that the search is measured in."""
    database = searching.bank_on_postgresql(server, options)
    # The admin names its style sheets and scripts as `make serve` has collected them.
    database.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
    table = Table(
        "Admin: listings",
        f"Queries and milliseconds (median of {TIMES}, one process, no network) of listings among {options.searched:,} "
        f"Swedish case studies, as an editor in {GROUPS} groups.",
        ("listing", "rows", "queries", "at most", "ms", "at most", "holds"),
    )
    for listing in _listings(database):
        name, rows, queries, milliseconds = astuple(listing)
        table.rows.append(
            (
                name,
                str(rows or "-"),
                str(queries),
                str(MOST_QUERIES),
                f"{milliseconds:.0f}",
                str(MOST_MS),
                verdict(holds=listing.holds),
            )
        )
        say(f"  admin, {name}: {queries} queries, {milliseconds:.0f} ms")
    return table


def _listings(database: Database) -> list[Listing]:
    found = json.loads(database.run("-m", "benchmarks.editing").splitlines()[-1])
    return [Listing(*values) for values in found]


# --- In a process of its own ----------------------------------------------------------------------------------------


def listings() -> Iterator[Listing]:
    """Ask as an editor who is there for as long as this takes."""
    from django.contrib.auth.models import Group
    from django.core.management import call_command
    from django.db import transaction
    from django.test import Client

    from bank.models import CaseStudyIndexPage
    from cms.core.models import User

    with transaction.atomic():
        call_command("sync_editorial", verbosity=0)
        editor = User.objects.create_user("benchmark")
        editor.groups.add(
            Group.objects.get(name="editor"),
            *(Group.objects.create(name=f"Benchmark {number}") for number in range(GROUPS - 1)),
        )
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(editor)
        section = CaseStudyIndexPage.objects.get(locale__language_code="sv")
        for name, address in _addresses(section.pk):
            yield _asked(client, name, address)
        transaction.set_rollback(True)


def _addresses(section: int) -> Iterator[tuple[str, str]]:
    from django.urls import reverse

    explore, search = reverse("wagtailadmin_explore", args=(section,)), reverse("wagtailadmin_pages:search")
    yield "section, first page", explore
    yield "section, 100th page", f"{explore}?p=100"
    yield "section, by title", f"{explore}?ordering=title"
    yield "search", f"{search}?q=lanthandel"
    yield "dashboard", reverse("wagtailadmin_home")


def _asked(client: object, name: str, address: str) -> Listing:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    times: list[float] = []
    for _time in range(TIMES + 1):
        with CaptureQueriesContext(connection) as queries:
            began = time.perf_counter()
            answer = client.get(address, secure=True)  # type: ignore[attr-defined]
            times.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            raise CannotStart(f"{address} answers {answer.status_code}.")
    rows = answer.content.count(b"data-object-id")
    return Listing(name, rows, len(queries), statistics.median(times[1:]))


if __name__ == "__main__":
    django.setup()
    print(json.dumps([astuple(listing) for listing in listings()]))
