"""Saving one page costs the index the same, however many others there are. How much: `make bench`, part `search`."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.search.models import IndexEntry

from tests.factories import Tree, make_case


@pytest.mark.django_db
def test_only_entries_of_the_page_itself_are_read_and_written(site: Tree):
    case = make_case(title="Zebra")
    for number in range(3):
        make_case(title=f"Giraff {number}")
    case.title = "Zebra i byn"
    with CaptureQueriesContext(connection) as queries:
        case.save_revision().publish()
    table = IndexEntry._meta.db_table
    about_entries = [query["sql"] for query in queries.captured_queries if table in query["sql"]]
    assert about_entries
    for statement in about_entries:
        assert f"'{case.pk}'" in statement, statement
