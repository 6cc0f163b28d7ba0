"""Questions as engines are asked them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils import translation
from modelsearch.query import And, Phrase, PlainText, SearchQuery

from search.analysis import ENGLISH, SWEDISH, Meaning, Words, language_of, meaning_of, tokens
from search.vocabularies import vocabulary_of

MOST_ALTERNATIVES = 12
"""Of one word: the weightiest."""


class CannotAnswer(Exception):
    """An engine is away, too slow, or has no whole index: another one must be asked."""


class Meant(SearchQuery):
    """A question that has been understood. `any_word`: one of its words is enough."""

    def __init__(self, meaning: Meaning, *, any_word: bool = False) -> None:
        self.meaning, self.any_word = meaning, any_word

    def __repr__(self) -> str:
        return f"<Meant {self.meaning!r} any_word={self.any_word}>"


def understood(query: Any) -> Meant | None:
    """The meaning of what was asked; None for queries of other kinds, which are the engine's own business."""
    if isinstance(query, Meant):
        return query
    if not isinstance(query, PlainText):
        return None
    vocabulary = vocabulary_of(language_of(translation.get_language()))
    meaning = meaning_of(Words.of(query.query_string), vocabulary)
    return Meant(meaning, any_word=query.operator.lower() == "or")


class Typed(NamedTuple):
    """What somebody types into a search box of the admin, which lists objects of both languages."""

    words: list[str]
    """The last of them may go on; none where the question is more than words."""
    meant: list[Meant]
    """What it means in each language."""


def typed(query: Any) -> Typed | None:
    """How to ask for what is being typed; None for queries that are no text."""
    text = _as_written(query)
    if text is None:
        return None
    words = Words.of(text)
    vocabularies = [vocabulary_of(language) for language in (SWEDISH, ENGLISH)]
    meanings = [
        # Of a word that is not finished yet no other one is made.
        meaning_of(words, vocabulary, correct=not any(map(vocabulary.longer, words.words)))
        for vocabulary in vocabularies
    ]
    plain = [] if words.phrases or words.without else tokens(text)
    return Typed(plain, [Meant(meaning) for meaning in meanings if meaning])


def _as_written(query: Any) -> str | None:
    """Wagtail's page search takes a question apart at its quotation marks; here it is whole again."""
    if isinstance(query, PlainText):
        text: str = query.query_string
        return text
    if isinstance(query, Phrase):
        return f'"{query.query_string}"'
    if isinstance(query, And):
        parts = [_as_written(part) for part in query.subqueries]
        return None if None in parts else " ".join(filter(None, parts))
    return None
