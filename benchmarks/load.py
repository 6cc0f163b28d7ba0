"""Drives a server with wrk and reads what came of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap import CannotStart

SCRIPT = Path(__file__).with_name("requests.lua")
CONNECTIONS = 8
LONGEST_SECONDS = 60


@dataclass(frozen=True)
class Question:
    """One GET: an address on the server, and the ETag of what the asker has already."""

    path: str
    etag: str = ""


@dataclass(frozen=True)
class Load:
    """One run of wrk."""

    requests: int
    seconds: float
    bytes: int
    failed: int
    p50_ms: float
    p99_ms: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


class LoadFailed(Exception):
    """The server gave errors, so its speed says nothing."""


def check_wrk() -> None:
    """Refuse to begin without the load tool."""
    if shutil.which("wrk") is None:
        raise CannotStart("wrk is not on this machine (on Debian: apt-get install wrk).")


def drive(server: str, questions: Sequence[Question], seconds: int) -> Load:
    """Ask the questions in turn, over eight connections, for so many seconds; longer where that brings no answer."""
    while True:
        load = run_wrk(server, questions, seconds)
        if load.failed:
            raise LoadFailed(f"{load.failed} of {load.requests} requests to {server} failed.")
        if load.requests:
            return load
        if seconds > LONGEST_SECONDS:
            raise LoadFailed(f"{server} gave no answer in {seconds} seconds.")
        seconds *= 4


def run_wrk(server: str, questions: Sequence[Question], seconds: int) -> Load:
    """Drive once, whatever comes of it."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="ascii") as file:
        file.writelines(f"{question.path} {question.etag}".rstrip() + "\n" for question in questions)
        file.flush()
        how = ["--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--timeout", "120s"]
        command = ["wrk", *how, "--script", str(SCRIPT), server, "--", file.name]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
    last = done.stdout.strip().splitlines()[-1:] or [""]
    if done.returncode or not last[0].startswith("{"):
        raise LoadFailed(f"wrk failed: {(done.stderr or done.stdout).strip()}")
    return Load(**json.loads(last[0]))
