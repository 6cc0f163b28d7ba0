"""Databases of the benchmark's own, made with the project's own commands."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from benchmarks.options import Options
from cms.settings.env import VAR, Environment
from tools import engines
from tools.bootstrap import ROOT, CannotStart, say

OURS, STOCK = "benchmarks.settings.ours", "benchmarks.settings.stock"
PREFIX = "servicebanken_bench"
INHERITED = {"DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL", "PORT", "BASE_URL", "ALLOWED_HOSTS", "API_RATE"}


@dataclass(frozen=True)
class Database:
    """One database, by its address."""

    url: str
    elasticsearch: str = ""
    """The address of the Elasticsearch that searches it, where one does."""

    @property
    def name(self) -> str:
        return urlsplit(self.url).path.rpartition("/")[2]

    def environment(self, settings: str) -> dict[str, str]:
        """What a process that works on it is started with. Nothing of the caller's own set-up reaches it."""
        kept = {key: value for key, value in os.environ.items() if key not in INHERITED}
        engines = {"DATABASE_URL": self.url, "ELASTICSEARCH_URL": self.elasticsearch}
        return {**kept, **engines, "DJANGO_SETTINGS_MODULE": settings, "PYTHONUNBUFFERED": "1"}

    def run(self, *arguments: str, settings: str = OURS, quiet: bool = True) -> str:
        """Run a program of Python on it; what it printed."""
        environment = self.environment(settings)
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=environment, check=False, text=True, stdout=subprocess.PIPE
        )
        if done.returncode:
            raise CannotStart(f"{' '.join(arguments)} failed with code {done.returncode}; what it said stands above.")
        if not quiet:
            say(done.stdout.rstrip())
        return done.stdout


def server_address(environ: Mapping[str, str] = os.environ) -> str:
    """The PostgreSQL server to work on: that of DATABASE_URL, or one that is started here."""
    asked = Environment(environ).text("DATABASE_URL")
    if asked.startswith("postgres"):
        return asked
    try:
        return engines.ensure("postgresql")
    except engines.EngineMissing as reason:
        raise CannotStart(str(reason)) from None


def on_postgresql(server: str, name: str, *, template: str = "") -> Database:
    """A new database on the server, empty or the copy of another one."""
    full = f"{PREFIX}_{name}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(full)))
        command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(full))
        if template:
            command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(f"{PREFIX}_{template}"))
        connection.execute(command)
    return Database(address_of(server, name))


def on_sqlite(name: str) -> Database:
    """A new file, as the embedded default has one."""
    folder = VAR / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    for file in folder.glob(f"{name}.sqlite3*"):
        file.unlink()
    return Database(f"sqlite:///{folder / name}.sqlite3")


def exists(server: str, name: str) -> bool:
    """Whether a database of an earlier run is there."""
    with psycopg.connect(server) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [f"{PREFIX}_{name}"])
        return found.fetchone() is not None


def kept(server: str, name: str) -> Database | None:
    """What an earlier run has made on the server, or in a file where no server is named."""
    if server:
        return Database(address_of(server, name)) if exists(server, name) else None
    file = VAR / "bench" / f"{name}.sqlite3"
    return Database(f"sqlite:///{file}") if file.exists() else None


def drop(server: str, name: str) -> None:
    """Remove a database of the benchmark."""
    with psycopg.connect(server, autocommit=True) as connection:
        full = sql.Identifier(f"{PREFIX}_{name}")
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(full))


def address_of(server: str, name: str) -> str:
    """The address of one of our databases on the server."""
    return urlunsplit(urlsplit(server)._replace(path=f"/{PREFIX}_{name}"))


def ready(server: str, name: str, options: Options) -> Database:
    """A database with the case studies of this run; with BENCH_KEEP that of an earlier run when there is one."""
    if options.keep and exists(server, name):
        say(f"Using {PREFIX}_{name} as it is.")
        return Database(address_of(server, name))
    database = on_postgresql(server, name)
    fill(database, options.cases)
    return database


def fill(database: Database, cases: int) -> None:
    """A bank of so many synthetic case studies: pages, log and documents."""
    say(f"Making {database.name} with {cases:,} case studies ...")
    database.run("-m", "benchmarks.seed", str(cases))
