"""What the public may see, as one value that can be compared."""

from __future__ import annotations

from typing import Any

from cms.publishing.models import PublicObject, PublishedDocument


def public_set() -> dict[Any, Any]:
    """Every document by its etag and place, and every other object by its digest."""
    pages = PublishedDocument.objects.values_list("page_id", "gate", "path", "slug", "etag")
    objects = PublicObject.objects.values_list("kind", "key", "digest")
    return {page[0]: page[1:] for page in pages} | {row[:2]: row[2] for row in objects}
