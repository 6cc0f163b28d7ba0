"""Prints the tables and writes them to RESULTS.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmarks.load import CONNECTIONS
from benchmarks.options import Options
from benchmarks.tables import Table

RESULTS = Path(__file__).with_name("RESULTS.md")

HOW = """\
Written by `make bench`; [README.md](README.md) says what is measured and how to read it.

Both sides run as `make serve` runs ours: granian, two web processes with one blocking thread each, production settings,
limits off, on one PostgreSQL whose durability is off. wrk (one thread, {connections} connections), PostgreSQL and the
worker share the same cores with the web processes, so requests a second are lower than a web server alone would give;
ratios within this run are what counts.

Case studies: {cases:,} in Swedish, every second one in English too. {rounds} rounds of {seconds} s for each side of
each line, alternating.
"""


def report(tables: Sequence[Table], machine: Mapping[str, str], options: Options) -> str:
    """The whole text."""
    now = dt.datetime.now(dt.UTC)
    about = HOW.format(connections=CONNECTIONS, cases=options.cases, rounds=options.rounds, seconds=options.seconds)
    facts = "\n".join(f"- {name}: {value}" for name, value in {"date": f"{now:%Y-%m-%d %H:%M} UTC", **machine}.items())
    return "\n".join(["# Results", "", about, facts, "", *(table.markdown() for table in tables)])
