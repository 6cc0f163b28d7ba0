"""A revision as the API would show the page if it were published now. Nothing is written."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from wagtail.models import Site

from cms.api.endpoints.pages import PagesEndpoint
from cms.api.models import Preview
from cms.api.rendering import serializer_class
from cms.core.api_loading import complete
from cms.core.models import BasePage
from cms.core.translation_state import digest_of_text
from cms.core.visibility import fresh_reading


def page_of(preview: Preview) -> BasePage:
    """The page as the revision has it, in memory.

    A revision that was not written over since is read anew: facts that were approved in Swedish meanwhile are in it.
    """
    revision = preview.revision
    content = revision.content if revision.created_at == preview.saved_at else preview.content
    stored = preview.page.specific
    page: BasePage = stored.with_content_json(content)
    page.last_published_at = stored.last_published_at
    if stored.url_path in {root.root_path for root in Site.get_site_root_paths()}:
        page.url_path = stored.url_path  # the address of a front page has nothing of its slug
    return page


def render_preview(preview: Preview) -> dict[str, Any]:
    """What ``pages/<id>/`` would answer."""
    page = page_of(preview)
    with fresh_reading() as reading, translation.override(page.locale.language_code):
        page.text_digest = digest_of_text(page)
        reading.suppose_public(page)
        serializer = serializer_class(PagesEndpoint, type(page), (), True)(context={})  # type: ignore[arg-type]  # mypy takes a class for its instances: python/mypy#11470
        complete(page, serializer.fields)
        answer: dict[str, Any] = serializer.to_representation(page)
    return answer
