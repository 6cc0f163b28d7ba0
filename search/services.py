"""The one search: which public pages of a language answer a question, best first."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from cms.core.visibility import public_pages

LONGEST_QUERY = 200
MOST_WORDS = 20
MOST_HITS = 500

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Question:
    """What somebody wrote, made safe for every engine: words and numbers only, and not too many."""

    text: str
    """As it was written, for the search field."""
    words: tuple[str, ...]
    was_shortened: bool

    @classmethod
    def of(cls, raw: str) -> Question:
        """Signs that mean something to an engine, such as quotation marks, are left out."""
        written = raw.replace("\0", " ").strip()
        words = WORD.findall(written[:LONGEST_QUERY])
        was_shortened = len(written) > LONGEST_QUERY or len(words) > MOST_WORDS
        return cls(written[:LONGEST_QUERY], tuple(words[:MOST_WORDS]), was_shortened)

    @property
    def can_be_asked(self) -> bool:
        return bool(self.words)


def find_pages(*, question: Question, locale: Locale) -> list[int]:
    """Ids of the public pages in one language that have all the words, best first; at most `MOST_HITS`."""
    if not question.can_be_asked:
        return []
    # What may be seen is decided before the engine is asked; what the engine itself filters is never trusted.
    visible = set(public_pages(Page.objects.filter(locale=locale)).values_list("pk", flat=True))
    candidates = Page.objects.filter(locale=locale, live=True).only("pk")
    hits = get_search_backend().search(" ".join(question.words), candidates, operator="and")
    return [hit.pk for hit in hits[:MOST_HITS] if hit.pk in visible]
