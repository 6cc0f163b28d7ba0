"""Real engines for tests and benchmarks: own processes on loopback, data under var/engines/.

`python -m tools.engines start [name ...]` starts what is missing and prints the addresses to use; `stop` ends only what
was started here. Calling either twice changes nothing. Durability is off: nothing in these engines is worth keeping.
Users of Servicebanken get the official images through compose.yaml instead.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap import ROOT
from tools.engine_programs import (
    ADDRESS,
    EngineMissing,
    as_account,
    give_away,
    owner,
    start_elasticsearch,
    start_postgresql,
    start_redis,
)

START_SECONDS = 60


@dataclass(frozen=True)
class Engine:
    """How one engine is started and asked whether it answers."""

    name: str
    variable: str
    port: int
    url: str
    start: Callable[[Path, int], None]
    answers: Callable[[int], bool]

    def address(self, port: int) -> str:
        """The URL that belongs in the environment variable."""
        return self.url.format(address=ADDRESS, port=port)


# --- Whether they answer ----------------------------------------------------------------------------------------


def _says(port: int, question: bytes, answer: bytes) -> bool:
    try:
        with socket.create_connection((ADDRESS, port), timeout=2) as connection:
            connection.sendall(question)
            return connection.recv(len(answer)) == answer
    except OSError:
        return False


def postgresql_answers(port: int) -> bool:
    """The server answers a request for TLS with yes or no."""
    request = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")
    return _says(port, request, b"N") or _says(port, request, b"S")


def redis_answers(port: int) -> bool:
    """PING, PONG."""
    return _says(port, b"PING\r\n", b"+PONG")


def elasticsearch_answers(port: int) -> bool:
    """The cluster tells its health."""
    try:
        with urllib.request.urlopen(f"http://{ADDRESS}:{port}/_cluster/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


ENGINES = {
    engine.name: engine
    for engine in (
        Engine(
            "postgresql",
            "DATABASE_URL",
            15432,
            "postgresql://servicebanken@{address}:{port}/servicebanken",
            start_postgresql,
            postgresql_answers,
        ),
        Engine("redis", "REDIS_URL", 16379, "redis://{address}:{port}/0", start_redis, redis_answers),
        Engine(
            "elasticsearch",
            "ELASTICSEARCH_URL",
            19200,
            "http://{address}:{port}",
            start_elasticsearch,
            elasticsearch_answers,
        ),
    )
}


# --- Start, find, stop ------------------------------------------------------------------------------------------


def running(name: str) -> str | None:
    """The address of an engine that was started here and answers."""
    engine, state = ENGINES[name], _state(name)
    if state and _alive(state["pid"]) and engine.answers(state["port"]):
        return engine.address(state["port"])
    return None


def ensure(name: str) -> str:
    """Start an engine unless it runs; its address."""
    with _lock():
        return running(name) or _start(name)


def _start(name: str) -> str:
    engine, folder = ENGINES[name], folder_of(name)
    port = _free_port(engine.port)
    (folder / "pid").unlink(missing_ok=True)
    engine.start(folder, port)
    deadline = time.monotonic() + START_SECONDS
    while not engine.answers(port):
        if time.monotonic() > deadline:
            raise EngineMissing(f"{name} does not answer on port {port}; see its log under var/engines/{name}/.")
        time.sleep(0.2)
    pid = int((folder / "pid").read_text(encoding="ascii").split()[0])
    _state_file(name).write_text(json.dumps({"pid": pid, "port": port, "folder": str(folder)}), encoding="utf-8")
    return engine.address(port)


def stop(name: str) -> bool:
    """End an engine that was started here; False when none runs."""
    state = _state(name)
    _state_file(name).unlink(missing_ok=True)
    if not state or not _alive(state["pid"]):
        return False
    # PostgreSQL takes SIGINT as "now, but cleanly"; SIGTERM would wait for its clients.
    os.kill(state["pid"], signal.SIGINT if name == "postgresql" else signal.SIGTERM)
    deadline = time.monotonic() + START_SECONDS
    while _alive(state["pid"]) and time.monotonic() < deadline:
        time.sleep(0.1)
    return True


@contextmanager
def _lock() -> Iterator[None]:
    """One start at a time, also between the processes of one test session."""
    folder = ROOT / "var" / "engines"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _home() -> Path:
    """var/engines, or a folder elsewhere when the unprivileged owner may not enter the repository."""
    home = ROOT / "var" / "engines"
    home.mkdir(parents=True, exist_ok=True)
    account = owner()
    if account is not None and subprocess.run(as_account(account, ["test", "-x", str(home)]), check=False).returncode:
        home = Path("/var/tmp") / f"servicebanken-engines-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]}"
        home.mkdir(exist_ok=True)
    return home


def folder_of(name: str) -> Path:
    """Where an engine keeps its program, its data and its log."""
    folder = _home() / name
    folder.mkdir(exist_ok=True)
    give_away(folder)
    return folder


def _state_file(name: str) -> Path:
    return ROOT / "var" / "engines" / f"{name}.json"


def _state(name: str) -> dict[str, int] | None:
    try:
        state: dict[str, int] = json.loads(_state_file(name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _free_port(wanted: int) -> int:
    """The usual port, or another one when somebody else has it."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind((ADDRESS, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise EngineMissing("no port is free.")


def main(arguments: Sequence[str]) -> int:
    """`start [name ...]` or `stop [name ...]`; an engine that is not on the machine is named and skipped."""
    action, names = arguments[0], arguments[1:] or list(ENGINES)
    missing = 0
    for name in names:
        if action == "stop":
            print(f"{name} stopped" if stop(name) else f"{name} was not running", flush=True)
            continue
        try:
            print(f"{ENGINES[name].variable}={ensure(name)}", flush=True)
        except EngineMissing as reason:
            missing += 1
            print(f"# skipped: {reason}", flush=True)
    return 1 if missing and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
