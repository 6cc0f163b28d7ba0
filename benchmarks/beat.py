"""Moves the log while a server is driven, so that no answer it has kept is true any more.

The newest row of the log is written once more every tenth of a second. A walk through all pages comes back to the same
question long after that, so every question is one that was not asked before at this id of the log.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

SECONDS = 0.1
LOG = "publishing_contentchange"


def move_the_log(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Append one row. Nothing in it is new, so that whatever is derived from the log stays as it is."""
    found = connection.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = %s AND column_name <> 'id'",
        [LOG],
    )
    columns = sql.SQL(", ").join(sql.Identifier(str(name)) for [name] in found)
    connection.execute(
        sql.SQL("INSERT INTO {log} ({columns}) SELECT {columns} FROM {log} ORDER BY id DESC LIMIT 1").format(
            log=sql.Identifier(LOG), columns=columns
        )
    )


@contextmanager
def moving(database: str, *, wanted: bool = True) -> Iterator[None]:
    """Let the log move for as long as the block lasts."""
    if not wanted:
        yield
        return
    over = threading.Event()
    with psycopg.connect(database, autocommit=True) as connection:
        move_the_log(connection)  # here, so that what is wrong is seen

        def beat() -> None:
            while not over.wait(SECONDS):
                move_the_log(connection)

        thread = threading.Thread(target=beat)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()
