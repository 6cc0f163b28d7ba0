"""`make test` and its parts: which engines a run needs, and which tests run on them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from tools import engines
from tools.bootstrap import ROOT, say

IN_CI = os.environ.get("CI") == "true"
WORKERS = "2"
NOT_BROWSER = ("-m", "not e2e")


def pytest(title: str, *arguments: str, workers: str = WORKERS, **environment: str) -> bool:
    """Run pytest; True when all is well. The addresses of engines come from here only, not from the caller's shell."""
    say(f"\n== {title}")
    inherited = {
        key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL"}
    }
    command = [sys.executable, "-m", "pytest", "-n", workers, "--dist", "loadgroup", *arguments]
    code = subprocess.run(command, cwd=ROOT, env={**inherited, **environment}, check=False).returncode
    # 5: no test was selected.
    return code in {0, 5}


def on_postgresql() -> bool:
    """The suite on PostgreSQL; without one, a line that says how to get it, and failure in CI."""
    try:
        address = engines.ensure("postgresql")
    except engines.EngineMissing as reason:
        say(f"\n== Tests on PostgreSQL skipped: {reason}")
        return not IN_CI
    return pytest("Tests on PostgreSQL", "-m", "not e2e and not one_database and not thorough", DATABASE_URL=address)


def browser() -> bool:
    """The browser tests; tests/conftest.py skips them where there is no Chromium."""
    return pytest("Tests in the browser", "-m", "e2e")


def fast() -> bool:
    """What runs without any engine."""
    return pytest("Tests on SQLite", *NOT_BROWSER)


def on_sqlite() -> bool:
    """The suite on SQLite without what runs on PostgreSQL; all of it where there is none."""
    try:
        engines.ensure("postgresql")
    except engines.EngineMissing:
        return fast()
    return pytest("Tests on SQLite", "-m", "not e2e and not on_postgresql and not thorough")


def everything() -> bool:
    """Each part, also after one failed, so that one run shows all there is to mend."""
    return all([on_sqlite(), on_postgresql(), browser()])


def snapshot() -> bool:
    """Golden files and baselines are written anew by the tests that compare with them."""
    return pytest("Writing snapshots", "-m", "snapshot", "--update-snapshots", workers="0")


PARTS = {"all": everything, "fast": fast, "browser": browser, "snapshot": snapshot}


def main(arguments: Sequence[str]) -> int:
    """`python -m tools.testing all|fast|browser|snapshot`."""
    return 0 if PARTS[arguments[0]]() else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
