"""How each engine's program is found and started, and under which account."""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

ADDRESS = "127.0.0.1"
# Accounts that may own the engines when we are root: both refuse to run as root.
UNPRIVILEGED = ("postgres", "nobody")

ELASTICSEARCH_VERSION = "9.2.0"
ELASTICSEARCH_ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{ELASTICSEARCH_VERSION}:zip"
MAVEN_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:get"
OLDEST_JAVA = 21
IN_A_CONTAINER = "in a container: docker compose --profile search up elasticsearch"


class EngineMissing(Exception):
    """The engine cannot be started on this machine; the message says how to get it."""


def start_postgresql(folder: Path, port: int) -> None:
    """Our own cluster, without the waiting for disks that real data needs."""
    programs = _postgresql_programs()
    data = folder / "data"
    if not (data / "PG_VERSION").exists():
        what = ["--username=servicebanken", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        run_as_owner(folder, [programs / "initdb", f"--pgdata={data}", *what])
    settings = {
        "port": port,
        "listen_addresses": ADDRESS,
        "unix_socket_directories": "''",
        "jit": "off",  # compiling a query takes longer than any query of a test
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 100,
    }
    options = " ".join(f"-c {key}={value}" for key, value in settings.items())
    where = [f"--pgdata={data}", f"--log={folder / 'log'}", f"--options={options}"]
    run_as_owner(folder, [programs / "pg_ctl", *where, "--wait", "start"])
    where = [f"--host={ADDRESS}", f"--port={port}", "--username=servicebanken", "--dbname=postgres"]
    run_as_owner(
        folder, [programs / "psql", *where, "--quiet", "--command=CREATE DATABASE servicebanken"], may_fail=True
    )
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
    settings = {
        "bind": ADDRESS,
        "port": port,
        "save": "",
        "appendonly": "no",
        "daemonize": "yes",
        "dir": folder,
        "pidfile": folder / "pid",
        "logfile": folder / "log",
    }
    run_as_owner(folder, [program, *(part for key, value in settings.items() for part in (f"--{key}", str(value)))])


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
    run_as_owner(
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
    raise EngineMissing(f"Elasticsearch needs Java {OLDEST_JAVA} or newer (set JAVA_HOME); {IN_A_CONTAINER}.")


def _java_version(home: Path) -> int:
    release = home / "release"
    match = re.search(r'JAVA_VERSION="(\d+)', release.read_text(encoding="utf-8")) if release.is_file() else None
    return int(match[1]) if match else 0


def _elasticsearch_home(folder: Path) -> Path:
    home = folder / f"elasticsearch-{ELASTICSEARCH_VERSION}"
    if not home.exists():
        maven = shutil.which("mvn")
        if maven is None:
            raise EngineMissing(
                f"Elasticsearch is fetched with Maven (on Debian: apt-get install maven); {IN_A_CONTAINER}."
            )
        repository = folder / "maven"
        command = [
            maven,
            "-q",
            "-B",
            MAVEN_GOAL,
            f"-Dartifact={ELASTICSEARCH_ARTIFACT}",
            "-Dtransitive=false",
            f"-Dmaven.repo.local={repository}",
        ]
        if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
            raise EngineMissing(f"Elasticsearch cannot be fetched with Maven; {IN_A_CONTAINER}.")
        archive = next(repository.glob(f"org/elasticsearch/**/elasticsearch-{ELASTICSEARCH_VERSION}.zip"))
        with zipfile.ZipFile(archive) as package:
            package.extractall(folder)
        for program in (home / "bin").iterdir():
            program.chmod(0o755)
        give_away(folder)
    return home


def owner() -> str | None:
    """The account that the engines run under when we are root."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in UNPRIVILEGED if name in accounts)


def give_away(folder: Path) -> None:
    """Let the engines' account write to a folder that root made."""
    account = owner()
    if account is not None:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, account)


def as_account(account: str, command: Sequence[str]) -> list[str]:
    """The same command, run by somebody else."""
    return ["runuser", "-u", account, "--", *command]


def run_as_owner(
    folder: Path, command: Sequence[str | Path], extra: dict[str, str] | None = None, *, may_fail: bool = False
) -> None:
    """Run a program as the engines' owner; what it prints goes to a file, which a daemon may keep open."""
    line, account = [str(part) for part in command], owner()
    if account is not None:
        line = as_account(account, ["env", *(f"{key}={value}" for key, value in (extra or {}).items()), *line])
    with (folder / "start.log").open("a", encoding="utf-8") as log:
        done = subprocess.run(
            line,
            cwd=folder,
            env={**os.environ, **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            check=False,
        )
    if done.returncode and not may_fail:
        raise EngineMissing(f"{Path(line[0]).name} failed; see start.log under var/engines/{folder.name}/.")
