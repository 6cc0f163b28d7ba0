"""Turns marks into rows of the log: by effect, in commit order, in the transaction that made the change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Site

from cms.core.dependencies import CLOCK, DAY
from cms.core.visibility import fresh_reading
from cms.publishing import documents
from cms.publishing.effects import EVERYTHING, PairOfKindAndKey, every_page, public_among, state_of_objects, touched_by
from cms.publishing.models import ContentChange, PublicObject, PublishedDocument
from cms.publishing.rendering import render

LOCK = 715_2026
"""PostgreSQL's name for the right to append: held from before the state is read until the commit."""
MOST_AT_ONCE = 50
"""Pages rendered in the transaction that changed them. What a bulk change has beyond that, the worker renders."""


@dataclass(frozen=True)
class Author:
    """Who changed something, and by which way."""

    user_id: int | None = None
    route: str = ""


def take_the_lock() -> None:
    """Nobody else appends until this transaction ends. SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def append_effects(marks: Iterable[PairOfKindAndKey], author: Author) -> int:
    """Compare what the marks stand for with what the log says, and append the difference. Returns how many rows.

    To be called with the lock held.
    """
    touched = touched_by(marks)
    rows = _objects(touched.objects, author)
    ids = touched.pages
    if touched.everything:
        Site.clear_site_root_paths_cache()
        ids = every_page()
    return rows + append_pages(ids, author) if ids else rows


def append_stale(most: int, author: Author) -> int:
    """Make up to `most` stale documents anew; returns how many were looked at. To be called with the lock held."""
    stale = PublishedDocument.objects.filter(is_stale=True).order_by("page_id")[:most]
    ids = list(stale.values_list("page_id", flat=True))
    if ids:
        append_pages(set(ids), author, at_once=most)
    return len(ids)


def append_pages(ids: set[int], author: Author, at_once: int = MOST_AT_ONCE) -> int:
    """Compare pages with their documents. What is withdrawn is withdrawn at once, however much it is."""
    with fresh_reading():
        public = public_among(ids)
    known = PublishedDocument.objects.in_bulk(ids)
    gone = [known[pk] for pk in known if pk not in public]
    rows = [_withdrawn(document, author) for document in gone]
    now = sorted(public, key=lambda pk: (pk not in known, public[pk].path))
    late = now[at_once:]
    documents.postpone([public[pk] for pk in late], known)
    for pk in now[:at_once]:
        row = _published(public[pk], known.get(pk), author)
        rows += [row] if row else []
    return len(rows)


def _withdrawn(document: PublishedDocument, author: Author) -> ContentChange:
    change = _append(document, ContentChange.Action.DELETE, author, etag="")
    documents.remove(document)
    return change


def _published(page: Page, known: PublishedDocument | None, author: Author) -> ContentChange | None:
    rendered = render(page)
    if known is not None and known.etag == rendered.etag:
        documents.confirm(known, page, rendered)
        return None
    document = documents.store(page, rendered, known)
    change = _append(document, ContentChange.Action.UPSERT, author, etag=rendered.etag)
    PublishedDocument.objects.filter(pk=document.pk).update(change_id=change.pk)
    return change


def _append(document: PublishedDocument, action: str, author: Author, etag: str) -> ContentChange:
    return ContentChange.objects.create(
        action=action,
        page_id=document.page_id,
        type=document.type,
        locale=document.locale,
        persistent_id=document.persistent_id,
        etag=etag,
        changed_at=timezone.now(),
        actor_id=author.user_id,
        route=author.route[:200],
    )


def _objects(objects: set[PairOfKindAndKey], author: Author) -> int:
    """Objects that are no pages: one row each when they changed, and their documents are stale from now on."""
    if not objects:
        return 0
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
        ContentChange.objects.create(
            action=ContentChange.Action.UPSERT if (kind, key) in now else ContentChange.Action.DELETE,
            kind=kind,
            key=key,
            changed_at=timezone.now(),
            actor_id=author.user_id,
            route=author.route[:200],
        )
    documents.make_stale([pair for pair in changed if pair[0] not in EVERYTHING])
    return len(changed)


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
