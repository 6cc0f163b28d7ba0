"""How much memory a web process holds after many requests of all kinds."""

from __future__ import annotations

from itertools import chain, zip_longest
from pathlib import Path
from urllib.parse import quote

from benchmarks.load import Question, drive
from benchmarks.servers import Server
from benchmarks.tables import Table, verdict
from benchmarks.works import CASES, PAGES, Facts, details, filtered, lists

REQUESTS = 10_000
MOST_MB, AIM_MB = 350, 250
WORDS = ("mack", "lanthandel", "paket", "drivmedel", "bygdegård", "samåkning", "apotek", "laddplats")


def mixed(facts: Facts, server: Server) -> list[Question]:
    """Whole lists, pages, filters, pages of the site, searches and registers, one of each kind in turn."""
    urls = [item["meta"]["html_url"] for item in server.json(f"{CASES}&limit=100&fields=_,html_url")["items"]]
    kinds = [
        lists("&fields=*")(facts),
        details()(facts),
        details(tagged=True)(facts),
        lists()(facts),
        filtered(facts),
        [Question("/" + url.split("/", 3)[3]) for url in urls],
        [Question(f"/sv/sok/?q={quote(word)}&n={n}") for n in range(20) for word in WORDS],
        [Question(f"/api/v2/municipalities/?limit=20&offset={n}") for n in range(200)],
        [Question(f"{PAGES}?locale=sv&order=-last_published_at&offset={n}") for n in range(100)],
    ]
    return [question for question in chain.from_iterable(zip_longest(*kinds)) if question is not None]


def measure(server: Server, facts: Facts, requests: int = REQUESTS) -> Table:
    """Resident memory of each web process, before and after."""
    table = Table(
        "Memory of a web process",
        f"Resident megabytes of each of our two web processes before and after {requests:,} mixed requests: whole "
        "lists, details, conditional and filtered ones, HTML pages, searches, registers.",
        ("process", "before", "after", "at most", "aim", "holds"),
    )
    before = {pid: resident_mb(pid) for pid in server.workers()}
    questions, done = mixed(facts, server), 0
    while done < requests:
        # wrk counts in seconds: go on where it stopped until there are enough.
        load = drive(server.address, _turned(questions, done), 3)
        done += load.requests
    for number, (pid, mb) in enumerate(before.items(), start=1):
        after = resident_mb(pid)
        held = verdict(holds=after <= MOST_MB)
        table.rows.append((str(number), f"{mb:.0f}", f"{after:.0f}", str(MOST_MB), str(AIM_MB), held))
    return table


def resident_mb(pid: int) -> float:
    """VmRSS of a process."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


def _turned(questions: list[Question], places: int) -> list[Question]:
    start = places % len(questions)
    return questions[start:] + questions[:start]
