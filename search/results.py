"""What was found, narrowed by facets: the list that a reader sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as PageOfResults
from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import get_language, ngettext_lazy
from wagtail.models import Page

from cms.core.many import one_of
from cms.registers.all_facets import all_facets
from cms.registers.filters import Facet
from cms.registers.listing import PER_PAGE, Listing, for_listing
from search.analysis import language_of
from search.hits import Hit, hits_of
from search.narrowing import Narrowed
from search.services import MOST_HITS, Found, Question
from search.values import values_now

NEAREST = 3
NEWEST = "date"
"""Value of ``order`` for the newest first; anything else means the best first."""


class Results(Listing):
    """Pages that answer a question, the best first or the newest first."""

    def __init__(self, *, question: Question, found: Found, parameters: QueryDict, path: str) -> None:
        self.is_by_date = parameters.get("order") == NEWEST
        self._words = [("q", question.text)] if question.text else []
        self._values = values_now()
        super().__init__(
            pages=Page.objects.filter(pk__in=one_of(found.ids)),
            facets=all_facets(),
            options={facet.name: self._values.options(facet) for facet in all_facets()},
            parameters=parameters,
            path=path,
            found=ngettext_lazy("%(number)s page", "%(number)s pages", "count"),
            kept=[*self._words, ("order", NEWEST)] if self.is_by_date else self._words,
        )
        self._ids, self._meaning = found.ids, found.meaning
        self._language = language_of(get_language())

    @cached_property
    def page_obj(self) -> PageOfResults:
        """The part that was asked for, of the ids that can be walked through."""
        return Paginator(self._in_order[:MOST_HITS], PER_PAGE).page(self._page)

    @property
    def total(self) -> int:
        return len(self._in_order)

    @cached_property
    def pages(self) -> list[Any]:
        """The pages to show, with what a card needs."""
        return self._pages(list(self.page_obj.object_list))

    @cached_property
    def hits(self) -> list[Hit]:
        """The same with the words of the question marked."""
        return hits_of(self.pages, self._meaning, self._language)

    @cached_property
    def nearest(self) -> list[Hit]:
        """The best pages that fit everything chosen but one thing; where none does, the best that answer the words."""
        fitting = {pk for ids in self._without.values() for pk in ids}
        ids = [pk for pk in self._ids if pk in fitting][:NEAREST] or self._ids[:NEAREST]
        return hits_of(self._pages(ids), self._meaning, self._language)

    @property
    def other_order(self) -> str:
        """The address of the same pages in the other order."""
        order = [] if self.is_by_date else [("order", NEWEST)]
        return f"?{urlencode([*self._words, *order, *self._selection.chosen])}"

    @cached_property
    def _narrowed(self) -> Narrowed:
        return Narrowed(self._ids, self._selection.codes, self._values)

    @cached_property
    def _without(self) -> dict[str, list[int]]:
        """What fits when one facet is let go of, by its name."""
        return {name: self._narrowed.ids(without=name) for name in self._conditions}

    def _numbers_without(self) -> dict[str, int]:
        return {name: len(ids) for name, ids in self._without.items()}

    def _pages(self, ids: Sequence[int]) -> list[Any]:
        pages = {page.pk: page for page in for_listing(Page.objects.filter(pk__in=ids))}
        return [pages[pk] for pk in ids if pk in pages]

    @cached_property
    def _in_order(self) -> list[int]:
        return self._narrowed.ids(newest_first=self.is_by_date)

    def _counts(self, facet: Facet) -> Mapping[str, int]:
        return self._narrowed.counts(facet.name)
