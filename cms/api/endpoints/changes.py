"""``changes/``: what was published, changed and withdrawn, in the order in which it was committed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.api.caching import ASK_EACH_TIME, depends_on, modified_at, pages_name
from cms.api.cursors import OtherScope, cursor_after, start_of
from cms.api.endpoints.base import LANGUAGES, LIMIT, MOST
from cms.api.parameters import Parameters
from cms.api.plain import endpoint, text_of
from cms.api.problems import Problem
from cms.core.api_loading import page_types
from cms.core.api_values import moment_value
from cms.core.grants import current_grants
from cms.core.visibility import gate_of, open_gates, public_pages, reading_together
from cms.publishing.models import ContentChange, PublishedDocument
from cms.publishing.rendering import render

KNOWN = frozenset({"cursor", "limit", "type", "locale", "include"})
DOCUMENT = "document"
RESET = _(
    "This cursor is of another log, or of a key that opened other sections. Start again from the empty cursor and "
    "replace what you have."
)


@endpoint
def changes(_request: HttpRequest, params: Parameters) -> HttpResponse:
    """``{"meta": {"next_cursor", "has_more"}, "items": [...]}``, oldest first.

    Whoever has read up to a cursor has missed nothing before it. A change tells that a page is public in a new form
    (``upsert``) or no longer (``delete``); with ``include=document`` the former carries the page as it is now, or null
    where a later change withdraws it. A partner's key opens the rows behind its gates as well. Problems: 400 for a
    cursor that cannot be read, 409 ``cursor-reset`` for one that lies after the end of the log, as after a restored
    backup, or that was given to somebody for whom other gates were open.
    """
    params.only(KNOWN)
    limit = params.number("limit", default=LIMIT, least=1, most=MOST)
    newest, modified = ContentChange.objects.order_by("-id").values_list("id", "modified").first() or (0, 0)
    scope = _scope()
    cursor = _start(params, scope, newest)
    gates = open_gates(_gates()) if scope else [""]
    rows = list(_rows(params, gates).filter(pk__gt=cursor, pk__lte=newest).order_by("pk")[: limit + 1])
    has_more = len(rows) > limit
    rows = rows[:limit]
    following = (rows[-1].pk if rows else cursor) if has_more else newest
    documents = _documents(rows, gates) if params.code("include", [DOCUMENT]) else None
    items = ",".join(_items(rows, documents, scope))
    meta = text_of({"next_cursor": cursor_after(following, scope), "has_more": has_more})
    response = HttpResponse(
        f'{{"meta":{meta},"items":[{items}]}}',
        content_type="application/json",
        # A copy must not learn of a withdrawal later than the bank itself.
        headers={"Cache-Control": ASK_EACH_TIME},
    )
    names = [pages_name(label) for label in _types(params)] if "type" in params else ["pages"]
    return modified_at(depends_on(response, names), modified)


def _types(params: Parameters) -> list[str]:
    return params.codes("type", {model._meta.label for model in page_types()})


def _start(params: Parameters, scope: str, newest: int) -> int:
    try:
        cursor = start_of(params, scope)
    except OtherScope:
        raise Problem("cursor-reset", RESET) from None
    if cursor > newest:
        raise Problem("cursor-reset", RESET)
    return cursor


def _scope() -> str:
    """What the caller's key opens, as a short name that changes with it; nothing for the public."""
    with reading_together() as reading:
        granted = sorted(pk for path, pk in reading.restrictions if path in reading.grants.paths)
    if not current_grants().paths:
        return ""
    return hashlib.blake2b(repr(granted).encode(), digest_size=6).hexdigest()


def _gates() -> list[str]:
    """Every gate that the log tells of."""
    return list(ContentChange.objects.exclude(gate="").values_list("gate", flat=True).order_by("gate").distinct())


def _rows(params: Parameters, gates: list[str]) -> QuerySet[ContentChange]:
    rows = ContentChange.objects.filter(page_id__isnull=False, gate__in=gates)
    if "type" in params:
        rows = rows.filter(type__in=_types(params))
    if "locale" in params:
        rows = rows.filter(locale=params.code("locale", LANGUAGES))
    return rows


def _documents(rows: Sequence[ContentChange], gates: list[str]) -> dict[int, str]:
    """Bodies by page. One that is to be made anew is rendered here, because what is stored is no longer true."""
    wanted = {row.page_id for row in rows if row.page_id and row.action == ContentChange.Action.UPSERT}
    stored = PublishedDocument.objects.filter(pk__in=wanted, gate__in=gates).only("body", "is_stale")
    bodies = {document.page_id: document.body for document in stored if not document.is_stale}
    stale = [document.page_id for document in stored if document.is_stale]
    if stale:
        for page in public_pages(Page.objects.filter(pk__in=stale)):
            bodies[page.pk] = render(page, gate_of(page)).texts.body
    return bodies


def _items(rows: Sequence[ContentChange], documents: dict[int, str] | None, scope: str) -> Iterator[str]:
    for row in rows:
        head = text_of(
            {
                "cursor": cursor_after(row.pk, scope),
                "action": row.action,
                "id": row.page_id,
                "type": row.type,
                "locale": row.locale,
                "persistent_id": row.persistent_id,
                "changed_at": moment_value(row.changed_at),
            }
        )
        if documents is None:
            yield head
        else:
            body = documents.get(row.page_id or 0, "null") if row.action == ContentChange.Action.UPSERT else "null"
            yield f'{head[:-1]},"document":{body}}}'
