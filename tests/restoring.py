"""Puts the database back after each test whose transactions are real.

Every test begins with the same world, whatever ran before it. Django would empty the tables instead, make permissions
and content types anew, and leave it to the next test to build the rest again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import TransactionTestCase

from cms.publishing.models import Mark

SCHEMA = "saved"


class SavedOnSQLite:
    """A copy in memory."""

    def __init__(self) -> None:
        self.copy = sqlite3.connect(":memory:")
        connection.ensure_connection()
        connection.connection.backup(self.copy)

    def put_back(self) -> None:
        connection.ensure_connection()
        self.copy.backup(connection.connection)


class SavedOnPostgreSQL:
    """A second table for each, in a schema of their own."""

    def __init__(self) -> None:
        # Writing to the others makes marks, so theirs come last.
        names = sorted(connection.introspection.table_names(), key=lambda name: name == Mark._meta.db_table)
        tables = [(f'"{name}"', f'{SCHEMA}."{name}"') for name in names]
        _execute([f"CREATE SCHEMA {SCHEMA}", *(f"CREATE TABLE {copy} AS TABLE {table}" for table, copy in tables)])
        self.statements = [f"DELETE FROM {table}" for table, _copy in tables]  # noqa: S608  our own names
        for table, copy in tables:
            self.statements += [f"DELETE FROM {table}", f"INSERT INTO {table} TABLE {copy}"]  # noqa: S608  the same

    def put_back(self) -> None:
        _execute(self.statements)


def _execute(statements: list[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("; ".join(statements))


@contextmanager
def put_back_after_real_transactions() -> Iterator[None]:
    """For as long as the block lasts, back to what the database holds when it begins."""
    saved = SavedOnPostgreSQL() if settings.USES_POSTGRESQL else SavedOnSQLite()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _self: saved.put_back())
        yield
