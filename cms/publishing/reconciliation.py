"""Proves the log: compares what it says with what is public, and mends it where it is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import transaction

from cms.core.visibility import fresh_reading, gate_of
from cms.publishing.effects import every_page, published_among
from cms.publishing.log import Author, Entry, append_pages, take_the_lock
from cms.publishing.models import PublishedDocument
from cms.publishing.rendering import render

AT_ONCE = 20


def differences() -> Iterator[str]:
    """One line for each page whose document is not what a fresh rendering gives. Changes nothing."""
    for pk in sorted(every_page()):
        with fresh_reading():
            page = published_among([pk]).get(pk)
            gate = gate_of(page) if page else ""
        known = PublishedDocument.objects.filter(pk=pk).first()
        if page is None and known is not None:
            yield f"{known}: the log says that it is public, and it is not"
        elif page is not None and known is None:
            yield f"{page} ({pk}): public, and the log does not know it"
        elif (
            page is not None
            and known is not None
            and not known.is_stale
            and (known.gate, known.etag) != (gate, render(page, gate).etag)
        ):
            yield f"{known}: the document is not what the page shows"


def reconcile(done: Callable[[int, int], object] = lambda _done, _all: None) -> int:
    """Make every document anew, a few in each transaction; what differs gets its row in the log.

    `done` is told how many of how many pages have been looked at. Returns the number of rows.
    """
    ids, rows = sorted(every_page()), 0
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            take_the_lock()
            entry = Entry(Author(route="reconciliation"))
            append_pages(set(ids[start : start + AT_ONCE]), entry, closed_too=True)
            rows += entry.number
        done(min(start + AT_ONCE, len(ids)), len(ids))
    return rows
