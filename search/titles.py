"""Titles of public pages in memory, for what is suggested while somebody types: a page is found by any word of it.

They follow the log. What is found here is only ever a candidate: who may see it now is asked of the database.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import NamedTuple

from django.db.models import QuerySet

from cms.core.languages import LANGUAGES
from cms.publishing.following import newest_change, public_changes, public_documents
from search.analysis import folded, tokens

MOST_CHANGES = 2000
"""After more of them at once, everything is read anew."""
SHORTEST_INSIDE = 4
"""Fewer letters are not looked for inside a word."""
STARTS, HAS, INSIDE = range(3)
"""How well a text fits: it begins with what was typed; words of it do; it has it inside of words."""


class Text(NamedTuple):
    """A title or a name as it is matched: a blank before each word."""

    shown: str
    words: str
    folded: str

    @classmethod
    def of(cls, shown: str) -> Text:
        words = "".join(f" {word}" for word in tokens(shown))
        return cls(shown, words, folded(words))


class Typed:
    """The beginning of something: words, of which any may be unfinished."""

    def __init__(self, words: Sequence[str]) -> None:
        self._whole = "".join(f" {word}" for word in words)
        # A word typed with å, ä or ö is meant with it; one without may lack it.
        self._marked = [word for word in words if word != folded(word)]
        self._plain = [word for word in words if word == folded(word)]
        self._may_be_inside = bool(words) and min(map(len, words)) >= SHORTEST_INSIDE

    def fit(self, text: Text) -> int | None:
        """How well a text fits, the best the lowest; None when it does not."""
        if self._all_in(text, " "):
            whole = text.words if self._marked else text.folded
            return STARTS if whole.startswith(self._whole) else HAS
        return INSIDE if self._may_be_inside and self._all_in(text, "") else None

    def _all_in(self, text: Text, before: str) -> bool:
        return all(before + word in text.folded for word in self._plain) and all(
            before + word in text.words for word in self._marked
        )


class _Kept(NamedTuple):
    """Titles by page, by language, as they were at a place in the log. Never changed: readers may be at work."""

    cursor: int
    titles: Mapping[str, Mapping[int, Text]]


_kept: _Kept | None = None
_ONCE = Lock()


def pages_titled(typed: Typed, language: str, most: int) -> list[int]:
    """Ids of the pages whose titles fit best; of those that fit alike, the shortest titles first."""
    titles = _newest().titles[language]
    fitting = [
        (fit, len(text.shown), text.words, pk) for pk, text in titles.items() if (fit := typed.fit(text)) is not None
    ]
    return [pk for *_order, pk in sorted(fitting)[:most]]


def forget() -> None:
    """Read the database the next time."""
    global _kept
    with _ONCE:
        _kept = None


def _newest() -> _Kept:
    global _kept
    with _ONCE:
        cursor = newest_change()
        if _kept is None or cursor != _kept.cursor:
            _kept = _Kept(cursor, _read_anew() if _kept is None else _followed(_kept, cursor))
        return _kept


def _followed(kept: _Kept, cursor: int) -> dict[str, dict[int, Text]]:
    """The titles with what the log has told since."""
    rows = (
        public_changes().filter(id__gt=kept.cursor).order_by("id").values_list("page_id", flat=True)[: MOST_CHANGES + 1]
    )
    changed = {pk for pk in rows if pk is not None}
    if len(rows) > MOST_CHANGES or cursor < kept.cursor:  # the second: a database that was set back
        return _read_anew()
    titles = {
        language: {pk: text for pk, text in known.items() if pk not in changed}
        for language, known in kept.titles.items()
    }
    return _read(titles, public_documents().filter(page_id__in=changed))


def _read_anew() -> dict[str, dict[int, Text]]:
    return _read({language: {} for language in LANGUAGES}, public_documents())


def _read(titles: dict[str, dict[int, Text]], documents: QuerySet) -> dict[str, dict[int, Text]]:
    for pk, language, title in documents.values_list("page_id", "locale", "title"):
        titles[language][pk] = Text.of(title)
    return titles
