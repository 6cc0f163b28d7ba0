"""Our web server and the stock one, driven in turn with the same kind of questions."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from benchmarks.beat import moving
from benchmarks.counting import queries
from benchmarks.databases import OURS, STOCK, Database
from benchmarks.load import Load, Question, drive, run_wrk
from benchmarks.options import Options
from benchmarks.servers import Server, serving, working
from benchmarks.tables import Table, ratio, verdict
from benchmarks.works import Facts, Work
from tools.bootstrap import CannotStart, say

COLUMNS = (
    "work", "ours /s", "stock /s", "ratio (of single rounds)", "floor", "aim", "holds",
    "queries: ours new / again", "stock", "bytes: ours", "stock", "p99 ms: ours", "stock",
)  # fmt: skip
ABOUT = (
    "Answers a second, medians of rounds that alternate between the sides. Bytes are of one answer with its headers. "
    "“New” is a question that was not asked before at this id of the log; most queries allowed in brackets."
)


@dataclass
class Side:
    """One server and what it did."""

    server: Server
    database: Database
    settings: str
    questions: list[Question] = field(default_factory=list)
    loads: list[Load] = field(default_factory=list)

    @property
    def rates(self) -> list[float]:
        return [load.rate for load in self.loads]

    @property
    def answer_bytes(self) -> int:
        return round(self.loads[-1].bytes / self.loads[-1].requests)

    @property
    def p99(self) -> float:
        return statistics.median(load.p99_ms for load in self.loads)


@contextmanager
def both(database: Database, port: int) -> Iterator[tuple[Server, Server]]:
    """Both servers on the same database, and the worker."""
    with (
        working(database),
        serving(database, OURS, port) as ours,
        serving(database, STOCK, port + 1) as stock,
    ):
        yield ours, stock


def compare(
    works: Sequence[Work], facts: Facts, servers: tuple[Server, Server], database: Database, options: Options
) -> Table:
    """One table: a line for each work."""
    table = Table("Against stock Wagtail v2", ABOUT, COLUMNS)
    lines = []
    for work in works:
        ours, stock = work.ours(facts), work.stock(facts)
        sides = [Side(servers[0], database, OURS, ours), Side(servers[1], database, STOCK, stock)]
        check(work, sides)
        lines.append((work, sides))
    for (work, sides), counts in zip(lines, count([sides for _work, sides in lines]), strict=True):
        if work.moves and work.is_kept and counts[0][0] <= counts[0][1]:
            raise CannotStart(f"{work.title}: moving the log does not make it a new question.")
        alternate(sides, options, moves=work.moves)
        table.rows.append(_row(work, sides, counts))
        say(f"  {work.title}: {table.rows[-1][3]} times stock")
    return table


def count(lines: Sequence[Sequence[Side]]) -> list[list[tuple[int, int]]]:
    """Queries of the first question of each side of each line, as pairs of new and again."""
    of_sides = [
        queries(sides[0].database, sides[0].settings, [side.questions[0] for side in sides])
        for sides in zip(*lines, strict=True)
    ]
    return [list(pairs) for pairs in zip(*of_sides, strict=True)]


def alternate(sides: Sequence[Side], options: Options, *, moves: bool) -> None:
    """Drive each side in every round, so that what else happens on the machine hits both."""
    for side in sides:
        run_wrk(side.server.address, side.questions, min(2, options.seconds))  # fills what is kept; not measured
    for _round in range(options.rounds):
        for side in sides:
            with moving(side.database.url, wanted=moves):
                side.loads.append(drive(side.server.address, side.questions, options.seconds))


def check(work: Work, sides: Sequence[Side]) -> None:
    """Both sides answer, and where both are asked the same they answer with the same pages and names of fields."""
    ours, stock = ((side.server, side.questions[0]) for side in sides)
    status, body, headers = ours[0].get(ours[1].path, **({"If-None-Match": ours[1].etag} if ours[1].etag else {}))
    if ours[1].etag:
        if (status, body, headers.get("ETag")) != (304, b"", ours[1].etag):
            raise CannotStart(f"{work.title}: {status} and not 304 for an ETag that was just given.")
        return
    if status != 200:
        raise CannotStart(f"{work.title}: our side answers {status}.")
    if ours[1].path == stock[1].path:
        pages = _pages(json.loads(body)), _pages(stock[0].json(stock[1].path))
        if len(pages[0]) != len(pages[1]) or not pages[0]:
            raise CannotStart(f"{work.title}: {len(pages[0])} pages from us and {len(pages[1])} from stock.")
        if missing := set(pages[1][0]) - set(pages[0][0]):
            raise CannotStart(f"{work.title}: our answer lacks {', '.join(sorted(missing))}.")


def _pages(answer: Any) -> list[dict[str, Any]]:
    """The items of a list, or the one page."""
    found: list[dict[str, Any]] = answer.get("items", [answer])
    return found


def _row(work: Work, sides: Sequence[Side], counts: Sequence[tuple[int, int]]) -> list[str]:
    ours, stock = sides
    found = ratio(ours.rates, stock.rates)
    counted = counts[0][0 if work.moves else 1]
    holds = None
    if work.floor is not None:
        holds = found.of_medians >= work.floor and (work.most_queries is None or counted <= work.most_queries)
    allowed = f" ({work.most_queries})" if work.most_queries else ""
    return [
        work.title,
        f"{statistics.median(ours.rates):,.0f}",
        f"{statistics.median(stock.rates):,.1f}",
        str(found),
        f"{work.floor:g}" if work.floor else "-",
        f"{work.aim:g}" if work.aim else "-",
        verdict(holds=holds),
        f"{counts[0][0]} / {counts[0][1]}{allowed}",
        str(counts[1][0]),
        f"{ours.answer_bytes:,}",
        f"{stock.answer_bytes:,}",
        f"{ours.p99:.1f}",
        f"{stock.p99:.1f}",
    ]
