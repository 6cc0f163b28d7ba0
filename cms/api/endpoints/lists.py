"""Lists of pages: which ones, in which order and how many in all, from stored documents where these know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cms.api import filters
from cms.api.caching import depends_on, modified_at, pages_name, stamp_of
from cms.api.cursors import cursor_after, start_of
from cms.api.items import gates_of_caller, open_documents, rendered, stored
from cms.api.kept import Kept
from cms.api.parameters import Parameters
from cms.api.plain import endpoint, text_of
from cms.api.questions import Question
from cms.core.visibility import public_pages
from cms.publishing.models import DocumentCount
from cms.publishing.stamp import Stamp

MEGABYTE = 1024 * 1024
COLUMNS = {
    "id": "page_id",
    "path": "path",
    "title": "title",
    "slug": "slug",
    "first_published_at": "first_published_at",
    "last_published_at": "last_published_at",
}
"""Model fields that a stored document has as columns of its own."""

totals: Kept[int] = Kept(most_bytes=MEGABYTE)
"""How many there are of what was asked for, as long as the log stands where it stood."""


@dataclass(frozen=True)
class Part:
    """A part of a list: how many there are in all, and the pages of this part."""

    total: int
    ids: list[int]
    next_cursor: str | None = None


def listing_of(api: Any) -> Callable[..., HttpResponseBase]:
    """The list of the pages endpoint: ``{"meta": {"total_count"}, "items": [...]}``."""

    @endpoint
    def listing(request: HttpRequest, params: Parameters) -> HttpResponse:
        question = Question(params, api)
        now = stamp_of(request)
        gates = gates_of_caller()
        part = _searched(question) if question.is_search else _listed(question, gates, now)
        asked = question.endpoint, part.ids, question.fields
        items = stored(*asked, gates) if now else rendered(*asked)
        meta: dict[str, Any] = {"total_count": part.total}
        if question.is_walk:
            meta["next_cursor"] = part.next_cursor
        body = f'{{"meta":{text_of(meta)},"items":[{",".join(items)}]}}'
        response = HttpResponse(body, content_type="application/json")
        if now:
            modified_at(response, now.modified)
        names = [pages_name(label) for label in question.labels] if question.types else ["pages"]
        return depends_on(response, names)

    return listing


# --- Which pages ------------------------------------------------------------------------------------------------


def _searched(question: Question) -> Part:
    pages = question.pages(public_pages(question.model._default_manager.all()))
    found = filters.matching_words(pages.order_by(*question.order), question.params)
    total = found.count()
    if not question.limit or question.offset >= total:
        return Part(total, [])
    return Part(total, [page.pk for page in found[question.offset : question.offset + question.limit]])


def _listed(question: Question, gates: list[str], now: Stamp | None) -> Part:
    if now is None:
        found, key = question.pages(public_pages(question.model._default_manager.all())), "pk"
        order, total = question.order, found.count()
    else:
        found, key, order = _found(question, gates)
        total = _total(question, gates, now, found)
    if question.is_walk:
        after = start_of(question.params)
        ids = list(found.filter(pk__gt=after).order_by(key).values_list(key, flat=True)[: question.limit + 1])
        part = ids[: question.limit]
        return Part(total, part, cursor_after(part[-1]) if len(ids) > question.limit else None)
    if not question.limit or question.offset >= total:
        return Part(total, [])
    ordered = found.order_by(*order).values_list(key, flat=True)
    return Part(total, list(ordered[question.offset : question.offset + question.limit]))


def _found(question: Question, gates: list[str]) -> tuple[QuerySet, str, list[str]]:
    """What is asked for, the name of its key, and its order: from documents alone where they have all it takes."""
    documents = open_documents(gates)
    if question.types:
        labels = question.labels
        documents = documents.filter(type=labels[0]) if len(labels) == 1 else documents.filter(type__in=labels)
    if question.locale:
        documents = documents.filter(locale=question.locale)
    pages = question.pages() if question.is_narrowed else None
    names = [name.removeprefix("-") for name in question.order]
    if not COLUMNS.keys() >= set(names):
        pages = question.pages() if pages is None else pages
        return pages.filter(pk__in=documents.values("page_id")), "pk", question.order
    if pages is not None:
        documents = documents.filter(page_id__in=pages.order_by().values("pk"))
    order = [f"{'-' if name.startswith('-') else ''}{COLUMNS[name.removeprefix('-')]}" for name in question.order]
    return documents, "page_id", order


def _total(question: Question, gates: list[str], now: Stamp, found: QuerySet) -> int:
    """From the numbers kept with the documents, or counted once for each question while the log stands still."""
    if not question.is_narrowed:
        counts = DocumentCount.objects.filter(gate__in=gates)
        if question.types:
            counts = counts.filter(type__in=question.labels)
        if question.locale:
            counts = counts.filter(locale=question.locale)
        return int(counts.aggregate(total=Sum("number"))["total"] or 0)
    key = f"{question.params.canonical(without=SAME_TOTAL)}\n{gates}"
    total = totals.get(key, now.cursor)
    if total is None:
        total = found.count()
        totals.put(key, now.cursor, total, size=2 * len(key))
    return total


SAME_TOTAL = frozenset({"limit", "offset", "order", "fields", "cursor"})
"""Parameters that change nothing in how many there are."""
