"""Thousands of ids in one condition."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.db import connection
from django.db.models.expressions import RawSQL


def one_of(ids: Sequence[int]) -> RawSQL:
    """For ``pk__in``: the ids as one value of the statement, in the place of one for each."""
    if connection.vendor == "postgresql":
        # As text: the driver would look at each of them to find out what kind of array it is.
        return RawSQL("SELECT unnest(%s::bigint[])", [f"{{{','.join(map(str, ids))}}}"])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(ids))])
