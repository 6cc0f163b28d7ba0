"""The words that stand on the pages of one language: what a question can mean at all."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from math import log

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.analysis import swedish
from search.analysis.added import AddedWords
from search.analysis.lists import SYNONYMS
from search.analysis.words import STOP, SWEDISH, folded, stem

SHORTEST_TO_CORRECT = 4
TWO_MISTAKES_FROM = 7
"""From so many letters on, two letters may be wrong."""
MOST_CANDIDATES = 20
MOST_LONGER_WORDS = 12
SHORTEST_INSIDE = 4
AFTER_ALL = "\U0010ffff"
LEAST_PAGES = 2
"""On so many pages a word stands that is suggested to those who type its beginning."""


class Vocabulary:
    """Words, each with the number of pages it stands on, and the terms they are found by."""

    def __init__(
        self, words: Mapping[str, int], terms: Iterable[str], language: str, added: AddedWords | None = None
    ) -> None:
        self.language = language
        self.added = added or AddedWords(language)
        """What editors have said about words."""
        self._words, self._terms = words, frozenset(terms)
        long_terms = {term for term in self._terms if len(term) > SHORTEST_TO_CORRECT}
        self._known = sorted(self._words.keys() | long_terms | SYNONYMS[language].keys() | self.added.words)
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

    def part_of_pages(self, word: str) -> float:
        """On how large a part of the pages a word stands, from 0 to 1."""
        return min(1.0, self._words.get(word, 0) / self._most_pages)

    def rarity(self, word: str) -> float:
        """How much it tells that a text has a word: 0 for one that stands everywhere, or nowhere."""
        return -log(part) if (part := self.part_of_pages(word)) else 0.0

    def beginning_with(self, beginning: str, most: int) -> list[str]:
        """Words that begin so, those of most pages first; of the forms of one word only the most common."""
        plain = folded(beginning)
        begin, end = (bisect_left(self._in_order, (edge, "")) for edge in (plain, plain + AFTER_ALL))
        # Typed with å, ä or ö it is meant so; without, it may lack them.
        words = [word for _plain, word in self._in_order[begin:end] if word.startswith(beginning) or plain == beginning]
        found, known = list[str](), set[str]()
        for word in sorted(words, key=lambda word: (-self._words[word], len(word), word)):
            forms = swedish.forms(word) if self.language == SWEDISH else {stem(word, self.language)}
            if known.isdisjoint(forms):
                found.append(word)
            known |= forms
            if len(found) == most:
                break
        return found

    @cached_property
    def _most_pages(self) -> int:
        """How many pages there are, near enough: some word stands on all of them."""
        return max(self._words.values(), default=1)

    @cached_property
    def _in_order(self) -> list[tuple[str, str]]:
        """Words worth suggesting, each with how it is typed without å, ä and ö."""
        return sorted(
            (folded(word), word)
            for word, pages in self._words.items()
            if pages >= LEAST_PAGES and word not in STOP[self.language] and not word.isdigit()
        )

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
