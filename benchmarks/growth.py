"""The same lists of our side with few pages and with a hundred times as many."""

from __future__ import annotations

import statistics
from collections.abc import Callable

from benchmarks import databases
from benchmarks.comparing import Side, alternate
from benchmarks.databases import OURS, Database
from benchmarks.load import Question
from benchmarks.options import Options
from benchmarks.servers import Server, serving, working
from benchmarks.tables import Table, ratio, verdict
from benchmarks.works import CASES, ON_A_LIST, shuffled
from tools.bootstrap import say

SMALL = 500
MOST, AIM = 1.3, 1.1
FIRST_PLACES = 400
WALKED = 60


def measure(server: str, options: Options) -> Table:
    """One line for each way to list."""
    table = Table(
        "Growth",
        "Lists of 20 whole case studies from our side, not asked before at this id of the log, with "
        f"{SMALL} case studies (both languages counted) and with {options.large:,}; how many times slower. "
        "Deep: the last fifth of the list.",
        ("list", "few /s", "many /s", "times slower (of single rounds)", "at most", "aim", "holds"),
    )
    small, large = _databases(server, options)
    with (
        working(small),
        working(large),
        serving(small, OURS, options.port + 2) as few,
        serving(large, OURS, options.port + 3) as many,
    ):
        for title, questions in _kinds().items():
            sides = [Side(few, small, OURS, questions(few)), Side(many, large, OURS, questions(many))]
            alternate(sides, options, moves=True)
            found = ratio(sides[0].rates, sides[1].rates)
            rates = (f"{statistics.median(side.rates):,.0f}" for side in sides)
            held = verdict(holds=found.of_medians <= MOST)
            table.rows.append((title, *rates, str(found), str(MOST), str(AIM), held))
            say(f"  growth, {title}: {found} times slower")
    return table


def _databases(server: str, options: Options) -> tuple[Database, Database]:
    names = {SMALL: "few", options.large: "many"}
    if not options.keep or not all(databases.exists(server, name) for name in names.values()):
        # Two of three pages are Swedish, the third is the translation of every second one.
        for pages, name in names.items():
            databases.fill(databases.on_postgresql(server, name), pages * 2 // 3)
    few, many = (Database(databases.address_of(server, name)) for name in names.values())
    return few, many


def _kinds() -> dict[str, Callable[[Server], list[Question]]]:
    return {
        "default order": lambda server: _places(server, "", 0.0),
        "newest first": lambda server: _places(server, "&order=-last_published_at", 0.0),
        "deep": lambda server: _places(server, "", 0.8),
        "walk with cursors": _walk,
        "one county": _filtered,
    }


def _places(server: Server, query: str, start: float) -> list[Question]:
    total = server.json(f"{CASES}&limit=1&fields=_")["meta"]["total_count"]
    first = int(total * start)
    places = range(first, min(first + FIRST_PLACES, total - ON_A_LIST))
    return [Question(f"{CASES}&fields=*{query}&limit={ON_A_LIST}&offset={place}") for place in shuffled(places)]


def _walk(server: Server) -> list[Question]:
    questions: list[Question] = []
    cursor = ""
    while len(questions) < WALKED:
        questions.append(Question(f"{CASES}&fields=*&limit={ON_A_LIST}&cursor={cursor}"))
        cursor = server.json(f"{CASES}&fields=_,id&limit={ON_A_LIST}&cursor={cursor}")["meta"]["next_cursor"]
        if not cursor:
            break
    return questions


def _filtered(server: Server) -> list[Question]:
    """By county: of 500 pages each of the 21 has about a whole list of twenty."""
    counties = [row["code"] for row in server.json("/api/v2/counties/?limit=100")["items"]]
    return [Question(f"{CASES}&fields=*&county={code}&limit={ON_A_LIST}") for code in counties]
