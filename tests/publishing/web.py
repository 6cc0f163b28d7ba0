"""Web processes as `make serve` starts them, on the test's database, and what they cost."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client

from cms.settings.env import ROOT
from tests.publishing.processes import until
from tools.launch import ADDRESS, GRANIAN, MODES

TOKEN = "t" * 32


@dataclass
class Web:
    """Two web processes behind one port."""

    port: int
    pid: int

    def ask(self, method: str, path: str, body: str | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """One request on its own connection, so that either process may get it: status, headers (lower case), body."""
        line = http.client.HTTPConnection(ADDRESS, self.port, timeout=60)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            line.close()

    def post(self, path: str, admin: Client, body: str = "") -> int:
        """Send a form of the admin as the browser of somebody who is signed in does; returns the status."""
        session = admin.cookies[settings.SESSION_COOKIE_NAME].value
        headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self.ask("POST", path, body, **headers)[0]

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text().split() if b"granian" in _program(int(pid))]

    def memory(self) -> dict[int, int]:
        """Resident memory of each process, in kB."""
        return {pid: int(_status(pid).partition("VmRSS:")[2].split()[0]) for pid in self.workers()}

    def processor_time(self) -> dict[int, int]:
        """What each process has computed so far, in ticks of the clock."""
        return {pid: sum(map(int, Path(f"/proc/{pid}/stat").read_text().split()[13:15])) for pid in self.workers()}


@contextlib.contextmanager
def serving(**environment: str) -> Iterator[Web]:
    """Two web processes on the database of this test."""
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port = probe.getsockname()[1]
    command = [
        Path(sys.executable).with_name("granian"), *GRANIAN, *MODES["serve"].web_options,
        "--host", ADDRESS, "--port", str(port), "cms.wsgi:application",
    ]  # fmt: skip
    inherited = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": address_of_database()}
    process = subprocess.Popen(command, cwd=ROOT, env={**inherited, **environment})
    web = Web(port, process.pid)
    try:
        until(lambda: len(web.workers()) == 2 and _answers(web))
        yield web
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        process.kill()
        process.wait()


def _answers(web: Web) -> bool:
    try:
        return web.ask("GET", "/health/live", Host="localhost")[0] == 200
    except OSError:
        return False


def address_of_database() -> str:
    """DATABASE_URL of the database that this test uses."""
    values: dict[str, Any] = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{values['NAME']}"
    login = f"{values['USER']}:{values['PASSWORD']}" if values["PASSWORD"] else values["USER"]
    return f"postgresql://{login}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


def _program(pid: int) -> bytes:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _status(pid: int) -> str:
    return Path(f"/proc/{pid}/status").read_text()
