"""What editors have added to the word lists, kept in each process for as long as it is the newest."""

from __future__ import annotations

import time
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple

from django.db.models import CharField, Count, Max, Value

from search.analysis import SWEDISH, AddedWords
from search.models import LANGUAGES, Synonym, UnsplitWord

SECONDS_KEPT = 2
"""How long a process does not ask whether there is something new."""

Version = tuple[tuple[str, int, datetime | None], ...]
"""Of each list: how many rows there are, and when one was last changed. A row that went changes the number."""


class _Kept(NamedTuple):
    version: Version
    asked_at: float
    words: dict[str, AddedWords]


_kept: _Kept | None = None
_ONCE = Lock()


def of_language(language: str, *, newest: bool = False) -> AddedWords:
    """What editors have added for a language, at most a few seconds old; `newest`: as it is now."""
    global _kept
    with _ONCE:
        now = time.monotonic()
        if _kept is None or newest or now - _kept.asked_at >= SECONDS_KEPT:
            version = _version()
            if _kept is None or _kept.version != version:
                _kept = _Kept(version, now, _read())
            _kept = _kept._replace(asked_at=now)
        return _kept.words[language]


def kept_whole() -> frozenset[str]:
    """Forms of words that are never split."""
    return of_language(SWEDISH).kept_whole


def forget() -> None:
    """Ask the database the next time."""
    global _kept
    with _ONCE:
        _kept = None


def _version() -> Version:
    """One query, whatever the number of lists."""

    def of(model: Any) -> Any:
        name = Value(model.__name__, output_field=CharField())
        rows = model.objects.order_by().annotate(list=name).values("list")
        return rows.annotate(number=Count("pk"), newest=Max("changed_at")).values_list("list", "number", "newest")

    return tuple(sorted(of(Synonym).union(of(UnsplitWord), all=True), key=str))


def _read() -> dict[str, AddedWords]:
    whole = list(UnsplitWord.objects.values_list("word", flat=True))
    rows = list(Synonym.objects.all())
    return {
        code: AddedWords(
            code,
            pairs=(pair for row in rows if row.language == code for pair in row.pairs()),
            kept_whole=whole if code == SWEDISH else (),
        )
        for code, _name in LANGUAGES
    }
