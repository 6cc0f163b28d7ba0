"""`make bench`: what it refuses, and that a small run measures. How fast anything is, no test asks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.options import USUAL, read_options
from benchmarks.tables import Table, ratio
from cms.settings.env import Environment, SettingsError
from tests.conftest import engine_missing
from tools import engines
from tools.bootstrap import ROOT


def bench(**environment: str) -> subprocess.CompletedProcess[str]:
    """The whole program as make starts it."""
    command = [sys.executable, "-m", "benchmarks"]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, check=False, capture_output=True, text=True
    )


def test_missing_load_tool_is_one_sentence_that_says_how_to_get_it(tmp_path: Path):
    done = bench(PATH=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr == "wrk is not on this machine (on Debian: apt-get install wrk).\n"


@pytest.mark.parametrize(
    ("name", "value"), [("BENCH_CASES", "many"), ("BENCH_ROUNDS", "0"), ("BENCH_ONLY", "list,speed")]
)
def test_wrong_option_is_one_sentence_that_names_it(name: str, value: str):
    with pytest.raises(SettingsError, match=rf"^{name} .*\.$"):
        read_options(Environment({name: value}))


def test_growth_is_measured_only_when_asked_for():
    assert read_options(Environment({})).only == USUAL
    assert read_options(Environment({"BENCH_ONLY": "growth"})).only == ("growth",)


def test_ratio_is_of_medians_with_the_spread_of_rounds():
    assert str(ratio([10, 30, 20], [2, 2, 2])) == "10.00 (5.00-15.00)"


def test_table_is_markdown():
    table = Table("Speed", "How fast.", ("work", "a"), [("list", "1,234")])
    assert table.markdown().splitlines()[-3:] == ["| work |     a |", "| ---- | ----: |", "| list | 1,234 |"]


@pytest.mark.thorough
@pytest.mark.xdist_group("loads both cores")
def test_small_run_compares_both_sides_and_writes_its_results(tmp_path: Path):
    if shutil.which("wrk") is None:
        engine_missing("wrk is not on this machine (on Debian: apt-get install wrk).")
    try:
        address = os.environ.get("DATABASE_URL") or engines.ensure("postgresql")
    except engines.EngineMissing as reason:
        engine_missing(str(reason))
        raise
    results = tmp_path / "results.md"
    done = bench(
        DATABASE_URL=address,
        BENCH_CASES="30",
        BENCH_SECONDS="1",
        BENCH_ROUNDS="1",
        BENCH_ONLY="list,unchanged",
        BENCH_PORT=str(free_port()),
        BENCH_RESULTS=str(results),
    )
    assert done.returncode == 0, done.stderr
    written = results.read_text(encoding="utf-8")
    assert "list of 20 whole case studies, not asked before" in written
    assert "conditional GET, unchanged" in written
    assert "PostgreSQL: " in written


def free_port() -> int:
    """The first of two that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
