"""PostgreSQL can find entries by an index, instead of reading all of them. How much that gives: `make bench`."""

from __future__ import annotations

import pytest
from django.db import connection

from search.engines.postgresql import ENTRIES


@pytest.mark.postgresql
@pytest.mark.django_db
def test_there_is_an_index_of_what_is_asked_for():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT id FROM {ENTRIES} WHERE (title || body) @@ to_tsquery('simple', 'zebra')")  # noqa: S608
        plan = "\n".join(line for [line] in cursor.fetchall())
    assert "search_whole_entry" in plan


@pytest.mark.postgresql
@pytest.mark.django_db
def test_entries_are_kept_in_one_piece():
    with connection.cursor() as cursor:
        cursor.execute("SELECT reloptions FROM pg_class WHERE oid = %s::regclass", [ENTRIES])
        assert cursor.fetchone() == (["toast_tuple_target=8160"],)
