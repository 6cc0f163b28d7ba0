"""The cache in which processes add up what they have counted.

Each question has a number under a digest that cannot be read back without the site's secret key; the words themselves
stand beside it from the third time of a day on. All of it is gone two days later, taken in or not.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from django.core.cache import cache
from django.utils.crypto import salted_hmac

logger = logging.getLogger(__name__)

FROM = 3
"""Times a day from which on a question may be known."""
SECONDS_KEPT = 2 * 24 * 3600
MOST_OF_A_DAY = 300
"""Different questions of one day that may be known."""

Key = tuple[Any, ...]
"""Day, language, words."""


def hand_over(counts: Mapping[Key, int]) -> None:
    """Add to the numbers. A cache that is away or full costs counts and nothing else."""
    try:
        for key, number in counts.items():
            _add(key, number)
    except Exception:  # whatever a cache raises: this is a thread that nobody waits for
        logger.warning("Questions without hits could not be counted: the cache takes nothing.", exc_info=True)


def known_of(day: dt.date) -> dict[tuple[str, str], int]:
    """Language and words of the questions of a day that may be known, with how often each was asked."""
    known: list[tuple[str, str]] = list(cache.get(_name_of_list(day)) or ())
    names = {_name((day, *one)): one for one in known}
    return {names[name]: number for name, number in cache.get_many(list(names)).items() if number >= FROM}


def _add(key: Key, number: int) -> None:
    name, day, own = _name(key), key[0], key[1:]
    cache.add(name, 0, timeout=SECONDS_KEPT)
    try:
        total = cache.incr(name, number)
        cache.touch(name, SECONDS_KEPT)  # most caches forget the time when they add
    except ValueError:  # forgotten in between
        return
    if not isinstance(total, int) or total < FROM:  # no number: the cache is away
        return
    known = list(cache.get(_name_of_list(day)) or ())
    if own not in known and len(known) < MOST_OF_A_DAY:
        # Of two processes that add a word in the same moment one may win: the next time it is asked, it is added.
        cache.set(_name_of_list(day), [*known, own], timeout=SECONDS_KEPT)


def _name(key: Key) -> str:
    day, language, words = key
    return f"missed-{salted_hmac('search.missed', f'{day} {language} {words}', algorithm='sha256').hexdigest()[:32]}"


def _name_of_list(day: dt.date) -> str:
    return f"missed-of-{day}"
