"""``recording()``: one transaction that ends by writing to the log what it changed for the public."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Max, QuerySet

from cms.publishing.acting import Author
from cms.publishing.guarding import consequences, permissions
from cms.publishing.log import append_effects, append_stale, take_the_lock
from cms.publishing.models import Mark, PublishedDocument

NOBODY = Author()
SWEPT_AT_ONCE = 500


@dataclass
class Recording:
    """A recording that is going on. `author` is asked at the end: a request may learn late who sent it."""

    author: Callable[[], Author]
    first_mark: int = 0
    number: UUID = field(default_factory=uuid4)
    waiting: dict[Hashable, Callable[[], object]] = field(default_factory=dict)


_current: ContextVar[Recording | None] = ContextVar("recording", default=None)


@contextmanager
def recording(author: Callable[[], Author] = lambda: NOBODY) -> Iterator[None]:
    """Everything written inside is one transaction, and what it changed for the public is in the log when it ends.

    Inside another recording it does nothing: the outermost one decides. What runs after the commit (``on_commit``) is
    outside and opens its own.
    """
    if _current.get() is not None:
        yield
        return
    with transaction.atomic():
        token = _current.set(Recording(author, first_mark=_newest_mark()))
        granted, aside = permissions.set(set()), consequences.set(set())
        try:
            yield
            _do_what_waits()
            flush()
        finally:
            consequences.reset(aside)
            permissions.reset(granted)
            _current.reset(token)


def this_recording() -> UUID | None:
    """The same for everything that is written in one recording; None where nothing is being recorded."""
    current = _current.get()
    return current.number if current is not None else None


def at_the_end(what: Hashable, function: Callable[[], object]) -> bool:
    """Let something be done when the recording that is going on ends, once however often it is asked for.

    False where nothing is being recorded: then it is to be done at once.
    """
    current = _current.get()
    if current is None:
        return False
    current.waiting.setdefault(what, function)
    return True


def _do_what_waits() -> None:
    current = _current.get()
    while current is not None and current.waiting and not connection.needs_rollback:
        current.waiting.pop(next(iter(current.waiting)))()


def flush() -> int:
    """Write to the log what this transaction has changed so far; returns the number of rows."""
    current = _current.get()
    if current is None or connection.needs_rollback:
        return 0
    marks = list(_own_marks(current).values_list("id", "kind", "key"))
    if not marks:
        return 0
    take_the_lock()
    Mark.objects.filter(pk__in=[pk for pk, _kind, _key in marks]).delete()
    return append_effects({(kind, key) for _pk, kind, key in marks}, current.author())


def sweep() -> int:
    """Log what was written outside every recording, such as in a shell; returns the number of marks taken."""
    with transaction.atomic():
        take_the_lock()
        marks = set(Mark.objects.order_by("id").values_list("kind", "key")[:SWEPT_AT_ONCE])
        for kind in {kind for kind, _key in marks}:
            # Also those further on: a page that was written row by row is looked at once.
            Mark.objects.filter(kind=kind, key__in=[key for other, key in marks if other == kind]).delete()
        if marks:
            append_effects(marks, Author(route="sweep"))
    return len(marks)


def make_stale_documents_anew(most: int = 10) -> int:
    """A short step of what is left of larger changes; returns how many documents were looked at."""
    with transaction.atomic():
        take_the_lock()
        return append_stale(most, Author(route="worker"))


def catch_up() -> int:
    """All that the log still owes; returns the number of steps. Where it owes nothing, nothing is written or locked."""
    steps = 0
    while Mark.objects.exists() and sweep():
        steps += 1
    while PublishedDocument.objects.filter(is_stale=True).exists() and make_stale_documents_anew():
        steps += 1
    return steps


def _newest_mark() -> int:
    """Where this transaction's own marks begin, on SQLite: what lies before is somebody else's."""
    if connection.vendor == "postgresql":
        return 0
    return Mark.objects.aggregate(newest=Max("id"))["newest"] or 0


def _own_marks(current: Recording) -> QuerySet[Mark]:
    if connection.vendor != "postgresql":
        return Mark.objects.filter(pk__gt=current.first_mark)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned()::text::bigint")
        [number] = cursor.fetchone()
    return Mark.objects.filter(transaction_number=number) if number else Mark.objects.none()
