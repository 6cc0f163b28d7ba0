"""What is measured: the questions put to each side, and what the ratio must at least be (architecture: numbers)."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

from benchmarks.load import Question
from benchmarks.servers import Server

PAGES = "/api/v2/pages/"
CASES = f"{PAGES}?type=bank.CaseStudyPage"
ON_A_LIST = 20


@dataclass(frozen=True)
class Facts:
    """What there is to ask for."""

    total: int
    etags: dict[int, str]
    """Of the detail answers, by the id of the page."""
    counties: Sequence[str]
    service_types: Sequence[str]


Questions = Callable[[Facts], list[Question]]


@dataclass(frozen=True)
class Work:
    """One line of the table."""

    part: str
    title: str
    ours: Questions
    stock: Questions
    moves: bool
    """Whether the log moves meanwhile, so that no question was asked before at its newest id."""
    floor: float | None = None
    aim: float | None = None
    most_queries: int | None = None
    is_kept: bool = True
    """Whether our side keeps such answers. A whole page is read from its document each time."""


def gather(server: Server) -> Facts:
    """Walk through the case studies of a server, and note how each is tagged."""
    etags: dict[int, str] = {}
    cursor = ""
    while True:
        part = server.json(f"{CASES}&fields=_,id&limit=100&cursor={cursor}")
        for item in part["items"]:
            etags[item["id"]] = server.get(f"{PAGES}{item['id']}/")[2].get("ETag", "")
        cursor = part["meta"]["next_cursor"]
        if not cursor:
            break
    codes = {
        name: [row["code"] for row in server.json(f"/api/v2/{name}/?limit=100")["items"]]
        for name in ("counties", "service-types")
    }
    return Facts(len(etags), etags, codes["counties"], codes["service-types"])


def walk(query: str, total: int) -> list[Question]:
    """Every place where a list of twenty can begin, in an order that favours no cache."""
    places = list(range(max(1, total - ON_A_LIST + 1)))
    return [Question(f"{CASES}{query}&limit={ON_A_LIST}&offset={place}") for place in shuffled(places)]


def shuffled(values: Sequence[int]) -> list[int]:
    """The same disorder every time."""
    return random.Random(20).sample(values, len(values))  # noqa: S311  no secret


def lists(query: str = "") -> Questions:
    """Lists of twenty, each time from another place."""
    return lambda facts: walk(query, facts.total)


def one_list(query: str) -> Questions:
    """One list of twenty, again and again."""
    return lambda facts: [Question(f"{CASES}{query}&limit={ON_A_LIST}")]


def details(*, tagged: bool = False) -> Questions:
    """One page after the other, asked for as by somebody who has it already when `tagged`."""
    return lambda facts: [
        Question(f"{PAGES}{pk}/", facts.etags[pk] if tagged else "") for pk in shuffled(sorted(facts.etags))
    ]


def filtered(facts: Facts) -> list[Question]:
    """Every county with every kind of service."""
    pairs = list(product(facts.counties, facts.service_types))
    return [
        Question(f"{CASES}&county={county}&service_type={service}&limit={ON_A_LIST}")
        for county, service in (pairs[place] for place in shuffled(range(len(pairs))))
    ]


WORKS = (
    Work("list", "list of 20 whole case studies, not asked before", lists("&fields=*"), lists("&fields=*"),
         moves=True, floor=12, aim=25, most_queries=6),
    Work("again", "the same list again, nothing published", one_list("&fields=*"), one_list("&fields=*"),
         moves=False, floor=30, aim=60),
    Work("detail", "detail, not asked before", details(), details(), moves=True, floor=6, aim=14, most_queries=3,
         is_kept=False),
    Work("unchanged", "conditional GET, unchanged (stock: detail)", details(tagged=True), details(),
         moves=False, floor=10, aim=20, most_queries=2),
    Work("default", "list of 20, default fields, not asked before", lists(), lists(), moves=True),
    Work("subset", "list of 20, fields=_,title,summary, not asked before", lists("&fields=_,title,summary"),
         lists("&fields=_,title,summary"), moves=True),
    Work("filtered", "list by county and service type, not asked before (stock: default list)", filtered, lists(),
         moves=True),
)  # fmt: skip
