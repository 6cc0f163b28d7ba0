"""What a text is found by: the same terms on every engine, which matches them and knows nothing of language."""

from __future__ import annotations

from typing import NamedTuple

from search.analysis import swedish
from search.analysis.words import STOP, SWEDISH, stem, tokens


class Terms(NamedTuple):
    """Of one text."""

    main: list[str]
    """One for each telling word, in the order of the text: phrases are found in them."""
    extra: list[str]
    """Other readings of the words, parts of compounds, verbs behind nouns."""


NO_WORDS: frozenset[str] = frozenset()


def index_terms(text: str, language: str, kept_whole: frozenset[str] = NO_WORDS) -> Terms:
    """The terms of a text. `kept_whole`: forms of words that have no parts, beside those of the project."""
    terms = Terms([], [])
    for word in tokens(text):
        if word in STOP[language]:
            continue
        own = main_term(word, language)
        terms.main.append(own)
        if language == SWEDISH:
            terms.extra.extend(sorted(_others(word, kept_whole) - {own}))
    return terms


def main_term(word: str, language: str) -> str:
    """The one term that stands for a word in the order of a text."""
    return swedish.main_form(word) if language == SWEDISH else stem(word, language)


def word_terms(word: str, language: str, kept_whole: frozenset[str] = NO_WORDS) -> frozenset[str]:
    """Everything that one word is found by."""
    return _others(word, kept_whole) if language == SWEDISH else frozenset({main_term(word, language)})


def forms_of(word: str, language: str) -> frozenset[str]:
    """What a word is found by in any of its forms."""
    return swedish.forms(word) if language == SWEDISH else frozenset({stem(word, language)})


def _others(word: str, kept_whole: frozenset[str]) -> frozenset[str]:
    forms = swedish.forms(word)
    parts = swedish.parts(word) if kept_whole.isdisjoint(forms) else NO_WORDS
    verbs = {verb for noun in forms | parts if (verb := swedish.verb(noun))}
    return forms | parts | verbs
