"""Why a question finds what it finds, for editors: what its words stand for, and where pages have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from search.analysis import Alternative, Meaning, Vocabulary, Why, language_of, tokens, word_terms
from search.engines.entries import WEIGHTY, fields_of, pages_to_index
from search.engines.meant import MOST_ALTERNATIVES, Meant
from search.services import Found, Question, search_pages
from search.vocabularies import vocabulary_of

MOST_PAGES, MOST_WORDS = 10, 8
"""Pages that are explained, and words of each of their parts."""

WHYS = {
    Why.WORD: _("the word itself, in any form"),
    Why.VERB: _("the verb behind it"),
    Why.PARTS: _("the parts of the compound together"),
    Why.PART: _("one part of the compound"),
    Why.MARKS: _("the word with å, ä and ö"),
    Why.SYNONYM: _("synonym that is built in"),
    Why.ADDED: _("synonym from your list"),
    Why.LONGER: _("longer word that has it in itself"),
    Why.CORRECTED: _("taken for a slip of the pen"),
}
BY_THEIR_OWN_NAME = frozenset({Why.MARKS, Why.SYNONYM, Why.ADDED, Why.CORRECTED})
"""Shown by the other word; terms and parts of that are the search's own business."""


@dataclass(frozen=True)
class Standing:
    """Something that stands for a word of the question."""

    text: str
    why: Why
    percent: int
    """What a page counts that has it, where the word itself is 100."""
    is_on_pages: bool

    @property
    def reason(self) -> Any:
        return WHYS[self.why]


@dataclass(frozen=True)
class ExplainedWord:
    """One word of the question."""

    word: str
    standing: list[Standing]
    correction: str


@dataclass(frozen=True)
class Place:
    """A part of a page, with the words there that answer the question."""

    part: Any
    words: list[str]


@dataclass(frozen=True)
class ExplainedPage:
    """One hit."""

    page: Any
    stage: Any
    places: list[Place]


@dataclass(frozen=True)
class Explanation:
    """All of it."""

    question: Question
    found: Found
    words: list[ExplainedWord]
    left_out: list[str]
    """Little words that say nothing about a page."""
    pages: list[ExplainedPage]


def explain(*, question: Question, locale: Locale) -> Explanation:
    """Search, and tell how that went. Nothing of it is counted."""
    vocabulary = vocabulary_of(language_of(locale.language_code))
    found = search_pages(question=question, locale=locale)
    meaning = found.meaning
    pages = {page.pk: page for page in pages_to_index(found.ids[:MOST_PAGES])}
    return Explanation(
        question=question,
        found=found,
        words=[
            ExplainedWord(word, list(_standing(group, vocabulary)), meaning.corrections.get(word, ""))
            for word, group in zip(meaning.words, meaning.groups, strict=True)
        ],
        left_out=[word for word in question.words.words if word not in meaning.words],
        pages=[_explained(pages[pk], found, vocabulary.language) for pk in found.ids[:MOST_PAGES] if pk in pages],
    )


def _standing(group: Sequence[Alternative], vocabulary: Vocabulary) -> Iterator[Standing]:
    shown = set()
    for one in group[:MOST_ALTERNATIVES]:  # engines are asked for no more
        text = one.by_way_of if one.why in BY_THEIR_OWN_NAME else " + ".join(one.terms)
        if (one.why, text) not in shown:
            shown.add((one.why, text))
            yield Standing(text, one.why, round(one.weight * 100), vocabulary.has(one.terms))


def _explained(page: Any, found: Found, language: str) -> ExplainedPage:
    meant = next(meant for meant, ids in found.asked if page.pk in ids)
    return ExplainedPage(page, _stage(meant), list(_places(page, meant.meaning, language)))


def _stage(meant: Meant) -> Any:
    """How the engine was asked when it first found a page."""
    if meant.meaning.is_loose:
        return _("It has a part of a compound: no page had more.")
    if meant.any_word:
        return _("It has some of the words: few pages have all of them.")
    if meant.meaning.corrections:
        return _("It has all words as they were corrected.")
    return _("It has all words, or what stands for them.")


def _places(page: Any, meaning: Meaning, language: str) -> Iterator[Place]:
    parts: dict[Any, list[str]] = {
        _("Title"): [],
        _("Summary, places, services and themes"): [],
        _("Other text"): [],
    }
    title, facts, text = parts
    for name, boost, value in fields_of(page):
        parts[title if name == "title" else facts if boost >= WEIGHTY else text].extend(tokens(value))
    terms_of = {word: word_terms(word, language, meaning.kept_whole) for words in parts.values() for word in set(words)}
    on_page = frozenset().union(*terms_of.values())
    # Of several terms that must all be there, none counts alone.
    whole = [one.terms for group in meaning.groups for one in group[:MOST_ALTERNATIVES]] + list(meaning.phrases)
    wanted = {term for terms in whole if on_page.issuperset(terms) for term in terms}
    for part, words in parts.items():
        if hits := list(dict.fromkeys(word for word in words if not wanted.isdisjoint(terms_of[word]))):
            yield Place(part, hits[:MOST_WORDS])
