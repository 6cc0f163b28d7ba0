"""A whole page from its stored document: one query, and byte for byte what a fresh rendering gives."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models import BigIntegerField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from wagtail.models import Page

from cms.api.caching import depends_on, modified_at, not_modified
from cms.api.cutting import cut, layout_of
from cms.api.parameters import Parameters
from cms.api.plain import endpoint
from cms.api.questions import fields_asked_for
from cms.core.dependencies import CLOCK, DAY
from cms.core.models import BasePage
from cms.core.visibility import gate_of, open_gates, public_pages
from cms.publishing.models import Dependency, PublishedDocument
from cms.publishing.rendering import Texts, render
from cms.publishing.stamp import IS_TODAY, SOMETHING_PENDS, today

KNOWN = frozenset({"fields"})
CONDITIONS = frozenset({"If-None-Match", "If-Modified-Since"})


def detail_of(api: Any) -> Callable[..., HttpResponseBase]:
    """One page of the pages endpoint, whole or with the ``fields`` asked for."""

    @endpoint
    def detail(request: HttpRequest, params: Parameters, pk: int) -> HttpResponse:
        params.only(KNOWN)
        if "fields" not in params and CONDITIONS & {*request.headers} and (known := _known(request, pk)):
            return known
        document = _document(pk, WITH_TEXTS)
        if document is None:
            return _rendered(api, params, pk)
        if "fields" in params:
            response = _answer(_cut(api, params, document, document.type), document.locale, pk)
        else:
            response = _answer(document.body, document.locale, pk, ETag=f'"{document.etag}"')
        return modified_at(response, document.modified)

    return detail


def _known(request: HttpRequest, pk: int) -> HttpResponse | None:
    """304 without reading the texts, for a caller who has them already."""
    document = _document(pk, WITHOUT_TEXTS)
    if document is None:
        return None
    head = modified_at(_answer("", document.locale, pk, ETag=f'"{document.etag}"'), document.modified)
    return not_modified(request, head, document.modified)


class Stored(NamedTuple):
    """What is read of a document."""

    type: str
    gate: str
    etag: str
    locale: str
    modified: int
    body: str = ""
    offsets: str = ""


TEXTS = (", body, offsets", "")
STATEMENT = f"""
SELECT type, gate, etag, locale, modified{{texts}} FROM {PublishedDocument._meta.db_table}
WHERE page_id = %s AND NOT is_stale AND NOT {SOMETHING_PENDS} AND ({IS_TODAY} OR NOT EXISTS (
    SELECT 1 FROM {Dependency._meta.db_table} WHERE document_id = page_id AND kind = '{CLOCK}' AND "key" = '{DAY}'
))
"""  # noqa: S608  # the names in it are our own
WITH_TEXTS, WITHOUT_TEXTS = (STATEMENT.format(texts=texts) for texts in TEXTS)


def _document(pk: int, statement: str) -> Stored | None:
    """The document, unless the caller may not see it or it might not be true any more.

    That is: something in it has changed, something was written that the log has not seen yet, or the day has changed
    and the worker that keeps the clock has not. One statement, as in `cms.publishing.stamp`.
    """
    if pk > BigIntegerField.MAX_BIGINT:
        return None
    with connection.cursor() as cursor:
        cursor.execute(statement, [pk, today()])
        row = cursor.fetchone()
    document = Stored(*row) if row else None
    is_open = document is not None and (not document.gate or document.gate in open_gates([document.gate]))
    return document if is_open else None


def _rendered(api: Any, params: Parameters, pk: int) -> HttpResponse:
    page = public_pages(Page.objects.filter(pk=pk)).select_related("locale").first()
    if page is None or not issubclass(page.specific_class, BasePage):
        raise Http404
    rendered, language = render(page, gate_of(page)), page.locale.language_code
    if "fields" in params:
        return _answer(_cut(api, params, rendered.texts, page.specific_class._meta.label), language, pk)
    return _answer(rendered.texts.body, language, pk, ETag=f'"{rendered.etag}"')


def _cut(api: Any, params: Parameters, texts: Texts | Stored, type_label: str) -> str:
    fields = fields_asked_for(params, api, [apps.get_model(type_label)], hidden=())
    return cut(texts.body, json.loads(texts.offsets), layout_of(api, type_label, fields, True))


def _answer(body: str, language: str, pk: int, **headers: str) -> HttpResponse:
    headers = {"Content-Language": language, **headers}
    return depends_on(HttpResponse(body, content_type="application/json", headers=headers), [f"page-{pk}"])
