"""Thousands of ids in one condition."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL


def one_of(ids: Sequence[int]) -> RawSQL:
    """For ``pk__in``: the ids as one value of the statement, in the place of one for each."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [list(ids)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])
