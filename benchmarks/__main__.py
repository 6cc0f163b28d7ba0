"""`make bench`: makes the data, starts the servers, drives them, prints the tables and writes RESULTS.md."""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path

from benchmarks import comparing, databases, editing, growth, machine, memory, publishing, searching
from benchmarks.load import LoadFailed, check_wrk
from benchmarks.options import Options, read_options
from benchmarks.report import RESULTS, report
from benchmarks.tables import Table, ratio, verdict
from benchmarks.works import WORKS, gather
from cms.settings.env import Environment, SettingsError
from tools.bootstrap import CannotStart, say

PUBLISHING_CASES = 100
MOST, AIM = 1.6, 1.3


def main() -> int:
    """The exit code; a reason not to measure is one sentence and code 2. What does not hold is for the reader."""
    try:
        options = read_options(Environment(os.environ))
        check_wrk()
        server = databases.server_address()
        text = report(list(measure(server, options)), machine.describe(server), options)
    except (CannotStart, SettingsError, LoadFailed) as reason:
        print(reason, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    target = Path(os.environ.get("BENCH_RESULTS") or RESULTS)
    target.write_text(text, encoding="utf-8")
    say(f"\n{text}\nWritten to {target.name}.")
    return 0


def measure(server: str, options: Options) -> list[Table]:
    """Every part that is wanted."""
    tables: list[Table] = []
    works = [work for work in WORKS if options.wants(work.part)]
    if works or options.wants("memory") or options.wants("publish"):
        main_one = databases.ready(server, "main", options)
        if options.wants("memory"):
            # Its HTML pages name their style sheets and pictures as `make serve` has collected them.
            main_one.run("manage.py", "collectstatic", "--no-input", "--verbosity=0")
        if works or options.wants("memory"):
            with comparing.both(main_one, options.port) as servers:
                facts = gather(servers[0])
                if works:
                    tables.append(comparing.compare(works, facts, servers, main_one, options))
                if options.wants("memory"):
                    tables.append(memory.measure(servers[0], facts))
        if options.wants("publish"):
            tables.append(publish(server, options))
    if options.wants("growth"):
        tables.append(growth.measure(server, options))
    if options.wants("search"):
        tables += searching.measure(server, options)
    if options.wants("admin"):
        tables.append(editing.measure(server, options))
    return tables


def publish(server: str, options: Options) -> Table:
    """On the database of the embedded default and on PostgreSQL."""
    table = Table(
        "Publishing",
        "Milliseconds of `save_revision().publish()` of a changed case study in one transaction, worker off: with the "
        "log, its triggers and the new document, and on a copy of the same database without them.",
        ("database", "with the log", "stock", "ratio (of single rounds)", "at most", "aim", "holds"),
    )
    pairs = {
        "SQLite (embedded default)": [databases.on_sqlite(name) for name in ("recorded", "plain")],
        "PostgreSQL": [databases.on_postgresql(server, name, template="main") for name in ("recorded", "plain")],
    }
    for database in pairs["SQLite (embedded default)"]:
        databases.fill(database, min(options.cases, PUBLISHING_CASES))
    for name, (recorded, plain) in pairs.items():
        ours, stock = publishing.time_publishing(recorded, plain, options.rounds)
        found = ratio(ours, stock)
        held = verdict(holds=found.of_medians <= MOST)
        medians = (f"{statistics.median(times):.1f}" for times in (ours, stock))
        table.rows.append((name, *medians, str(found), str(MOST), str(AIM), held))
        say(f"  publishing on {name}: {found} times stock")
    for name in ("recorded", "plain"):
        databases.drop(server, name)
    return table


if __name__ == "__main__":
    sys.exit(main())
