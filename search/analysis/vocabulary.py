"""The words that stand on the pages of one language: what a question can mean at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.analysis.lists import SYNONYMS
from search.analysis.words import folded, stem

SHORTEST_TO_CORRECT = 4
TWO_MISTAKES_FROM = 7
"""From so many letters on, two letters may be wrong."""
MOST_CANDIDATES = 20
MOST_LONGER_WORDS = 12
SHORTEST_INSIDE = 4


class Vocabulary:
    """Words, each with the number of pages it stands on, and the terms they are found by."""

    def __init__(self, words: Mapping[str, int], terms: Iterable[str], language: str) -> None:
        self.language = language
        self._words, self._terms = words, frozenset(terms)
        long_terms = {term for term in self._terms if len(term) > SHORTEST_TO_CORRECT}
        self._known = sorted(self._words.keys() | long_terms | SYNONYMS[language].keys())
        self._by_folded: defaultdict[str, set[str]] = defaultdict(set)
        for word in (*self._words, *self._terms):
            if (plain := folded(word)) != word:
                self._by_folded[plain].add(word)
                self._by_folded[stem(plain, language)].add(word)

    def has(self, terms: Iterable[str]) -> bool:
        """Whether pages have all of the terms, together or not."""
        return all(term in self._terms for term in terms)

    def with_marks(self, word: str) -> set[str]:
        """What a word typed without å, ä and ö may be: ``lakemedel``, *läkemedel*."""
        if word != folded(word):
            return set()
        return self._by_folded.get(word, set()) | self._by_folded.get(stem(word, self.language), set())

    def longer(self, word: str) -> list[str]:
        """Terms that begin or end with the word, shortest first."""
        if len(word) < SHORTEST_INSIDE:
            return []
        found = (term for term in self._terms if term != word and (term.startswith(word) or term.endswith(word)))
        return sorted(found, key=lambda term: (len(term), term))[:MOST_LONGER_WORDS]

    def correction(self, word: str) -> str:
        """The word that was probably meant, or nothing. Letters that changed places are one mistake."""
        if len(word) < SHORTEST_TO_CORRECT or word.isdigit():
            return ""
        most = 1 if len(word) < TWO_MISTAKES_FROM else 2
        found = extract(word, self._known, scorer=OSA.distance, score_cutoff=most, limit=MOST_CANDIDATES)
        ranked = (
            (distance, candidate[0] != word[0], -self._words.get(candidate, 0), candidate)
            for candidate, distance, _place in found
            if candidate != word
        )
        return min(ranked, default=(0, False, 0, ""))[3]


NOTHING_KNOWN = Vocabulary({}, (), "sv")
