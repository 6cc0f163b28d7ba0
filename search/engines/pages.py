"""Pages that a search is about, as a table that statements of our own join."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page


def columns_of(pages: QuerySet[Page]) -> tuple[str, tuple[Any, ...]]:
    """A statement that gives `id` and `content_type_id` of pages, and its values."""
    statement, values = pages.order_by().values("id", "content_type_id").query.sql_with_params()
    return statement, values
