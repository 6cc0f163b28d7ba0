"""The web servers that are driven, with the worker that keeps the clock, for the length of a block."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.databases import Database
from tools.bootstrap import ROOT, CannotStart
from tools.launch import ADDRESS, MODES, check_port, web_command

START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running web server."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        return f"http://{ADDRESS}:{self.port}"

    def get(self, path: str, **headers: str) -> tuple[int, bytes, http.client.HTTPMessage]:
        """Status, body and headers of one GET."""
        connection = http.client.HTTPConnection(ADDRESS, self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()

    def json(self, path: str) -> Any:
        """The body of an answer that must be a good one."""
        status, body, _headers = self.get(path)
        if status != 200:
            raise CannotStart(f"{self.address}{path} answers {status}: {body[:300].decode(errors='replace')}")
        return json.loads(body)

    def workers(self) -> list[int]:
        """Ids of the processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in children.split() if _is_web_worker(int(pid))]


@contextmanager
def serving(database: Database, settings: str, port: int) -> Iterator[Server]:
    """Start exactly what `make serve` starts, with these settings."""
    check_port(port)
    environment = database.environment(settings)
    with _process(web_command(MODES["serve"], port, sys.executable), environment) as process:
        server = Server(port, process)
        _wait_for(server)
        yield server


@contextmanager
def working(database: Database) -> Iterator[None]:
    """The worker, as `make serve` starts it."""
    with _process([sys.executable, "manage.py", "run_worker"], database.environment("benchmarks.settings.ours")):
        yield


@contextmanager
def _process(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()


def _wait_for(server: Server) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise CannotStart("The web server ended by itself; what it said stands above.")
        try:
            status, _body, _headers = server.get("/api/v2/pages/?limit=1")
        except OSError:
            time.sleep(0.2)
            continue
        if status == 200:
            return
        raise CannotStart(f"The web server answers {status} to a list of one page.")
    raise CannotStart(f"The web server does not answer on port {server.port}.")


def _is_web_worker(pid: int) -> bool:
    """Not the helper that Python keeps for shared memory."""
    return b"resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_bytes()
