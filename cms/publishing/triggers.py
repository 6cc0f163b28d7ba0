"""Row triggers: whoever writes a row that may show leaves a mark, in the same transaction. They decide nothing.

Signals miss bulk writes, Wagtail's own SQL for moves and slugs, and other processes; triggers see them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from cms.publishing.models import Mark
from cms.publishing.watch import Watched, watched_tables

PREFIX = "sb_mark"
OPERATIONS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}
# The names in it are our own.
FUNCTION = f"""
CREATE OR REPLACE FUNCTION {PREFIX}() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was text := CASE WHEN TG_OP = 'INSERT' THEN NULL ELSE to_jsonb(OLD) ->> TG_ARGV[1] END;
    is_now text := CASE WHEN TG_OP = 'DELETE' THEN NULL ELSE to_jsonb(NEW) ->> TG_ARGV[1] END;
BEGIN
    INSERT INTO {Mark._meta.db_table} (kind, key, transaction_number)
    SELECT DISTINCT TG_ARGV[0], key, pg_current_xact_id()::text::bigint
    FROM unnest(ARRAY[was, is_now]) AS key WHERE key IS NOT NULL;
    RETURN NULL;
END $$
"""  # noqa: S608


def install(**_kwargs: Any) -> None:
    """Make every trigger anew, after each migrate: SQLite loses those of a table that a migration rebuilds."""
    with connection.cursor() as cursor:
        for name, table in _present(cursor):
            cursor.execute(f"DROP TRIGGER {name}{f' ON {table}' if _is_postgresql() else ''}")
        if _is_postgresql():
            cursor.execute(FUNCTION)
        for statement in _statements():
            cursor.execute(statement)


def missing() -> set[str]:
    """Names of triggers that should be there and are not."""
    with connection.cursor() as cursor:
        present = {name for name, _table in _present(cursor)}
    return {_name(watched, operation) for watched in watched_tables() for operation in OPERATIONS} - present


def _present(cursor: Any) -> list[tuple[str, str]]:
    if _is_postgresql():
        cursor.execute(
            "SELECT DISTINCT trigger_name, event_object_table FROM information_schema.triggers"
            " WHERE trigger_schema = current_schema() AND trigger_name LIKE %s",
            [f"{PREFIX}%"],
        )
    else:
        cursor.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"]
        )
    return list(cursor.fetchall())


def _statements() -> Iterator[str]:
    for watched in watched_tables():
        for operation in OPERATIONS:
            when = _condition(watched, operation)
            start = f"CREATE TRIGGER {_name(watched, operation)} AFTER {operation} ON {watched.table} FOR EACH ROW"
            start += f" WHEN ({when})" if when else ""
            if _is_postgresql():
                yield f"{start} EXECUTE FUNCTION {PREFIX}('{watched.kind}', '{watched.column}')"
            else:
                yield f"{start} BEGIN {' '.join(_inserts(watched, operation))} END"


def _inserts(watched: Watched, operation: str) -> Iterator[str]:
    """SQLite has no functions: the statement stands in each trigger."""
    key = f'"{watched.column}"'
    for row in OPERATIONS[operation]:
        again = f" AND NEW.{key} IS NOT OLD.{key}" if (operation, row) == ("UPDATE", "NEW") else ""
        yield (
            f"INSERT INTO {Mark._meta.db_table} (kind, key, transaction_number)"
            f" SELECT '{watched.kind}', {row}.{key}, 0 WHERE {row}.{key} IS NOT NULL{again};"
        )


def _condition(watched: Watched, operation: str) -> str:
    """A row that was saved as it was, and a page that nobody saw before or after, leave no mark."""
    parts = []
    if watched.only_live:
        parts.append(" OR ".join(f"{row}.live" for row in OPERATIONS[operation]))
    if operation == "UPDATE":
        differs = "IS DISTINCT FROM" if _is_postgresql() else "IS NOT"
        parts.append(" OR ".join(f'OLD."{column}" {differs} NEW."{column}"' for column in watched.columns))
    return " AND ".join(f"({part})" for part in parts)


def _name(watched: Watched, operation: str) -> str:
    return f"{PREFIX}_{watched.table}_{operation.lower()}"


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"
