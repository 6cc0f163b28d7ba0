"""Counts in the memory of one process."""

from __future__ import annotations

import atexit
import re
from collections import Counter
from datetime import date
from threading import Lock, Timer
from typing import NamedTuple

from django.utils import timezone

from search.analysis import Words
from search.missed.handing import hand_over
from search.services import Found, Question

SECONDS_KEPT = 30
"""After that they are handed over."""
MOST_KEPT = 200
"""Different questions that a process keeps in the meantime; further ones are not counted."""
MOST_OF_A_DAY = 5000
"""What a process hands over on one day: a flood of made-up questions must not fill the cache."""
MOST_WORDS, LONGEST = 4, 60
"""Longer questions are hardly ever asked twice, and likelier to tell of somebody."""
MOST_DIGITS = 4
"""A year and the code of a municipality have four; telephone, personal and postal numbers have more."""
BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,:/()+–-]+(?=\d)")
ADDRESS = re.compile(r"@|://|\bwww\.|[(\[{]\s*at\s*[)\]}]|snabel-?a\b|\.(?:com|eu|net|nu|org|se)\b", re.IGNORECASE)


class Missed(NamedTuple):
    """What is known of a question: nothing else."""

    day: date
    language: str
    words: str


class Counts:
    """How often which question was asked since they were last handed over."""

    def __init__(self) -> None:
        self._counts: Counter[Missed] = Counter()
        self._lock = Lock()
        self._timer: Timer | None = None
        self._of_day: Counter[date] = Counter()

    def add(self, missed: Missed) -> None:
        with self._lock:
            if missed not in self._counts:
                self._of_day = Counter({missed.day: self._of_day[missed.day]})
                if len(self._counts) >= MOST_KEPT or self._of_day[missed.day] >= MOST_OF_A_DAY:
                    return
                self._of_day[missed.day] += 1
            self._counts[missed] += 1
            if self._timer is None:
                # A thread of its own: nobody who searches waits for a cache that hangs.
                self._timer = Timer(SECONDS_KEPT, self.hand_over)
                self._timer.daemon = True
                self._timer.start()

    def hand_over(self) -> None:
        """Give what there is to the cache; what it does not take is lost."""
        with self._lock:
            counts, self._counts, self._timer = self._counts, Counter(), None
        hand_over({tuple(missed): number for missed, number in counts.items()})

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counts.clear()
            self._of_day.clear()


counts = Counts()
atexit.register(counts.hand_over)


def count_if_nothing(question: Question, found: Found, language: str) -> None:
    """Count a question that found nothing, unless it may tell of somebody. Writes nothing anywhere."""
    if not found.ids and (words := countable(question.text)):
        counts.add(Missed(timezone.localdate(), language, words))


def countable(text: str) -> str:
    """The words of a question in small letters, without its signs; empty for one that is never counted."""
    if (
        len(text) > LONGEST
        or ADDRESS.search(text)
        or re.search(rf"\d{{{MOST_DIGITS + 1}}}", BETWEEN_DIGITS.sub("", text))
    ):
        return ""
    asked = Words.of(text)
    words = [*asked.words, *(word for phrase in asked.phrases for word in phrase)]
    found = " ".join(words)
    # Small letters may be longer than capital ones.
    return found if len(words) <= MOST_WORDS and len(found) <= LONGEST else ""
