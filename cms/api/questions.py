"""What a list of pages is asked for, read from its parameters once and refused where it makes no sense."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page

from cms.api import filters
from cms.api.endpoints.base import LANGUAGES, LIMIT, MOST, PAGING
from cms.api.parameters import Parameters
from cms.api.rendering import Fields, parse_fields
from cms.core.api_loading import page_types
from cms.core.models import BasePage

KNOWN = PAGING | {"type", "locale", "fields", "order", "search", "search_operator", "cursor"}
NOT_IN_A_WALK = frozenset({"offset", "order", "search"})
"""A walk has one order; places in it are kept by cursors and not by numbers."""


class Question:
    """Which pages, in which order, which part of the list, and what of each page."""

    def __init__(self, params: Parameters, endpoint: Any) -> None:
        self.params, self.endpoint = params, endpoint
        self.types = types_asked_for(params)
        self.model: type[Page] = self.types[0] if len(self.types) == 1 else Page
        self._filters = filters.filter_parameters(self.model)
        params.only(KNOWN | self._filters)
        self.is_walk = "cursor" in params
        params.apart("cursor", NOT_IN_A_WALK)
        self.limit = params.number("limit", default=LIMIT, least=1 if self.is_walk else 0, most=MOST)
        self.offset = params.number("offset")
        params.code("search_operator", ("and", "or"), "and")
        self.locale = params.code("locale", LANGUAGES) if "locale" in params else ""
        self.fields = fields_asked_for(params, endpoint, self.types or page_types())
        known = filters.columns(self.model)  # type: ignore[arg-type]  # mypy takes a class for its instances: python/mypy#11470
        self.order = ["id"] if self.is_walk else filters.order_of(params, known, default="path")
        """Model fields that the list is put in order by; ids in a walk."""

    @property
    def is_search(self) -> bool:
        return "search" in self.params

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but type and language narrows the list."""
        return any(name in self.params for name in self._filters)

    @property
    def labels(self) -> list[str]:
        """Labels of the types asked for, of all types where none is named."""
        return [model._meta.label for model in self.types or page_types()]

    def pages(self, among: QuerySet | None = None) -> QuerySet:
        """The pages that all filters let through, whoever may see them."""
        pages = self.model._default_manager.all() if among is None else among
        if len(self.types) != 1:
            pages = pages.filter(content_type__in=ContentType.objects.get_for_models(*self._models()).values())
        if self.locale:
            pages = pages.filter(locale__language_code=self.locale)
        return filters.narrowed(pages, self.params, self.model)

    def _models(self) -> Iterable[type[BasePage]]:
        return self.types or page_types()


def types_asked_for(params: Parameters) -> list[type[BasePage]]:
    """The page types asked for; none means all."""
    if "type" not in params:
        return []
    known = {model._meta.label: model for model in page_types()}
    return [known[label] for label in params.codes("type", known)]


def fields_asked_for(
    params: Parameters, endpoint: Any, page_models: Iterable[type[BasePage]], hidden: Collection[str] | None = None
) -> Fields:
    """What to show of each page; a name is known when one of the types has it. `hidden` are those of one page only."""
    if "fields" not in params:
        return ()
    left_out = endpoint.detail_only_fields if hidden is None else hidden
    known = {name for model in page_models for name in endpoint.get_available_fields(model) if name not in left_out}
    return parse_fields(params.text("fields") or "", known)
