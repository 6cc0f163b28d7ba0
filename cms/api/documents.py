"""The document of a page: exactly what its address below ``/api/v2/pages/`` answers with, and what lists need of it."""

from __future__ import annotations

import json

from cms.api.cutting import cut, layout_of, written
from cms.api.endpoints.pages import PagesEndpoint
from cms.api.rendering import render_pages
from cms.publishing.rendering import Texts


def make_texts(page_id: int) -> Texts:
    """The texts of a published page, complete."""
    [answer] = render_pages(PagesEndpoint, [page_id], (), details=True)
    body, offsets = written(answer)
    item = cut(body, offsets, layout_of(PagesEndpoint, answer["meta"]["type"], (), False))
    return Texts(body, json.dumps(offsets, separators=(",", ":")), item)


def render_document(page_id: int) -> bytes:
    """JSON of a published page as the database is now."""
    return make_texts(page_id).body.encode()
