"""What somebody means who writes words into a search field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from search.analysis import swedish
from search.analysis.lists import SYNONYMS
from search.analysis.terms import main_term
from search.analysis.vocabulary import Vocabulary
from search.analysis.words import SWEDISH, stem, telling, tokens

LONGEST, MOST_WORDS = 200, 20
"""Characters and words of a question that are read."""
PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:["“”](?P<phrase>[^"“”]*)["“”]|(?P<word>[^\s"“”]+))')

VERB, PARTS, HEAD, MODIFIER, SYNONYM, LONGER, CORRECTED = 0.5, 0.5, 0.3, 0.25, 0.6, 0.5, 0.8
"""How much a page counts that has something else than the word itself."""
MARKS_MISSING, MARKS_UNLIKELY = 0.9, 0.3
"""A word with å, ä or ö where none was typed: when nothing has the word as typed, and when something has."""
STRONG = 0.8
"""From this weight on, an alternative is what was meant."""
MOST_COMBINATIONS = 6


class Alternative(NamedTuple):
    """Terms that a page must have all of, and how much it counts then."""

    weight: float
    terms: tuple[str, ...]


Group = tuple[Alternative, ...]
"""What stands for one word of the question: any of them."""


@dataclass(frozen=True)
class Meaning:
    """A question as engines are asked it."""

    groups: tuple[Group, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    """Main terms that must follow one another."""
    without: tuple[str, ...] = ()
    """Terms that a page must not have."""
    corrections: Mapping[str, str] = field(default_factory=dict)
    """Words nobody knows, and what they were taken for."""

    def __bool__(self) -> bool:
        return bool(self.groups or self.phrases)


@dataclass(frozen=True)
class Words:
    """What is written in a question: words, phrases in quotes, words after a minus. Any other sign is just text."""

    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    without: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """Read what was typed; at most `LONGEST` characters and `MOST_WORDS` words of it."""
        words: list[str] = []
        phrases: list[tuple[str, ...]] = []
        without: list[str] = []
        for piece in PIECE.finditer(text[:LONGEST].replace("\0", " ")):
            found = tokens(piece["phrase"] or piece["word"] or "")
            if not found:
                continue
            if piece["minus"]:
                without += found
            elif piece["phrase"] and len(found) > 1:
                phrases.append(tuple(found))
            else:
                words += found
        return cls(tuple(words[:MOST_WORDS]), tuple(phrases[:MOST_WORDS]), tuple(without[:MOST_WORDS]))

    def __bool__(self) -> bool:
        return bool(self.words or self.phrases)


def meaning_of(
    words: Words,
    vocabulary: Vocabulary,
    *,
    correct: bool = True,
    loosely: bool = False,
    synonyms: Mapping[str, Sequence[str]] | None = None,
) -> Meaning:
    """What to ask the engines for.

    `correct`: take words that no page has for others. `loosely`: any part of a compound will do. `synonyms`, by word:
    beside those of the project.
    """
    language, corrections = vocabulary.language, dict[str, str]()
    groups = []
    for word in telling(list(words.words), language):
        group = _Group(vocabulary, loosely, synonyms or {})
        group.add_all(word)
        if correct and not group.is_known_itself and (other := vocabulary.correction(word)):
            corrections[word] = other
            group.add_all(other, CORRECTED)
        groups.append(group.alternatives)
    phrases = tuple(
        tuple(main_term(word, language) for word in telling(list(phrase), language)) for phrase in words.phrases
    )
    without = tuple(dict.fromkeys(form for word in words.without for form in sorted(forms_of(word, language))))
    return Meaning(tuple(groups), phrases, without, corrections)


class _Group:
    """Alternatives for one word, each with the largest weight it was given."""

    def __init__(self, vocabulary: Vocabulary, loosely: bool, synonyms: Mapping[str, Sequence[str]]) -> None:
        self.vocabulary, self.loosely, self.synonyms = vocabulary, loosely, synonyms
        self._weights: dict[tuple[str, ...], float] = {}

    @property
    def alternatives(self) -> Group:
        return tuple(sorted((Alternative(weight, terms) for terms, weight in self._weights.items()), reverse=True))

    @property
    def is_known(self) -> bool:
        """Whether there are pages that have one of the alternatives."""
        return any(self.vocabulary.has(terms) for terms in self._weights)

    @property
    def is_known_itself(self) -> bool:
        """The same for the word alone, whatever else may stand for it."""
        return any(weight >= STRONG and self.vocabulary.has(terms) for terms, weight in self._weights.items())

    def add_all(self, word: str, weight: float = 1.0) -> None:
        """The word, and everything else that may stand for it."""
        language = self.vocabulary.language
        forms = sorted(forms_of(word, language))
        marks = MARKS_UNLIKELY if any(self.vocabulary.has([form]) for form in forms) else MARKS_MISSING
        self.add(word, weight)
        for other in sorted(self.vocabulary.with_marks(word)):
            self.add(other, weight * marks)
        for form in forms:
            for other in (*project_synonyms(language).get(form, ()), *self.synonyms.get(form, ())):
                self.add(other, weight * SYNONYM)
        if not self.is_known:
            for other in [other for form in forms for other in self.vocabulary.longer(form)]:
                self._put(weight * LONGER, (other,))

    def add(self, word: str, weight: float) -> None:
        """A word in all its forms; of a compound also its parts together."""
        language = self.vocabulary.language
        for form in forms_of(word, language):
            self._put(weight, (form,))
            if language == SWEDISH and (verb := swedish.verb(form)):
                self._put(weight * VERB, (verb,))
        if language == SWEDISH:
            self._add_parts(swedish.best_reading(word), weight)

    def _add_parts(self, reading: Sequence[frozenset[str]], weight: float) -> None:
        for terms in islice(product(*map(sorted, reading)), MOST_COMBINATIONS if reading else 0):
            self._put(weight * PARTS, terms)
        if not self.loosely or weight < 1:  # never parts of what was not even written
            return
        for place, part in enumerate(reading):
            of_part = HEAD if place == len(reading) - 1 else MODIFIER
            for term in part:
                self._put(weight * of_part, (term,))
                if verb := swedish.verb(term):
                    self._put(weight * of_part, (verb,))

    def _put(self, weight: float, terms: tuple[str, ...]) -> None:
        self._weights[terms] = max(weight, self._weights.get(terms, 0))


def forms_of(word: str, language: str) -> frozenset[str]:
    """What a word is found by in any of its forms."""
    return swedish.forms(word) if language == SWEDISH else frozenset({stem(word, language)})


@lru_cache(maxsize=4)
def project_synonyms(language: str) -> Mapping[str, tuple[str, ...]]:
    """Synonyms of the project by every form of the word that has them."""
    found: dict[str, tuple[str, ...]] = {}
    for word, others in SYNONYMS[language].items():
        for form in forms_of(word, language):
            found[form] = (*found.get(form, ()), *others)
    return found
