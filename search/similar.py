"""Pages of the same type that are like a page, and in what: by services, solutions, kind and size of place, and words.

Of what everybody may see, in the language of the page, read each time the page is shown: nothing of it is stored.
"""

from __future__ import annotations

from collections import defaultdict
from heapq import nlargest
from math import sqrt
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.core.presentation.formats import number
from cms.core.visibility import public_pages
from cms.registers.listing import for_listing
from cms.registers.models import FACET_LINKS
from cms.registers.vocabularies import PlaceType
from search.analysis import Vocabulary, language_of, tokens
from search.analysis.terms import main_term
from search.models import PageWords
from search.vocabularies import vocabulary_of

MOST = 3
CANDIDATES = 60
"""Pages that share most services and solutions, of which the rest is asked."""
SOLUTION, SERVICE, PLACE, SIZE, WORDS = 3.0, 2.0, 1.0, 1.0, 4.0
"""What each counts: a shared term, the same kind of place, as few inhabitants; all words the same."""
SIZES = (50, 100, 200, 500, 1000, 2000, 5000, 10_000)
"""Places with fewer inhabitants than one of these, and not than the one before, are alike."""
MOST_NAMED = 3
NAMED_ON_AT_MOST = 0.2
"""A word that stands on a larger part of the pages tells nothing."""
SHORTEST_NAMED = 4

ALSO: dict[str, Promise] = {
    PlaceType.VILLAGE: gettext_lazy("also a village"),
    PlaceType.SMALL_LOCALITY: gettext_lazy("also a small locality"),
    PlaceType.URBAN_LOCALITY: gettext_lazy("also an urban locality"),
    PlaceType.ISLAND: gettext_lazy("also an island"),
    PlaceType.SPARSE: gettext_lazy("also a sparsely populated area"),
    PlaceType.HOLIDAY_AREA: gettext_lazy("also a holiday area"),
}


class Similar(NamedTuple):
    page: Any
    """With what its card shows."""
    why: str
    """In sentences."""


def similar_to(page: Any) -> list[Similar]:
    """The public pages most like a page that has facets, at most `MOST`. The queries are few, however many pages."""
    shared = _shared_facets(page)
    likely = nlargest(CANDIDATES, shared, key=lambda pk: (shared[pk], pk))
    others = _others(page).filter(pk__in=likely).defer_streamfields()
    candidates = list(public_pages(others).select_related("municipality"))
    if not candidates:
        return []
    texts = _Texts(page, candidates)
    scores = {
        one.pk: shared[one.pk]
        + PLACE * bool(_same_place(page, one))
        + SIZE * bool(_same_size(page, one))
        + WORDS * texts.likeness(one)
        for one in candidates
    }
    best = nlargest(MOST, candidates, key=lambda one: (scores[one.pk], one.pk))
    ids = [one.pk for one in best]
    shown = {one.pk: one for one in for_listing(type(page)._default_manager.filter(pk__in=ids))}
    return [Similar(shown[one.pk], _why(page, shown[one.pk], texts.shared_with(one))) for one in best]


def _others(page: Any) -> Any:
    return type(page)._default_manager.filter(locale=page.locale_id).exclude(translation_key=page.translation_key)


def _shared_facets(page: Any) -> dict[int, float]:
    """What each page has in common with this one, by id; who may see them is not asked yet."""
    found: defaultdict[int, float] = defaultdict(float)
    for facet, weight in (("solution_types", SOLUTION), ("service_types", SERVICE)):
        terms = [term.pk for term in page.terms(facet)]
        links = FACET_LINKS[facet]._default_manager.filter(
            term__in=terms, page__live=True, page__locale=page.locale_id, page__content_type=page.content_type_id
        )
        for pk in links.exclude(page__translation_key=page.translation_key).values_list("page_id", flat=True):
            found[pk] += weight
    return found


def _same_place(page: Any, other: Any) -> str:
    kind = getattr(page, "place_type", "")
    return kind if kind and kind == getattr(other, "place_type", "") else ""


def _same_size(page: Any, other: Any) -> int:
    """The number that both have fewer inhabitants than; 0 where they are not alike or nothing is known."""
    size = _size(page)
    return size if size == _size(other) else 0


