"""What must hold once the worker has caught up, whatever happened before: asked after walks, races and kills."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.api.documents import render_document
from cms.core.api_loading import page_types
from cms.core.visibility import public_pages
from cms.publishing import triggers
from cms.publishing.documents import place_of
from cms.publishing.models import ContentChange, Dependency, DocumentCount, Mark, PublishedDocument
from cms.publishing.reconciliation import differences
from cms.publishing.recording import catch_up

OVERRIDE = {"override_reason": "Ett prov av loggen."}
"""Sent with a form: without it the guard lets nobody alone change what is public, and there is little to log."""


def public_set() -> dict[int, object]:
    """Every public page as its own address answers now, made without the log and what is derived from it."""
    types = ContentType.objects.get_for_models(*page_types()).values()
    pages = public_pages().filter(content_type__in=types)
    return {pk: json.loads(render_document(pk)) for pk in pages.values_list("pk", flat=True)}


def faults() -> list[str]:
    """Let the worker catch up, and say what is wrong. Nothing ever is."""
    catch_up()
    return [*_left_over(), *_replay(), *_torn(), *differences()]


def _left_over() -> Iterator[str]:
    if Mark.objects.exists():
        yield "marks are left"
    if PublishedDocument.objects.filter(is_stale=True).exists():
        yield "documents are left to be made anew"
    if gone := triggers.missing():
        yield f"triggers are gone: {gone}"
    if problems := [problem for problem in Page.find_problems() if problem]:
        yield f"the page tree is not sound: {problems}"


def _replay() -> Iterator[str]:
    """Reading the log from its beginning gives the documents that are there, and no row says what the last one said."""
    copy: dict[int, tuple[int, str]] = {}
    gone: dict[int, str] = {}
    objects = 0
    rows = ContentChange.objects.values_list("pk", "page_id", "gate", "action", "etag", "route")
    for pk, page, gate, action, etag, route in rows:
        known = copy.get(page)
        if page is None:
            objects = pk
        elif action == ContentChange.Action.DELETE:
            # Behind a gate a page may be withdrawn before the worker has told of it there.
            if known is None and (not gate or gone.get(page) == gate):
                yield f"row {pk} withdraws page {page}, which was not public"
            copy.pop(page, None)
            gone[page] = gate
        # What an object changed may have been taken back before it was told of, and is told all the same: stale_again.
        elif known and known[1] == etag and route != "worker" and objects < known[0]:
            yield f"rows {known[0]} and {pk} say the same of page {page}"
        else:
            copy[page] = (pk, etag)
            gone.pop(page, None)
    stored = {document.page_id: (document.change_id, document.etag) for document in PublishedDocument.objects.all()}
    if stored != copy:
        yield f"the log and the documents differ: {sorted(set(stored.items()) ^ set(copy.items()))}"


def _torn() -> Iterator[str]:
    """Each document is whole, and nothing is kept for one that is gone."""
    for document in PublishedDocument.objects.all():
        if json.loads(document.body)["id"] != document.page_id:
            yield f"{document} holds another page"
    counted = {(row.gate, row.type, row.locale): row.number for row in DocumentCount.objects.exclude(number=0)}
    if counted != Counter(map(place_of, PublishedDocument.objects.all())):
        yield "documents are not counted right"
    kept = PublishedDocument.objects.values("page_id")
    if Dependency.objects.exclude(document_id__in=kept).exists():
        yield "dependencies are left of documents that are gone"
