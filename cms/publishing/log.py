"""Turns marks into rows of the log: by effect, in commit order, in the transaction that made the change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Site

from cms.core.dependencies import CLOCK, DAY
from cms.core.visibility import fresh_reading, gate_of
from cms.publishing import documents, guarding
from cms.publishing.acting import Author
from cms.publishing.effects import (
    EVERYTHING,
    PairOfKindAndKey,
    Touched,
    every_page,
    published_among,
    state_of_objects,
    touched_by,
)
from cms.publishing.guarding import Before, Effects, ObjectEffect, PageEffect
from cms.publishing.models import ContentChange, PublicObject, PublishedDocument
from cms.publishing.rendering import Rendered, render

LOCK = 715_2026
"""PostgreSQL's name for the right to append: held from before the state is read until the commit."""
MOST_AT_ONCE = 50
"""Pages rendered in the transaction that changed them. What a bulk change has beyond that, the worker renders."""


def take_the_lock() -> None:
    """Nobody else appends until this transaction ends. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


class Entry:
    """Rows of one transaction by one author: they share their time."""

    def __init__(self, author: Author, effects: Effects | None = None) -> None:
        self.author = author
        self.effects = effects or Effects()
        self.number = 0
        self.told_of: set[int] = set()
        self._moment = timezone.now()

    @cached_property
    def modified(self) -> int:
        """Second of this transaction, see `ContentChange.modified`."""
        newest = ContentChange.objects.order_by("-id").values_list("modified", flat=True).first() or 0
        return max(int(self._moment.timestamp()), newest + 1)

    def append(self, action: str, **what: Any) -> ContentChange:
        """One more row, at the end of the log."""
        self.number += 1
        return ContentChange.objects.create(
            action=action,
            changed_at=self._moment,
            modified=self.modified,
            actor_id=self.author.user_id,
            route=self.author.route[:200],
            **what,
        )

    def append_page(self, action: str, document: PublishedDocument, etag: str = "") -> ContentChange:
        """A row that tells of a page, as its document describes it."""
        self.told_of.add(document.page_id)
        return self.append(
            action,
            page_id=document.page_id,
            gate=document.gate,
            type=document.type,
            locale=document.locale,
            persistent_id=document.persistent_id,
            etag=etag,
        )


def append_effects(marks: Iterable[PairOfKindAndKey], author: Author) -> int:
    """Compare what the marks stand for with what the log says, and append the difference. Returns how many rows.

    To be called with the lock held.
    """
    touched = touched_by(marks)
    entry = Entry(author, Effects(written=touched.written_pages))
    _objects(touched, entry)
    ids = touched.pages
    if touched.everything:
        Site.clear_site_root_paths_cache()
        ids = every_page()
    if ids:
        append_pages(ids, entry)
    guarding.judge(entry.effects, author)
    return entry.number


def append_stale(most: int, author: Author) -> int:
    """Make up to `most` stale documents anew; returns how many were looked at. To be called with the lock held."""
    stale = PublishedDocument.objects.filter(is_stale=True).order_by("page_id")[:most]
    ids = list(stale.values_list("page_id", flat=True))
    if ids:
        append_pages(set(ids), Entry(author), at_once=most, closed_too=True)
    return len(ids)


def append_pages(
    ids: set[int],
    entry: Entry,
    at_once: int = MOST_AT_ONCE,
    *,
    closed_too: bool = False,
    ready: Mapping[int, Rendered] = MappingProxyType({}),
) -> None:
    """Compare pages with their documents. What is withdrawn is withdrawn at once, however much it is.

    What is published is rendered here up to `at_once` pages, and what lies behind a gate only with `closed_too`: the
    worker renders the rest. `ready` are pages that have been rendered since the lock was taken.
    """
    with fresh_reading():
        pages = published_among(ids)
        gates = {pk: gate_of(page) for pk, page in pages.items()}
        known = documents.known_among(ids)
        before = [documents.place_of(document) for document in known.values()]
        stood = {pk: Before.of(document) for pk, document in known.items()}
        for pk in [pk for pk in known if pk not in pages or known[pk].gate != gates[pk]]:
            # Also what is published behind another gate from now on: who may not open that one loses the page here.
            document = known.pop(pk)
            change = entry.append_page(ContentChange.Action.DELETE, document)
            documents.remove(document, change.modified)
        order = sorted(pages, key=lambda pk: (pk not in known, pages[pk].path))
        now = [pk for pk in order if closed_too or not gates[pk]][:at_once]
        rows = [_published(pages[pk], gates[pk], known.get(pk), entry, ready.get(pk)) for pk in now]
        late = [documents.row_of(pages[pk], gates[pk], known.get(pk)) for pk in pages.keys() - set(now)]
        if late:
            documents.postpone(late, entry.modified)
        differing = entry.told_of | {document.page_id for document in late}
        entry.effects.pages += [
            PageEffect(
                pk, stood.get(pk), pages.get(pk), gates.get(pk, ""), pk in differing, pk in entry.effects.written
            )
            for pk in sorted({*stood, *pages})
            if pk in differing or stood.get(pk) != _standing(pages.get(pk), gates.get(pk, ""))
        ]
    documents.count(before, [documents.place_of(document) for document in (*rows, *late)])


def _standing(page: Page | None, gate: str) -> Before | None:
    return page and Before(gate, page.path, page.slug, page.locale.language_code, page.title)


def _published(
    page: Page, gate: str, known: PublishedDocument | None, entry: Entry, ready: Rendered | None
) -> PublishedDocument:
    rendered = ready or render(page, gate)
    if known is not None and known.etag == rendered.etag and not known.stale_again:
        documents.confirm(known, page, rendered)
        return known
    document = documents.row_of(page, gate, known)
    documents.store(document, rendered, entry.append_page(ContentChange.Action.UPSERT, document, rendered.etag))
    return document


def _objects(touched: Touched, entry: Entry) -> None:
    """Objects that are no pages: one row each when they changed, and their documents are stale from now on."""
    objects = touched.objects
    if not objects:
        return
    now = _state(objects)
    known = {
        (row.kind, row.key): row
        for row in PublicObject.objects.filter(
            kind__in={kind for kind, _key in objects}, key__in={key for _kind, key in objects}
        )
        if (row.kind, row.key) in objects
    }
    changed = [pair for pair in objects if now.get(pair, "") != (known[pair].digest if pair in known else "")]
    for kind, key in sorted(changed):
        _remember(kind, key, now.get((kind, key)), known.get((kind, key)))
        action = ContentChange.Action.UPSERT if (kind, key) in now else ContentChange.Action.DELETE
        entry.append(action, kind=kind, key=key)
        entry.effects.objects.append(_effect((kind, key), touched, is_gone=(kind, key) not in now))
    if changed:
        documents.make_stale([pair for pair in changed if pair[0] not in EVERYTHING], at=entry.modified)


def _effect(pair: PairOfKindAndKey, touched: Touched, *, is_gone: bool) -> ObjectEffect:
    return ObjectEffect(
        *pair,
        is_gone=is_gone,
        is_written=pair in touched.written_objects,
        by_collection=pair in touched.in_collections,
    )


def _state(objects: set[PairOfKindAndKey]) -> dict[PairOfKindAndKey, str]:
    now = state_of_objects(objects)
    if (CLOCK, DAY) in objects:
        now[CLOCK, DAY] = timezone.localdate().isoformat()
    return now


def _remember(kind: str, key: str, digest: str | None, known: Any) -> None:
    if digest is None:
        known.delete()
    else:
        PublicObject.objects.update_or_create(kind=kind, key=key, defaults={"digest": digest})
