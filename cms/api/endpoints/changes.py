"""``changes/``: what was published, changed and withdrawn, in the order in which it was committed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cms.api.cursors import cursor_after, start_of
from cms.api.documents import render_document
from cms.api.endpoints.base import LANGUAGES, LIMIT, MOST
from cms.api.parameters import Parameters
from cms.api.plain import endpoint, text_of
from cms.api.problems import Problem
from cms.core.api_loading import page_types
from cms.core.api_values import moment_value
from cms.core.visibility import public_pages
from cms.publishing.models import ContentChange, PublishedDocument

KNOWN = frozenset({"cursor", "limit", "type", "locale", "include"})
DOCUMENT = "document"
RESET = _("This cursor is not of this log. Start again from the empty cursor and replace what you have.")


@endpoint
def changes(_request: HttpRequest, params: Parameters) -> HttpResponse:
    """``{"meta": {"next_cursor", "has_more"}, "items": [...]}``, oldest first.

    Whoever has read up to a cursor has missed nothing before it. A change tells that a page is public in a new form
    (``upsert``) or no longer (``delete``); with ``include=document`` the former carries the page as it is now, or null
    where a later change withdraws it. Problems: 400 for a cursor that cannot be read, 409 ``cursor-reset`` for one that
    lies after the end of the log, as after a restored backup.
    """
    params.only(KNOWN)
    limit = params.number("limit", default=LIMIT, least=1, most=MOST)
    newest = ContentChange.objects.aggregate(newest=Max("id"))["newest"] or 0
    cursor = start_of(params)
    if cursor > newest:
        raise Problem("cursor-reset", RESET)
    rows = list(_rows(params).filter(pk__gt=cursor, pk__lte=newest).order_by("pk")[: limit + 1])
    has_more = len(rows) > limit
    rows = rows[:limit]
    following = (rows[-1].pk if rows else cursor) if has_more else newest
    documents = _documents(rows) if params.code("include", [DOCUMENT]) else None
    items = ",".join(_items(rows, documents))
    meta = text_of({"next_cursor": cursor_after(following), "has_more": has_more})
    return HttpResponse(f'{{"meta":{meta},"items":[{items}]}}', content_type="application/json")


def _rows(params: Parameters) -> QuerySet[ContentChange]:
    rows = ContentChange.objects.filter(page_id__isnull=False)
    if "type" in params:
        rows = rows.filter(type__in=params.codes("type", {model._meta.label for model in page_types()}))
    if "locale" in params:
        rows = rows.filter(locale=params.code("locale", LANGUAGES))
    return rows


def _documents(rows: Sequence[ContentChange]) -> dict[int, str]:
    """Bodies by page. One that is to be made anew is rendered here, because what is stored is no longer true."""
    wanted = {row.page_id for row in rows if row.page_id and row.action == ContentChange.Action.UPSERT}
    stored = PublishedDocument.objects.filter(pk__in=wanted)
    bodies = {document.page_id: document.body for document in stored if not document.is_stale}
    stale = [document.page_id for document in stored if document.is_stale]
    if stale:
        for pk in public_pages().filter(pk__in=stale).values_list("pk", flat=True):
            bodies[pk] = render_document(pk).decode()
    return bodies


def _items(rows: Sequence[ContentChange], documents: dict[int, str] | None) -> Iterator[str]:
    for row in rows:
        head = text_of(
            {
                "cursor": cursor_after(row.pk),
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
