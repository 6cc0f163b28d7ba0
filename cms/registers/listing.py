"""Lists of pages: narrowed by facets in the address, counted, in pages, and ready for cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, reduce
from operator import and_
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Page as PageOfResults
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from wagtail.models import Locale, Page

from cms.core.presentation.cards import fetch_for_cards
from cms.core.presentation.formats import number
from cms.core.visibility import public_pages
from cms.registers.filters import Facet
from cms.registers.models.pages import FacetedPage

PER_PAGE = 20
MOST_CODES = 50
"""More values of one facet than this are not read."""
LONGEST_CODE = 60
MOST_NOTICES = 5
MOST_PLACE_NAMES = 3


class Option(NamedTuple):
    code: str
    label: str
    number: int
    selected: bool


class FacetChoices(NamedTuple):
    """A facet as the reader sees it: the options that would give something, and those that are chosen."""

    name: str
    label: str
    options: list[Option]
    is_open: bool


class Chip(NamedTuple):
    """Something chosen, and the address without it."""

    facet: str
    label: str
    address: str


class Easing(NamedTuple):
    """A facet with something chosen, what that is, and the list without it: how many pages, and where."""

    facet: str
    labels: list[str]
    number: int
    address: str


class Selection:
    """What the address asks for: known codes by facet, and the codes that no facet has."""

    def __init__(
        self,
        facets: Sequence[Facet],
        parameters: QueryDict,
        kept: Sequence[tuple[str, str]] = (),
        options: Mapping[str, dict[str, str]] | None = None,
    ) -> None:
        self.kept = list(kept)
        self.options = options or {facet.name: facet.options() for facet in facets}
        self.codes: dict[str, list[str]] = {}
        self.unknown: list[tuple[Facet, str]] = []
        for facet in facets:
            asked = _codes(parameters.getlist(facet.name))
            known = self.options[facet.name]
            self.codes[facet.name] = [code for code in asked if code in known]
            self.unknown += [(facet, code) for code in asked if code not in known]

    def labels(self, name: str) -> list[str]:
        """Labels of what is chosen of one facet; empty when the list has no such facet."""
        return [self.options[name][code] for code in self.codes.get(name, [])]

    def query(self, *, without: tuple[str, str] | None = None) -> str:
        """The parameters of the address, encoded; `without` leaves out one code of a facet."""
        return urlencode([*self.kept, *(pair for pair in self.chosen if pair != without)])

    def query_without(self, name: str) -> str:
        """The same with nothing chosen of one facet."""
        return urlencode([*self.kept, *(pair for pair in self.chosen if pair[0] != name)])

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Facets and codes, one by one."""
        return [(name, code) for name, codes in self.codes.items() for code in codes]


