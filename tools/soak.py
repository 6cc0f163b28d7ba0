"""`make soak`: the tests that prove the log, long instead of short, with new seeds, again and again until time is up.

Random walks, publishers at the same time, kills, and two web processes under load; on SQLite and on PostgreSQL.

SOAK_MINUTES   how long (default 20); the part that is going on then is finished
SOAK_SEED      from which every seed follows (default: the clock); the same seed repeats a run
DATABASE_URL   a PostgreSQL to use (default: the one that `make engines` starts)

Ends with a table, and with exit code 1 when anything did not hold; what failed is shown with the command that repeats
it.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cms.settings.env import Environment
from tools import engines
from tools.bootstrap import ROOT, say

FOLDER = ROOT / "var" / "soak"
TESTS = "tests/publishing"
MINUTE = 60


@dataclass
class Part:
    """One group of tests on one database, and what has come of it so far."""

    title: str
    tests: str
    sizes: Callable[[random.Random], dict[str, str]]
    address: str = ""
    """Of PostgreSQL; empty for SQLite."""
    rounds: int = 0
    failed: list[str] = field(default_factory=list)
    figures: Counter[str] = field(default_factory=Counter)

    def run(self, dice: random.Random) -> None:
        """One round with seeds of its own."""
        self.rounds += 1
        chosen = self.sizes(dice) | ({"DATABASE_URL": self.address} if self.address else {})
        command = f"{' '.join(f'{name}={value}' for name, value in chosen.items())} pytest {TESTS}/{self.tests}"
        say(f"\n== {self.title}, round {self.rounds}\n{command}")
        report = FOLDER / "report.xml"
        report.unlink(missing_ok=True)
        others = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
        program = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", f"{TESTS}/{self.tests}"]
        code = subprocess.run(program, cwd=ROOT, env={**others, **chosen}, check=False).returncode
        if code:
            self.failed.append(command)
        for name, value in figures(report):
            # Of memory the most, of everything else the sum.
            self.figures[name] = max(self.figures[name], value) if "memory" in name else self.figures[name] + value

    @property
    def line(self) -> str:
        """For the table."""
        told = ", ".join(f"{name} {value:,}" for name, value in sorted(self.figures.items()))
        return f"{self.title:34} {self.rounds:6} {len(self.failed):7}  {told}"


def _walk(dice: random.Random) -> dict[str, str]:
    return {"WALK_SEEDS": ",".join(str(dice.randrange(10**6)) for _number in range(2)), "WALK_STEPS": "200"}


def _publishers(dice: random.Random) -> dict[str, str]:
    return {"PUBLISHERS_SEED": str(dice.randrange(10**6)), "PUBLISHERS_STEPS": "60"}


def _kills(dice: random.Random) -> dict[str, str]:
    return {"KILLS": "60", "KILLS_SEED": str(dice.randrange(10**6))}


def _web(dice: random.Random) -> dict[str, str]:
    return {"HAMMER_SECONDS": "60", "WEB_KILLS": "10", "WEB_SEED": str(dice.randrange(10**6))}


def parts(postgresql: str) -> list[Part]:
    """What is done in turn; `postgresql` is an address, or empty where there is none."""
    both = [
        ("random walk", "test_random_walk.py", _walk),
        ("eight people and the guard", "../editorial/test_four_eyes_walk.py", _walk),
        ("killed while publishing", "test_kills.py", _kills),
        ("two web processes under load", "test_web_processes.py", _web),
    ]
    found = [Part(f"{title}, SQLite", tests, sizes) for title, tests, sizes in both]
    if postgresql:
        found += [Part(f"{title}, PostgreSQL", tests, sizes, postgresql) for title, tests, sizes in both]
        found.append(Part("publishers at once, PostgreSQL", "test_concurrency.py", _publishers, postgresql))
    return found


def figures(report: Path) -> Iterator[tuple[str, int]]:
    """What tests recorded about themselves, and how many there were."""
    if not report.exists():
        return
    root = ElementTree.parse(report).getroot()  # noqa: S314  our own file
    yield "tests", len(root.findall(".//testcase"))
    for entry in root.iter("property"):
        if entry.get("value", "").isdigit():
            yield entry.get("name", ""), int(entry.get("value", ""))


def address_of_postgresql(environ: Mapping[str, str]) -> str:
    """The PostgreSQL that was named, or the one for tests; empty, with a line that says why, where there is none."""
    named = environ.get("DATABASE_URL", "")
    if named.startswith("postgres"):
        return named
    try:
        return engines.ensure("postgresql")
    except engines.EngineMissing as reason:
        say(f"PostgreSQL is left out: {reason}")
        return ""


def main(environ: Mapping[str, str] = os.environ) -> int:
    """Go on until time is up."""
    settings = Environment(environ)
    length, seed = settings.text("SOAK_MINUTES", "20"), settings.text("SOAK_SEED", str(int(time.time())))
    if not length.isdigit():
        say(f"SOAK_MINUTES is {length!r}; write a number of minutes, such as 20.")
        return 2
    minutes = int(length)
    FOLDER.mkdir(parents=True, exist_ok=True)
    todo, dice = parts(address_of_postgresql(environ)), random.Random(seed)  # noqa: S311  variety, not secrets
    say(f"{minutes} minutes, SOAK_SEED={seed}")
    end, code, turn = time.monotonic() + minutes * MINUTE, 0, 0
    try:
        while time.monotonic() < end or turn == 0:
            todo[turn % len(todo)].run(dice)
            turn += 1
    except KeyboardInterrupt:
        code = 130
    say(f"\n{'':34} rounds  failed  figures")
    for part in todo:
        say(part.line)
    for command in (command for part in todo for command in part.failed):
        code = 1
        say(f"\nFailed: {command}")
    return code


if __name__ == "__main__":
    sys.exit(main())
