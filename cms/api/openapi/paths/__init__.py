"""Every address of the API. A new group of addresses is a module here, and a line in the list."""

from __future__ import annotations

from functools import cache
from typing import Any

from cms.api.openapi import blocks, values, webhooks
from cms.api.openapi import pages as page_types
from cms.api.openapi import registers as rows_and_files
from cms.api.openapi.examples import Examples
from cms.api.openapi.operations import Operation
from cms.api.openapi.paths import about, changes, exports, media, pages, previews, registers, searching
from cms.api.openapi.schema import Schema

GROUPS = (pages, searching, changes, registers, media, exports, previews, about)
"""Each has ``operations``, ``TAG`` and ``TAG_TEXT``."""
SHAPES = (page_types, blocks, values, rows_and_files, changes, exports, about, webhooks, searching)
"""Each has ``components``: what it adds to ``components/schemas``."""


def operations() -> list[Operation]:
    """In the order in which they are read."""
    return [operation for group in GROUPS for operation in group.operations(example)]


def tags() -> list[dict[str, Any]]:
    """What the groups are called."""
    return [{"name": group.TAG, "description": group.TAG_TEXT} for group in GROUPS]


@cache
def schemas() -> dict[str, Schema]:
    """``components/schemas``."""
    return {name: schema for shapes in SHAPES for name, schema in shapes.components().items()}


def example(schema: Schema) -> Any:
    """An example of a schema, with every key."""
    return Examples(schemas()).of(schema)
