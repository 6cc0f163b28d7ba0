"""Where and with what a run was made."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

import psycopg

from tools.bootstrap import ROOT

PACKAGES = ("Django", "wagtail", "djangorestframework", "psycopg", "granian")


def describe(server: str) -> dict[str, str]:
    """Machine and versions, by name."""
    with psycopg.connect(server) as connection:
        row = connection.execute("SHOW server_version").fetchone()
    return {
        "processor": f"{_of(Path('/proc/cpuinfo'), 'model name')}, {os.cpu_count()} cores",
        "memory": f"{int(_of(Path('/proc/meminfo'), 'MemTotal').split()[0]) / 1024**2:.1f} GB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        **{name: version(name) for name in PACKAGES},
        "PostgreSQL": str(row[0]) if row else "unknown",
        "wrk": _first_line("wrk", "--version"),
        "Servicebanken": _revision(),
    }


def _of(file: Path, name: str) -> str:
    for line in file.read_text(encoding="ascii", errors="replace").splitlines():
        key, _separator, value = line.partition(":")
        if key.strip() == name:
            return value.strip()
    return "unknown"


def _first_line(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    return (done.stdout or done.stderr).strip().partition("\n")[0].partition(" [")[0]


def _revision() -> str:
    revision = _first_line("git", "rev-parse", "--short=12", "HEAD")
    changed = _first_line("git", "status", "--porcelain", "--untracked-files=no")
    return f"{revision}{' with changes that are not committed' if changed else ''}" if revision else "unknown"