class Listing:
    """One list as a reader asked for it.

    `parameters` is the query of the address: facets (comma or repeated: any of; different facets: all) and ``page``.
    Everything else in it is ignored; `kept` are further parameters, such as the words of a search, that stay in the
    address whatever is chosen. `options` are those of each facet, where they are known already. `found` is a lazy
    plural with ``count`` and ``number``. Asking for ``page_obj`` raises InvalidPage when the page asked for does not
    exist.
    """

    def __init__(
        self,
        *,
        pages: QuerySet,
        facets: Sequence[Facet],
        parameters: QueryDict,
        path: str,
        found: Any,
        order: Sequence[str] = ("-first_published_at", "-pk"),
        kept: Sequence[tuple[str, str]] = (),
        options: Mapping[str, dict[str, str]] | None = None,
    ) -> None:
        self.path = path
        self._all = pages.order_by(*order)
        self._facets = facets
        self._found = found
        self._page = parameters.get("page") or 1
        self._selection = Selection(facets, parameters, kept, options)
        self._conditions = {
            facet.name: facet.condition(codes) for facet in facets if (codes := self._selection.codes[facet.name])
        }

    @cached_property
    def page_obj(self) -> PageOfResults:
        """The part of the list that was asked for."""
        return Paginator(self._matching(self._conditions), PER_PAGE).page(self._page)

    @cached_property
    def pages(self) -> list[Any]:
        """The pages to show, with what a card needs."""
        return for_listing(self.page_obj.object_list)

    @property
    def total(self) -> int:
        return self.page_obj.paginator.count

    @property
    def is_narrowed(self) -> bool:
        return bool(self._conditions)

    @property
    def query(self) -> str:
        """What is chosen, for links to other parts of the list."""
        return self._selection.query()

    @property
    def kept(self) -> Sequence[tuple[str, str]]:
        """Parameters that a form sends along."""
        return self._selection.kept

    @property
    def cleared(self) -> str:
        """The address with nothing chosen."""
        return f"{self.path}?{urlencode(self.kept)}" if self.kept else self.path

    @cached_property
    def summary(self) -> str:
        """``17 good examples in Västerbotten County``."""
        found = str(self._found % {"count": self.total, "number": number(self.total)})
        places = self._selection.labels("municipality") or self._selection.labels("county")
        if not places or len(places) > MOST_PLACE_NAMES:
            return found
        names = get_text_list(places, pgettext("between the last two names of places", "or"))
        return pgettext("pages found in places", "%(found)s in %(places)s") % {"found": found, "places": names}

    @cached_property
    def facets(self) -> list[FacetChoices]:
        """Facets with something to choose. An option's number does not depend on what is chosen of its own facet."""
        shown = []
        for facet in self._facets:
            counts, chosen = self._counts(facet), self._selection.codes[facet.name]
            options = [
                Option(code, label, counts.get(code, 0), code in chosen)
                for code, label in self._selection.options[facet.name].items()
                if counts.get(code) or code in chosen
            ]
            if options:
                shown.append(FacetChoices(facet.name, str(facet.label), options, bool(chosen)))
        return shown

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(str(facet.label), self._selection.options[facet.name][code], self._address(facet.name, code))
            for facet in self._facets
            for code in self._selection.codes[facet.name]
        ]

    @cached_property
    def easings(self) -> list[Easing]:
        """What can be let go of so that the list has something, what gives most first."""
        labels = {facet.name: str(facet.label) for facet in self._facets}
        found = [
            Easing(labels[name], self._selection.labels(name), number, self._at(self._selection.query_without(name)))
            for name, number in self._numbers_without().items()
            if number
        ]
        return sorted(found, key=lambda easing: -easing.number)

    @property
    def notices(self) -> list[str]:
        """What was asked for and does not exist."""
        text = _("“%(code)s” is no choice under “%(facet)s”, so it was left out.")
        return [
            text % {"code": code[:LONGEST_CODE], "facet": facet.label}
            for facet, code in self._selection.unknown[:MOST_NOTICES]
        ]

    def _counts(self, facet: Facet) -> Mapping[str, int]:
        """How many pages each code of a facet would give, whatever is chosen of the facet itself."""
        others = {name: condition for name, condition in self._conditions.items() if name != facet.name}
        return facet.counts(self._matching(others))

    def _matching(self, conditions: Mapping[str, Q]) -> QuerySet:
        return self._all.filter(reduce(and_, conditions.values(), Q()))

    def _numbers_without(self) -> dict[str, int]:
        """How many pages there are when nothing counts as chosen of a facet, by its name. One query."""
        counts = {}
        for name in self._conditions:
            others = [condition for other, condition in self._conditions.items() if other != name]
            counts[name] = Count("pk", filter=reduce(and_, others)) if others else Count("pk")
        return self._all.order_by().aggregate(**counts) if counts else {}

    def _address(self, name: str, code: str) -> str:
        return self._at(self._selection.query(without=(name, code)))

    def _at(self, query: str) -> str:
        return f"{self.path}?{query}" if query else self.path


def public_pages_of(models: Sequence[type[Page]], locale: Locale) -> QuerySet:
    """Public pages of some types in one language; of the type itself when there is only one."""
    if len(models) == 1:
        return public_pages(models[0]._default_manager.filter(locale=locale))
    types = ContentType.objects.get_for_models(*models).values()
    return public_pages(Page.objects.filter(content_type__in=types, locale=locale))


def faceted_types() -> list[type[Page]]:
    """Every page type that can be found by facet, whichever app it comes from."""
    return [model for model in apps.get_models() if issubclass(model, FacetedPage)]


def for_listing(pages: Any) -> list[Any]:
    """Pages of a queryset, specific, in their order, with all that a card shows.

    The number of queries does not grow with them.
    """
    pages = pages.defer_streamfields()
    return fetch_for_cards(pages.specific() if pages.model is Page else pages)


def _codes(values: Iterable[str]) -> list[str]:
    """Codes of repeated and comma separated values, each once."""
    parts = (part.strip() for value in values for part in value.split(","))
    return list(dict.fromkeys(part for part in parts if part))[:MOST_CODES]
