"""What an answer is made from, noted while it is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

Noted = set[tuple[str, str]]
"""(kind, key): a page by its translation key, another object by the label of its model and its primary key."""

PAGE, CLOCK = "page", "clock"
DAY = "day"

_noted: ContextVar[Noted | None] = ContextVar("noted", default=None)


@contextmanager
def noting() -> Iterator[Noted]:
    """Collect what is noted inside."""
    noted: Noted = set()
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)


def is_noting() -> bool:
    """Whether anybody wants to know."""
    return _noted.get() is not None


def note(kind: str, key: object) -> None:
    """Say that the answer in the making depends on something; nothing happens where nobody collects."""
    noted = _noted.get()
    if noted is not None:
        noted.add((kind, str(key)))


def today() -> dt.date:
    """The date in Sweden, for answers that change at midnight."""
    note(CLOCK, DAY)
    return timezone.localdate()
