"""What an answer is made from, noted while it is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Model
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


def shown_kind(model: type[Model]) -> str:
    """The kind under which files that an answer shows are noted; those that were only read are not (ADR 22)."""
    return f"shown {model._meta.label_lower}"


def note_shown(file: Model) -> None:
    """Say that a picture or a file stands in the answer, so that everybody who may read it may fetch it."""
    note(shown_kind(type(file)), file.pk)


def today() -> dt.date:
    """The date in Sweden, for answers that change at midnight."""
    note(CLOCK, DAY)
    return timezone.localdate()
