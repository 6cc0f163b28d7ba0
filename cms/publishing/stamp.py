"""The newest place in the log: what was made from the public state at that place is still exactly true."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from django.db import connection
from django.utils import timezone

from cms.core.dependencies import CLOCK, DAY
from cms.publishing.models import ContentChange, Mark, PublicObject

SOMETHING_PENDS = f"EXISTS (SELECT 1 FROM {Mark._meta.db_table})"  # noqa: S608  # the names in it are our own
"""SQL: something was written that no recording has seen."""
IS_TODAY = (
    f"EXISTS (SELECT 1 FROM {PublicObject._meta.db_table} "  # noqa: S608  # the names in it are our own
    f"WHERE kind = '{CLOCK}' AND \"key\" = '{DAY}' AND digest = %s)"
)
"""SQL: the clock has been kept since midnight; takes the date in ISO format."""


class Stamp(NamedTuple):
    """Where the log ends."""

    cursor: int
    modified: int
    """Second of its last row, see `ContentChange.modified`."""


def stamp() -> Stamp | None:
    """The end of the log; None while it does not know everything yet.

    That is: something was written that no recording has seen, or the day has changed and the clock has not been kept.
    One query, written out: every request asks it, and to put it together each time would take longer than to run it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [today()])
        row = cursor.fetchone()
    return Stamp(row[0], row[1]) if row and row[3] and not row[2] else None


def today() -> str:
    """The date in Sweden, as the clock is kept by."""
    return timezone.localdate().isoformat()


@cache
def _statement() -> str:
    table = ContentChange._meta.db_table
    return f"SELECT id, modified, {SOMETHING_PENDS}, {IS_TODAY} FROM {table} ORDER BY id DESC LIMIT 1"  # noqa: S608  # our own names
