"""Lists of pages, put together from stored documents; what these do not know for certain is rendered.

Whose key opens what decides which pages are found. How a page looks depends on its gate alone, so that everybody who
may see it sees the same.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from wagtail.models import Page

from cms.api import filters
from cms.api.caching import depends_on, modified_at, pages_name, stamp_of
from cms.api.cursors import cursor_after, start_of
from cms.api.cutting import Offsets, cut, json_of, layout_of
from cms.api.kept import Kept
from cms.api.parameters import Parameters
from cms.api.plain import endpoint, text_of
from cms.api.questions import Question
from cms.api.rendering import rendered_by_id
from cms.core.grants import current_grants, granted
from cms.core.visibility import behind, gate_of, open_gates, public_pages
from cms.publishing.models import DocumentCount, PublishedDocument
from cms.publishing.rendering import render
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
        gates = open_gates(_gates()) if current_grants().paths else [""]
        part = _searched(question) if question.is_search else _listed(question, gates, now)
        items = _stored(question, part.ids, gates) if now else _rendered(question, part.ids)
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
    documents = _open(gates)
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


def _open(gates: list[str]) -> QuerySet[PublishedDocument]:
    # One gate as itself and not as a list of one: the indexes begin with it.
    documents = PublishedDocument.objects.all()
    return documents.filter(gate=gates[0]) if len(gates) == 1 else documents.filter(gate__in=gates)


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


def _gates() -> list[str]:
    """Every gate that something is behind."""
    return list(DocumentCount.objects.filter(number__gt=0).values_list("gate", flat=True).distinct())


# --- What of each -----------------------------------------------------------------------------------------------


def _stored(question: Question, ids: Sequence[int], gates: list[str]) -> Iterator[str]:
    """Pages by id, in that order, cut from their documents. One withdrawn since it was found is left out."""
    whole = bool(question.fields)
    texts = ("body", "offsets") if whole else ("item",)
    rows = {row.pk: row for row in _open(gates).only("type", "gate", "is_stale", *texts).filter(pk__in=ids)}
    stale = [pk for pk, row in rows.items() if row.is_stale]
    pages = Page.objects.in_bulk(stale) if stale else {}
    for pk in ids:
        row = rows.get(pk)
        if row is None:
            continue
        made = render(pages[pk], row.gate).texts if row.is_stale else row
        if whole:
            offsets: Offsets = json.loads(made.offsets)
            layout = layout_of(question.endpoint, row.type, question.fields, False)
            yield cut(made.body, offsets, layout)
        else:
            yield made.item


def _rendered(question: Question, ids: Sequence[int]) -> Iterator[str]:
    """The same while the log does not know everything: read and serialised together, by what closes them."""
    made: dict[int, str] = {}
    for gate, keys in _by_gate(ids).items():
        with granted(behind(gate)):
            answers = rendered_by_id(question.endpoint, keys, question.fields)
            made |= {pk: json_of(answer) for pk, answer in answers.items()}
    return (made[pk] for pk in ids if pk in made)


def _by_gate(ids: Sequence[int]) -> dict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for page in public_pages(Page.objects.filter(pk__in=ids)):
        found[gate_of(page)].append(page.pk)
    return found
