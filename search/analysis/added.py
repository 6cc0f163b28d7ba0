"""Words that editors have added to the lists of the project."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.analysis.terms import forms_of
from search.analysis.words import telling, tokens


class Pair(NamedTuple):
    """Who writes one word or short phrase also finds another."""

    writes: str
    finds: str
    weight: float
    """What a page counts that has the other, beside 1 for the word itself."""


class _Phrase(NamedTuple):
    rest: tuple[frozenset[str], ...]
    """Of each word after the first, its forms."""
    pair: Pair


class AddedWords:
    """Synonyms of one language, and words that are read as one."""

    def __init__(self, language: str, pairs: Iterable[Pair] = (), kept_whole: Iterable[str] = ()) -> None:
        self.kept_whole = frozenset(form for word in kept_whole for form in forms_of(word, language))
        """Forms of words that look like compounds and are none."""
        self.words: frozenset[str] = frozenset()
        """Single words that find others, as they were written."""
        self._language = language
        self._by_first: defaultdict[str, list[_Phrase]] = defaultdict(list)
        for pair in pairs:
            self._add(pair)

    def _add(self, pair: Pair) -> None:
        first, *others = forms_of_phrase(pair.writes, self._language)
        for form in first:
            self._by_first[form].append(_Phrase(tuple(others), pair))
        if not others:
            self.words |= {pair.writes}

    def of_word(self, word: str) -> list[Pair]:
        """What a word finds by itself, in any of its forms."""
        return [pair for length, pair in self.at([word], 0) if length == 1]

    def at(self, words: Sequence[str], place: int) -> list[tuple[int, Pair]]:
        """What the phrases find that begin at a place among telling words, each with how many words it is."""
        if not self._by_first:
            return []
        found = {
            (1 + len(phrase.rest), phrase.pair): None
            for form in sorted(forms_of(words[place], self._language))
            for phrase in self._by_first.get(form, ())
            if _goes_on(phrase.rest, words[place + 1 :], self._language)
        }
        return list(found)


def forms_of_phrase(phrase: str, language: str) -> tuple[frozenset[str], ...]:
    """Of each telling word of a phrase what it is found by in any form; empty for a text without words."""
    return tuple(forms_of(word, language) for word in telling(tokens(phrase), language))


def are_one(one: str, other: str, language: str) -> bool:
    """Whether two phrases are forms of the same: *macken* and *mack*."""
    first, second = forms_of_phrase(one, language), forms_of_phrase(other, language)
    return len(first) == len(second) and all(not a.isdisjoint(b) for a, b in zip(first, second, strict=True))


def _goes_on(rest: Sequence[frozenset[str]], words: Sequence[str], language: str) -> bool:
    return len(rest) <= len(words) and all(
        not forms.isdisjoint(forms_of(word, language)) for forms, word in zip(rest, words, strict=False)
    )
