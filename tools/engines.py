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
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.bootstrap import ROOT

ADDRESS = "127.0.0.1"
# Accounts that may own the engines when we are root: both refuse to run as root.
UNPRIVILEGED = ("postgres", "nobody")
START_SECONDS = 60

ELASTICSEARCH_VERSION = "9.2.0"
ELASTICSEARCH_ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{ELASTICSEARCH_VERSION}:zip"
MAVEN_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get"
OLDEST_JAVA = 21


class EngineMissing(Exception):
    """The engine cannot be started on this machine; the message says how to get it."""


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


# --- The processes ----------------------------------------------------------------------------------------------


def start_postgresql(folder: Path, port: int) -> None:
    """Our own cluster, without the waiting for disks that real data needs."""
    programs = _postgresql_programs()
    data = folder / "data"
    if not (data / "PG_VERSION").exists():
        _run(folder, [programs / "initdb", "--pgdata", data, "--username", "servicebanken", "--auth", "trust", "--encoding", "UTF8", "--no-sync", "--locale", "C.UTF-8"])
    options = f"-p {port} -c listen_addresses={ADDRESS} -c unix_socket_directories='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"
    _run(folder, [programs / "pg_ctl", "--pgdata", data, "--log", folder / "log", "--options", options, "--wait", "start"])
    _run(folder, [programs / "psql", "--host", ADDRESS, "--port", str(port), "--username", "servicebanken", "--dbname", "postgres", "--quiet", "--command", "CREATE DATABASE servicebanken"], may_fail=True)
    shutil.copyfile(data / "postmaster.pid", folder / "pid")


def _postgresql_programs() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parent.parent.name))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if initdb is None:
        raise EngineMissing("PostgreSQL is not on this machine (on Debian: apt-get install postgresql).")
    return Path(initdb).resolve().parent


def start_redis(folder: Path, port: int) -> None:
    """In memory only."""
    program = shutil.which("redis-server")
    if program is None:
        raise EngineMissing("Redis is not on this machine (on Debian: apt-get install redis-server).")
    _run(folder, [program, "--bind", ADDRESS, "--port", str(port), "--save", "", "--appendonly", "no", "--daemonize", "yes", "--dir", folder, "--pidfile", folder / "pid", "--logfile", folder / "log"])


def start_elasticsearch(folder: Path, port: int) -> None:
    """Elastic's integration-test distribution: a real server without the analysis modules."""
    java = _java()
    home = _elasticsearch_home(folder)
    settings = {
        "discovery.type": "single-node",
        "network.host": ADDRESS,
        "http.port": port,
        "transport.port": port + 100,
        "xpack.security.enabled": "false",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "path.data": folder / "data",
        "path.logs": folder / "logs",
    }
    options = [part for key, value in settings.items() for part in ("-E", f"{key}={value}")]
    _run(
        folder,
        [home / "bin" / "elasticsearch", "-d", "-p", folder / "pid", *options],
        {"ES_JAVA_HOME": str(java), "ES_JAVA_OPTS": "-Xms512m -Xmx512m"},
    )


def _java() -> Path:
    homes = [Path(os.environ[name]) for name in ("ES_JAVA_HOME", "JAVA_HOME") if os.environ.get(name)]
    homes += sorted(Path("/usr/lib/jvm").glob("*"), key=_java_version, reverse=True)
    for home in homes:
        if _java_version(home) >= OLDEST_JAVA:
            return home
    raise EngineMissing(f"Elasticsearch needs Java {OLDEST_JAVA} or newer (set JAVA_HOME); in a container: docker compose up elasticsearch.")


def _java_version(home: Path) -> int:
    release = home / "release"
    match = re.search(r'JAVA_VERSION="(\d+)', release.read_text(encoding="utf-8")) if release.is_file() else None
    return int(match[1]) if match else 0


def _elasticsearch_home(folder: Path) -> Path:
    home = folder / f"elasticsearch-{ELASTICSEARCH_VERSION}"
    if not home.exists():
        maven = shutil.which("mvn")
        if maven is None:
            raise EngineMissing("Elasticsearch is fetched with Maven (on Debian: apt-get install maven); in a container: docker compose up elasticsearch.")
        repository = folder / "maven"
        command = [maven, "-q", "-B", MAVEN_GOAL, f"-Dartifact={ELASTICSEARCH_ARTIFACT}", "-Dtransitive=false", f"-Dmaven.repo.local={repository}"]
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
            raise EngineMissing("Elasticsearch cannot be fetched with Maven; in a container: docker compose up elasticsearch.")
        archive = next(repository.glob(f"org/elasticsearch/**/elasticsearch-{ELASTICSEARCH_VERSION}.zip"))
        with zipfile.ZipFile(archive) as package:
            package.extractall(folder)
        for program in (home / "bin").iterdir():
            program.chmod(0o755)
        _give(folder)
    return home


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
        Engine("postgresql", "DATABASE_URL", 15432, "postgresql://servicebanken@{address}:{port}/servicebanken", start_postgresql, postgresql_answers),
        Engine("redis", "REDIS_URL", 16379, "redis://{address}:{port}/0", start_redis, redis_answers),
        Engine("elasticsearch", "ELASTICSEARCH_URL", 19200, "http://{address}:{port}", start_elasticsearch, elasticsearch_answers),
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
    engine, folder = ENGINES[name], _folder(name)
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
    owner = _owner()
    if owner is not None and subprocess.run(_as(owner, ["test", "-x", str(home)]), check=False).returncode:
        home = Path("/var/tmp") / f"servicebanken-engines-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]}"
        home.mkdir(exist_ok=True)
    return home


def _folder(name: str) -> Path:
    folder = _home() / name
    folder.mkdir(exist_ok=True)
    _give(folder)
    return folder


def _owner() -> str | None:
    """The account that the engines run under when we are root."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in accounts)


def _give(folder: Path) -> None:
    owner = _owner()
    if owner is not None:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, owner)


def _as(owner: str, command: Sequence[str]) -> list[str]:
    return ["runuser", "-u", owner, "--", *command]


def _run(folder: Path, command: Sequence[str | Path], extra: dict[str, str] | None = None, *, may_fail: bool = False) -> None:
    """Run a program as the engines' owner; what it prints goes to a file, which a daemon may keep open."""
    line, owner = [str(part) for part in command], _owner()
    if owner is not None:
        line = _as(owner, ["env", *(f"{key}={value}" for key, value in (extra or {}).items()), *line])
    with (folder / "start.log").open("a", encoding="utf-8") as log:
        done = subprocess.run(line, cwd=folder, env={**os.environ, **(extra or {})}, stdin=subprocess.DEVNULL, stdout=log, stderr=log, check=False)
    if done.returncode and not may_fail:
        raise EngineMissing(f"{Path(line[0]).name} failed; see start.log under var/engines/{folder.name}/.")


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
