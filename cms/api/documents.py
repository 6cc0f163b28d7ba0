"""The document of a page: exactly the bytes that its address below ``/api/v2/pages/`` answers with."""

from __future__ import annotations

from rest_framework.renderers import JSONRenderer

from cms.api.endpoints.pages import PagesEndpoint
from cms.api.rendering import render_pages


def render_document(page_id: int) -> bytes:
    """JSON of a public page, complete."""
    [answer] = render_pages(PagesEndpoint, [page_id], (), details=True)
    return JSONRenderer().render(answer)
