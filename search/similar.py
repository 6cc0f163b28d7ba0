"""Pages of the same type that are like a page, and in what: by services, solutions, kind and size of place, and words.

Of what everybody may see, in the language of the page, read each time the page is shown: nothing of it is stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from heapq import nlargest
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
from search.analysis import language_of, tokens
from search.analysis.terms import main_term
from search.models import PageWords
from search.vocabularies import vocabulary_of

MOST = 3
CANDIDATES = 60
"""Pages that share most services and solutions, of which the rest is asked."""
MOST_LINKS = 3000
"""Of a large bank the newest pages that have a term in common are looked at."""
WEIGHTS = {"solution_types": 3.0, "service_types": 2.0}
PLACE, SIZE, WORDS = 1.0, 1.0, 4.0
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
    terms = {facet: page.terms(facet) for facet in WEIGHTS}
    shared = _shared_facets(page, terms)
    likely = nlargest(CANDIDATES, shared, key=lambda pk: (shared[pk], pk))
    model = type(page)
    facts = [name for name in ("place_type", "inhabitants") if hasattr(page, name)]
    candidates = list(public_pages(model._default_manager.filter(pk__in=likely)).values("pk", *facts)) if likely else []
    if not candidates:
        return []
    words = _Words(page, [one["pk"] for one in candidates])
    here = _Place.of(vars(page))
    scores = {
        one["pk"]: shared[one["pk"]] + here.likeness(_Place.of(one)) + WORDS * words.likeness(one["pk"])
        for one in candidates
    }
    best = nlargest(MOST, scores, key=lambda pk: (scores[pk], pk))
    shown = {one.pk: one for one in for_listing(model._default_manager.filter(pk__in=best))}
    return [Similar(shown[pk], _why(page, terms, shown[pk], words.both_say(shown[pk]))) for pk in best]


def _shared_facets(page: Any, terms: Mapping[str, Sequence[Any]]) -> dict[int, float]:
    """What other pages of the type and language have in common with it, by id; who may see them is not asked yet."""
    found: defaultdict[int, float] = defaultdict(float)
    for facet, weight in WEIGHTS.items():
        links = (
            FACET_LINKS[facet]
            ._default_manager.filter(
                term__in=[term.pk for term in terms[facet]],
                page__live=True,
                page__locale=page.locale_id,
                page__content_type=page.content_type_id,
            )
            .exclude(page__translation_key=page.translation_key)
        )
        for pk in links.order_by("-page_id").values_list("page_id", flat=True)[:MOST_LINKS]:
            found[pk] += weight
    return found


class _Place(NamedTuple):
    """What is known of a place."""

    kind: str
    size: int
    """It has fewer inhabitants than this; 0 where nobody knows."""

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> _Place:
        inhabitants = facts.get("inhabitants")
        size = next((size for size in SIZES if inhabitants < size), 0) if inhabitants is not None else 0
        return cls(facts.get("place_type") or "", size)

    def shared_with(self, other: _Place) -> _Place:
        """What both are."""
        return _Place(self.kind if self.kind == other.kind else "", self.size if self.size == other.size else 0)

    def likeness(self, other: _Place) -> float:
        both = self.shared_with(other)
        return PLACE * bool(both.kind) + SIZE * bool(both.size)


class _Words:
    """The words of a page and of others, as the vocabulary has taken them in."""

    def __init__(self, page: Any, others: Sequence[int]) -> None:
        self._page, self._vocabulary = page, vocabulary_of(language_of(page.locale.language_code))
        rows = PageWords.objects.filter(page_id__in=[page.pk, *others], language=self._vocabulary.language)
        self._of_pages = {pk: words.split() for pk, words in rows.values_list("page_id", "words")}
        self._rarity = {word: self._vocabulary.rarity(word) for word in self._of_pages.get(page.pk, ())}
        self._whole = sum(self._rarity.values())

    def likeness(self, other: int) -> float:
        """From 0 to 1: how many of the rare words of the page another has too."""
        shared = sum(self._rarity.get(word, 0.0) for word in self._of_pages.get(other, ()))
        return shared / self._whole if self._whole else 0.0

    def both_say(self, other: Any) -> list[str]:
        """Words that one of them is named or found by and the other says first of all, the rarest first."""
        here, there = self._named(self._page), self._named(other)
        both = [here[term] for term in here.keys() & self._said(other)]
        both += [there[term] for term in there.keys() & self._said(self._page) - here.keys()]
        telling = [word for word in both if self._vocabulary.part_of_pages(word) <= NAMED_ON_AT_MOST]
        return sorted(telling, key=lambda word: (-self._vocabulary.rarity(word), word))[:MOST_NAMED]

    def _named(self, page: Any) -> dict[str, str]:
        """Words of the title and the keywords by their terms, without the names of its place."""
        municipality = getattr(page, "municipality", None)
        places = tokens(f"{getattr(page, 'locality', '')} {municipality.name if municipality else ''}")
        return {
            main_term(word, self._vocabulary.language): word
            for word in tokens(f"{page.title} {getattr(page, 'keywords', '')}")
            if len(word) >= SHORTEST_NAMED and word not in places and not word.isdigit()
        }

    def _said(self, page: Any) -> set[str]:
        """Terms of the texts that stand first."""
        texts = (page.title, getattr(page, "keywords", ""), page.summary, getattr(page, "in_30_seconds", ""))
        return {main_term(word, self._vocabulary.language) for word in tokens(" ".join(texts))}


def _why(page: Any, terms: Mapping[str, Sequence[Any]], other: Any, words: Sequence[str]) -> str:
    """``Same service: fuel. Also a village with fewer than 200 inhabitants. Both mention: hydrogen.``"""
    services, solutions = (
        [term.label for term in terms[facet] if term in other.terms(facet)][:MOST_NAMED]
        for facet in ("service_types", "solution_types")
    )
    said = set(tokens(" ".join((*services, *solutions))))
    mentioned = [word for word in words if word not in said]
    sentences = []
    if services:
        text = ngettext("Same service: %(names)s.", "Same services: %(names)s.", len(services))
        sentences.append(text % {"names": ", ".join(services)})
    if solutions:
        sentences.append(_("Same kind of solution: %(names)s.") % {"names": ", ".join(solutions)})
    if place := _place_in_words(_Place.of(vars(page)).shared_with(_Place.of(vars(other)))):
        sentences.append(f"{capfirst(place)}.")
    if mentioned:
        sentences.append(_("Both mention: %(words)s.") % {"words": ", ".join(mentioned)})
    return " ".join(sentences)


def _place_in_words(both: _Place) -> str:
    place = str(ALSO[both.kind]) if both.kind else ""
    if not both.size:
        return place
    if not place:
        return _("also fewer than %(number)s inhabitants") % {"number": number(both.size)}
    return _("%(place)s with fewer than %(number)s inhabitants") % {"place": place, "number": number(both.size)}
