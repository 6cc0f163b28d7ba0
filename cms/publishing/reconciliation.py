"""Proves the log: compares what it says with what is public, and mends it where it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from django.db import connection, transaction

from cms.core.visibility import fresh_reading, gate_of
from cms.publishing import documents
from cms.publishing.acting import Author
from cms.publishing.effects import every_page, published_among
from cms.publishing.log import LOCK, Entry, append_pages, take_the_lock
from cms.publishing.models import PublishedDocument
from cms.publishing.rendering import Rendered, render

AT_ONCE = 10
"""Pages in one transaction: whoever publishes meanwhile waits as long as it takes to render so many."""
TURN = LOCK + 1


def differences(ids: Iterable[int] | None = None) -> Iterator[str]:
    """One line for each page whose document is not what a fresh rendering gives. Changes nothing.

    What looks different is looked at again while nobody publishes: somebody may just have done so.
    """
    for pk in sorted(every_page()) if ids is None else ids:
        if _difference(pk) is None:
            continue
        with transaction.atomic():
            take_the_lock()
            line = _difference(pk)
        if line is not None:
            yield line


def reconcile(done: Callable[[int, int], object] = lambda _done, _all: None) -> int:
    """Make every document anew, a few in each transaction; what differs gets its row in the log.

    `done` is told how many of how many pages have been looked at. Returns the number of rows.
    """
    ids, rows = sorted(every_page()), 0
    for start in range(0, len(ids), AT_ONCE):
        rows += reconcile_some(ids[start : start + AT_ONCE])
        done(min(start + AT_ONCE, len(ids)), len(ids))
    return rows


def reconcile_some(ids: Collection[int]) -> int:
    """Make the documents of a few pages anew; returns the number of rows. Several processes may do this at once.

    They render side by side while nobody publishes, and write in turn, so that rows are committed in the order of
    their ids here too.
    """
    with transaction.atomic():
        _keep_others_from_publishing()
        with fresh_reading():
            pages = published_among(ids)
            gates = {pk: gate_of(page) for pk, page in pages.items()}
            rendered = {pk: render(page, gates[pk]) for pk, page in pages.items()}
        _wait_for_our_turn()
        known, entry = documents.known_among(ids), Entry(Author(route="reconciliation"))
        right = {pk for pk in pages if pk in known and _holds(known[pk], gates[pk], rendered[pk])}
        for pk in right:
            documents.confirm(known[pk], pages[pk], rendered[pk])
        append_pages({*ids} - right, entry, at_once=len(ids), closed_too=True, ready=rendered)
        return entry.number


def _difference(pk: int) -> str | None:
    known = PublishedDocument.objects.filter(pk=pk).first()
    with fresh_reading():
        page = published_among([pk]).get(pk)
        if page is None:
            return f"{known}: the log says that it is public, and it is not" if known else None
        if known is None:
            return f"{page} ({pk}): public, and the log does not know it"
        gate = gate_of(page)
        if known.is_stale or _holds(known, gate, render(page, gate)):
            return None
        return f"{known}: the document is not what the page shows"


def _holds(document: PublishedDocument, gate: str, rendered: Rendered) -> bool:
    return (document.gate, document.etag) == (gate, rendered.etag) and not document.stale_again


def _keep_others_from_publishing() -> None:
    """The log's lock, shared with others who rebuild. On SQLite the transaction has kept all others out already."""
    _lock("pg_advisory_xact_lock_shared", LOCK)


def _wait_for_our_turn() -> None:
    """Among those who rebuild. Whoever has the turn waits for nobody any more, so there is no deadlock."""
    _lock("pg_advisory_xact_lock", TURN)


def _lock(function: str, number: int) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(%s)", [number])
