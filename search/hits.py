"""Hits as the search page shows them: with the words of the question marked, and a place in the text that has them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from cms.publishing.following import public_documents
from search.analysis import Meaning
from search.highlights import Highlighter, texts_in


class Marked(NamedTuple):
    """HTML in which nothing but ``<mark>`` is markup."""

    title: SafeString
    summary: SafeString
    excerpt: SafeString
    """A sentence of the page with a word of the question; empty where there is none."""


class Hit(NamedTuple):
    page: Any
    marked: Marked


def hits_of(pages: Sequence[Any], meaning: Meaning, language: str) -> list[Hit]:
    """Pages with their words marked. The text is that of their public documents, in one query."""
    # What a stale document says may be withdrawn already.
    documents = public_documents().filter(page_id__in=[page.pk for page in pages], is_stale=False)
    bodies = dict(documents.values_list("page_id", "body"))
    marker = Highlighter(meaning, language)
    return [Hit(page, _marked(page, bodies.get(page.pk, ""), marker)) for page in pages]


def _marked(page: Any, body: str, marker: Highlighter) -> Marked:
    excerpts = marker.excerpts(texts_in(json.loads(body)), most=1) if body else []
    texts = marker.marked(page.title), marker.marked(page.summary), "".join(excerpts)
    return Marked(*(mark_safe(text) for text in texts))  # noqa: S308  the highlighter escapes everything else
