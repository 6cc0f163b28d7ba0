"""Questions as engines are asked them."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from modelsearch.query import PlainText, SearchQuery

from search.analysis import Meaning, Words, language_of, meaning_of
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