def _size(page: Any) -> int:
    inhabitants = getattr(page, "inhabitants", None)
    return next((size for size in SIZES if inhabitants < size), 0) if inhabitants is not None else 0


class _Texts:
    """The words of a page and of others, as the vocabulary has taken them in."""

    def __init__(self, page: Any, others: list[Any]) -> None:
        language = language_of(page.locale.language_code)
        self._vocabulary: Vocabulary = vocabulary_of(language)
        rows = PageWords.objects.filter(page_id__in=[page.pk, *(one.pk for one in others)], language=language)
        self._words = {pk: set(words.split()) for pk, words in rows.values_list("page_id", "words")}
        self._page = page
        self._own = self._words.get(page.pk, set())

    def likeness(self, other: Any) -> float:
        """From 0 to 1: how much of the rare words of the two are the same."""
        words = self._words.get(other.pk, set())
        whole = sqrt(self._weight(self._own) * self._weight(words))
        return self._weight(self._own & words) / whole if whole else 0.0

    def shared_with(self, other: Any) -> list[str]:
        """Words that one of them is named or found by and the other says first of all, the rarest first."""
        here, there = self._named(self._page), self._named(other)
        both = [here[term] for term in here.keys() & self._said(other)]
        both += [there[term] for term in there.keys() & self._said(self._page) - here.keys()]
        telling = [word for word in both if self._vocabulary.part_of_pages(word) <= NAMED_ON_AT_MOST]
        return sorted(telling, key=lambda word: (-self._vocabulary.rarity(word), word))[:MOST_NAMED]

    def _named(self, page: Any) -> dict[str, str]:
        """Words of the title and the keywords by their terms, without the names of its place."""
        places = _names(page)
        words = tokens(f"{page.title} {getattr(page, 'keywords', '')}")
        return {
            main_term(word, self._vocabulary.language): word
            for word in words
            if len(word) >= SHORTEST_NAMED and word not in places and not word.isdigit()
        }

    def _said(self, page: Any) -> set[str]:
        """Terms of the texts that stand first."""
        texts = (page.title, getattr(page, "keywords", ""), page.summary, getattr(page, "in_30_seconds", ""))
        return {main_term(word, self._vocabulary.language) for word in tokens(" ".join(texts))}

    def _weight(self, words: set[str]) -> float:
        return sum(map(self._vocabulary.rarity, words))


def _why(page: Any, other: Any, words: list[str]) -> str:
    """``Same service: fuel. Also a village with fewer than 200 inhabitants. Both mention: hydrogen.``"""
    services, solutions = _shared_labels(page, other, "service_types"), _shared_labels(page, other, "solution_types")
    said = set(tokens(" ".join((*services, *solutions))))
    mentioned = [word for word in words if word not in said]
    sentences = []
    if services:
        text = ngettext("Same service: %(names)s.", "Same services: %(names)s.", len(services))
        sentences.append(text % {"names": ", ".join(services)})
    if solutions:
        sentences.append(_("Same kind of solution: %(names)s.") % {"names": ", ".join(solutions)})
    if place := _place_in_words(page, other):
        sentences.append(f"{capfirst(place)}.")
    if mentioned:
        sentences.append(_("Both mention: %(words)s.") % {"words": ", ".join(mentioned)})
    return " ".join(sentences)


def _place_in_words(page: Any, other: Any) -> str:
    kind, size = _same_place(page, other), _same_size(page, other)
    place = str(ALSO[kind]) if kind else ""
    if not size:
        return place
    if not place:
        return _("also fewer than %(number)s inhabitants") % {"number": number(size)}
    return _("%(place)s with fewer than %(number)s inhabitants") % {"place": place, "number": number(size)}


def _shared_labels(page: Any, other: Any, facet: str) -> list[str]:
    """Of the terms that both have, in the language of the reader."""
    known = {term.pk for term in other.terms(facet)}
    return [term.label for term in page.terms(facet) if term.pk in known][:MOST_NAMED]


def _names(page: Any) -> set[str]:
    """Words of the names of its place, which say nothing of what it is about."""
    municipality = getattr(page, "municipality", None)
    return set(tokens(f"{getattr(page, 'locality', '')} {municipality.name if municipality else ''}"))
