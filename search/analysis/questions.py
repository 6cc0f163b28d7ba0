"""What somebody means who writes words into a search field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from search.analysis import swedish
from search.analysis.added import Pair, forms_of_phrase
from search.analysis.lists import SYNONYMS
from search.analysis.terms import NO_WORDS, forms_of, main_term
from search.analysis.vocabulary import Vocabulary
from search.analysis.words import SWEDISH, telling, tokens

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


class Why(Enum):
    """What makes an alternative stand for a word."""

    WORD = "word"
    """It is the word, in any of its forms."""
    VERB = "verb"
    """The verb behind a noun."""
    PARTS = "parts"
    """The parts of a compound, all of them."""
    PART = "part"
    """One part of a compound."""
    MARKS = "marks"
    """The word with å, ä or ö where none was typed."""
    SYNONYM = "synonym"
    """By the project's list."""
    ADDED = "added"
    """By what editors have added to it."""
    LONGER = "longer"
    """A longer word that has it in itself."""
    CORRECTED = "corrected"
    """A word a letter or two away, where no page has the one that was written."""


class Alternative(NamedTuple):
    """Terms that a page must have all of, and how much it counts then."""

    weight: float
    terms: tuple[str, ...]
    why: Why = Why.WORD
    by_way_of: str = ""
    """The word that stands for the one that was written."""


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
    words: tuple[str, ...] = ()
    """What each of the groups stands for."""
    is_loose: bool = False
    """Whether any part of a compound will do."""
    kept_whole: frozenset[str] = NO_WORDS
    """Forms of words that have no parts."""

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


def meaning_of(words: Words, vocabulary: Vocabulary, *, correct: bool = True, loosely: bool = False) -> Meaning:
    """What to ask the engines for.

    `correct`: take words that no page has for others. `loosely`: any part of a compound will do.
    """
    language, added, corrections = vocabulary.language, vocabulary.added, dict[str, str]()
    said = telling(list(words.words), language)
    groups = [_Group(vocabulary, loosely) for _word in said]
    for place in range(len(said)):
        for length, pair in added.at(said, place):
            if length > 1:  # what a phrase finds stands for each of its words
                for group in groups[place : place + length]:
                    group.add_pair(pair)
    for word, group in zip(said, groups, strict=True):
        group.add_all(word)
        if correct and not group.is_explained(word) and (other := vocabulary.correction(word)):
            corrections[word] = other
            group.add_all(other, CORRECTED)
    phrases = tuple(
        tuple(main_term(word, language) for word in telling(list(phrase), language)) for phrase in words.phrases
    )
    without = tuple(dict.fromkeys(form for word in words.without for form in sorted(forms_of(word, language))))
    alternatives = tuple(group.alternatives for group in groups)
    return Meaning(alternatives, phrases, without, corrections, tuple(said), loosely, added.kept_whole)


class _Group:
    """Alternatives for one word, each with the largest weight it was given."""

    def __init__(self, vocabulary: Vocabulary, loosely: bool) -> None:
        self.vocabulary, self.loosely = vocabulary, loosely
        self._found: dict[tuple[str, ...], Alternative] = {}

    @property
    def alternatives(self) -> Group:
        return tuple(sorted(self._found.values(), key=lambda one: (one.weight, one.terms), reverse=True))

    @property
    def is_known(self) -> bool:
        """Whether there are pages that have one of the alternatives."""
        return any(self.vocabulary.has(terms) for terms in self._found)

    def is_explained(self, word: str) -> bool:
        """Whether pages have the word alone, whatever else may stand for it, or what an editor has said it means."""
        known = (one for one in self._found.values() if self.vocabulary.has(one.terms))
        return any(one.weight >= STRONG or one.why is Why.ADDED for one in known)

    def add_all(self, word: str, weight: float = 1.0) -> None:
        """The word, and everything else that may stand for it."""
        language = self.vocabulary.language
        why = Why.WORD if weight == 1 else Why.CORRECTED
        forms = sorted(forms_of(word, language))
        marks = MARKS_UNLIKELY if any(self.vocabulary.has([form]) for form in forms) else MARKS_MISSING
        self.add(word, weight, why)
        for other in sorted(self.vocabulary.with_marks(word)):
            self.add(other, weight * marks, Why.MARKS)
        for form in forms:
            for other in project_synonyms(language).get(form, ()):
                self.add(other, weight * SYNONYM, Why.SYNONYM)
        for pair in self.vocabulary.added.of_word(word):
            self.add_pair(pair, weight)
        if not self.is_known:
            for other in [other for form in forms for other in self.vocabulary.longer(form)]:
                self._put(Alternative(weight * LONGER, (other,), Why.LONGER, other))

    def add(self, word: str, weight: float, why: Why) -> None:
        """A word in all its forms; of a compound also its parts together."""
        language = self.vocabulary.language
        forms = forms_of(word, language)
        is_itself = why is Why.WORD
        for form in forms:
            self._put(Alternative(weight, (form,), why, word))
            if language == SWEDISH and (verb := swedish.verb(form)):
                self._put(Alternative(weight * VERB, (verb,), Why.VERB if is_itself else why, word))
        if language == SWEDISH and self.vocabulary.added.kept_whole.isdisjoint(forms):
            self._add_parts(swedish.best_reading(word), weight, Why.PARTS if is_itself else why, word)

    def add_pair(self, pair: Pair, weight: float = 1.0) -> None:
        """What an editor says that a word or phrase finds; of a phrase, all its words."""
        words = telling(tokens(pair.finds), self.vocabulary.language)
        if len(words) == 1:
            self.add(words[0], weight * pair.weight, Why.ADDED)
            return
        forms = forms_of_phrase(pair.finds, self.vocabulary.language)
        for terms in islice(product(*map(sorted, forms)), MOST_COMBINATIONS):
            self._put(Alternative(weight * pair.weight, terms, Why.ADDED, pair.finds))

    def _add_parts(self, reading: Sequence[frozenset[str]], weight: float, why: Why, word: str) -> None:
        for terms in islice(product(*map(sorted, reading)), MOST_COMBINATIONS if reading else 0):
            self._put(Alternative(weight * PARTS, terms, why, word))
        if not self.loosely or weight < 1:  # never parts of what was not even written
            return
        for place, part in enumerate(reading):
            of_part = HEAD if place == len(reading) - 1 else MODIFIER
            for term in part:
                self._put(Alternative(weight * of_part, (term,), Why.PART, word))
                if verb := swedish.verb(term):
                    self._put(Alternative(weight * of_part, (verb,), Why.PART, word))

    def _put(self, alternative: Alternative) -> None:
        known = self._found.get(alternative.terms)
        if known is None or alternative.weight > known.weight:
            self._found[alternative.terms] = alternative


@lru_cache(maxsize=4)
def project_synonyms(language: str) -> Mapping[str, tuple[str, ...]]:
    """Synonyms of the project by every form of the word that has them."""
    found: dict[str, tuple[str, ...]] = {}
    for word, others in SYNONYMS[language].items():
        for form in forms_of(word, language):
            found[form] = (*found.get(form, ()), *others)
    return found
