"""The one search: which public pages of a language answer a question, best first."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from cms.core.visibility import public_pages
from search.analysis import Meaning, Vocabulary, Words, language_of, meaning_of
from search.analysis.questions import LONGEST, MOST_WORDS
from search.engines.meant import CannotAnswer, Meant
from search.vocabularies import vocabulary_of

LONGEST_QUERY = LONGEST
MOST_HITS = 500
"""Hits that can be walked through; beyond them the list must be narrowed."""
MOST_ASKED = 5000
"""Hits that an engine is asked for, the best first; so many are narrowed and counted."""
FEW = 3
"""Where fewer pages have all the words, those with any of them follow."""

NOTHING = Meaning()
Ask = Callable[[Meant], list[int]]


@dataclass(frozen=True)
class Question:
    """What somebody wrote, read as words, phrases and words to leave out."""

    text: str
    """As it was written, for the search field."""
    words: Words
    was_shortened: bool

    @classmethod
    def of(cls, raw: str) -> Question:
        """Signs that mean something to an engine are just text."""
        written = raw.replace("\0", " ").strip()
        words = Words.of(written)
        is_long = len(written) > LONGEST_QUERY or len(words.words) >= MOST_WORDS
        return cls(written[:LONGEST_QUERY], words, is_long)

    @property
    def can_be_asked(self) -> bool:
        return bool(self.words)


@dataclass(frozen=True)
class Found:
    """An answer."""

    ids: list[int]
    """Of pages, best first."""
    correction: str = ""
    """The question as it was taken, where a word of it stands on no page."""
    backend: str = ""
    """The engine that answered."""
    is_fallback: bool = False
    """The engine of the site could not; another one answered in its place."""
    meaning: Meaning = NOTHING
    """How the question was understood."""
    asked: tuple[tuple[Meant, list[int]], ...] = ()
    """What the engine was asked, one after the other, and the pages that it found."""

    @property
    def headers(self) -> dict[str, str]:
        """For those who watch over the site."""
        return {"X-Search-Backend": "fallback"} if self.is_fallback else {}


def search_pages(*, question: Question, locale: Locale) -> Found:
    """Public pages in one language that answer a question, at most `MOST_ASKED`."""
    first, *others = engines_to_ask(locale)
    if not question.can_be_asked:
        return Found([], backend=first.name)
    for number, engine in enumerate((first, *others)):
        try:
            return replace(_answer(engine, question, locale), is_fallback=number > 0)
        except CannotAnswer:
            continue
    raise AssertionError("The database can always answer.")


def engines_to_ask(locale: Locale) -> list[Any]:
    """The engine of the site, then those for when it cannot answer; the last is always the database."""
    database: Any = get_search_backend()
    if not settings.ELASTICSEARCH_URL:
        return [database]
    from search.engines.site import SearchEngine  # its client is not loaded where nobody needs it

    return [SearchEngine(locale), database]


def _answer(engine: Any, question: Question, locale: Locale) -> Found:
    asked: list[tuple[Meant, list[int]]] = []
    visible = public_pages(Page.objects.filter(locale=locale))

    def ask(meant: Meant) -> list[int]:
        found: list[int] = engine.ranked_pages(meant, among=visible, most=MOST_ASKED)
        asked.append((meant, found))
        return found

    ids, meaning = in_stages(question.words, vocabulary_of(language_of(locale.language_code)), ask)
    return Found(ids, corrected(question.text, meaning), engine.name, meaning=meaning, asked=tuple(asked))


def in_stages(words: Words, vocabulary: Vocabulary, ask: Ask) -> tuple[list[int], Meaning]:
    """Ask for all words; then with words that stand on no page taken for others; for any word; for parts of compounds.

    The second and the third are asked when those before found few, and the last when they found nothing.
    """
    meaning = meaning_of(words, vocabulary, correct=False)
    ids = ask(Meant(meaning))
    if len(ids) < FEW:
        other = meaning_of(words, vocabulary)
        if other.corrections and len(more := ask(Meant(other))) > len(ids):
            ids, meaning = more, other
    if len(ids) < FEW and len(meaning.groups) > 1:
        ids = _followed(ids, ask(Meant(meaning, any_word=True)))
    if not ids:
        loose = meaning_of(words, vocabulary, loosely=True)
        ids = ask(Meant(loose)) or ask(Meant(loose, any_word=True))
    return ids, meaning


def corrected(text: str, meaning: Meaning) -> str:
    """The question with the words that were meant; empty where none was corrected."""
    if not meaning.corrections:
        return ""
    for word, other in meaning.corrections.items():
        text = text.lower().replace(word, other)
    return text


def _followed(first: list[int], others: Collection[int]) -> list[int]:
    known = set(first)
    return first + [pk for pk in others if pk not in known]
