"""Ways to narrow a list of pages. A facet knows its options, its condition and how many pages each option has.

An index page says which facets it has. Conditions go through ``pk__in``, so that they hold for one page type and for
several together; a type that lacks the field does not match.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page

from cms.registers.models import FACET_LINKS, TERM_MODELS, County, Municipality, PagePlace
from cms.registers.sorting import swedish_key


class Facet(ABC):
    """One question that a list can be narrowed by."""

    name: str
    """Parameter in the address, the same as in the API."""
    label: Any

    @abstractmethod
    def options(self) -> dict[str, str]:
        """Every code there is, with its label in the active language, in the order they are shown."""

    @abstractmethod
    def condition(self, codes: Collection[str]) -> Q:
        """Pages with any of the codes."""

    @abstractmethod
    def counts(self, pages: QuerySet) -> dict[str, int]:
        """How many of the pages each code has; codes without pages may be left out."""

    @abstractmethod
    def values(self, pages: QuerySet) -> Iterable[tuple[int, str]]:
        """Every page with each code that it has, perhaps more than once; in no order."""


class TermFacet(Facet):
    """A vocabulary of which a page may have several values."""

    def __init__(self, vocabulary: str, label: Any) -> None:
        self.name, self.label = vocabulary, label
        self.terms, self.links = TERM_MODELS[vocabulary].objects, FACET_LINKS[f"{vocabulary}s"].objects

    def options(self) -> dict[str, str]:
        return {term.code: capfirst(term.label) for term in self.terms.all()}

    def condition(self, codes: Collection[str]) -> Q:
        return Q(pk__in=self.links.filter(term__code__in=codes).values("page"))

    def counts(self, pages: QuerySet) -> dict[str, int]:
        links = self.links.filter(page__in=pages.values("pk")).order_by()
        return dict(links.values_list("term__code").annotate(Count("page", distinct=True)))

    def values(self, pages: QuerySet) -> Iterable[tuple[int, str]]:
        links = self.links.filter(page__in=pages.values("pk")).order_by()
        return links.values_list("page_id", "term__code")


class AreaFacet(Facet):
    """Where: the page's own municipality and any of its places inside (architecture: Public API v2)."""

    own: str
    """The code of the area, seen from a page that has a municipality."""

    def condition(self, codes: Collection[str]) -> Q:
        inside = self._places().filter(area__in=codes).order_by().values("page")
        own = (
            model._default_manager.filter(**{f"{self.own}__in": codes}).order_by().values("pk")
            for model in types_with_a_municipality()
        )
        # One set. As alternatives, each would be looked up for every page there is.
        return Q(pk__in=inside.union(*own))

    def counts(self, pages: QuerySet) -> dict[str, int]:
        found: Counter[str] = Counter()
        places = self._places().filter(page__in=pages.values("pk"))
        for model in types_with_a_municipality():
            own = model._default_manager.filter(pk__in=pages.values("pk"), municipality__isnull=False).order_by()
            found.update(dict(own.values_list(self.own).annotate(Count("pk"))))
            # A place that repeats the page's own municipality is no second page.
            repeated = model._default_manager.filter(pk=OuterRef("page_id"), **{self.own: OuterRef("area")})
            places = places.exclude(Exists(repeated))
        found.update(dict(places.order_by().values_list("area").annotate(Count("page", distinct=True))))
        return found

    def values(self, pages: QuerySet) -> Iterable[tuple[int, str]]:
        for model in types_with_a_municipality():
            own = model._default_manager.filter(pk__in=pages.values("pk"), municipality__isnull=False).order_by()
            yield from own.values_list("pk", self.own)
        yield from self._places().filter(page__in=pages.values("pk")).order_by().values_list("page_id", "area")

    @abstractmethod
    def _places(self) -> QuerySet:
        """Place rows with the code of their ``area``."""


class MunicipalityFacet(AreaFacet):
    name, label, own = "municipality", _("Municipality"), "municipality__code"

    def options(self) -> dict[str, str]:
        rows = Municipality.objects.values_list("code", "name")
        return dict(sorted(rows, key=lambda row: swedish_key(row[1])))

    def _places(self) -> QuerySet:
        return PagePlace.objects.annotate(area=F("municipality__code")).filter(area__isnull=False)


class CountyFacet(AreaFacet):
    name, label, own = "county", _("County"), "municipality__county__code"

    def options(self) -> dict[str, str]:
        rows = ((county.code, county.label) for county in County.objects.all())
        return dict(sorted(rows, key=lambda row: swedish_key(row[1])))

    def _places(self) -> QuerySet:
        area = Coalesce("municipality__county__code", "county__code")
        return PagePlace.objects.annotate(area=area).filter(area__isnull=False)


@dataclass(frozen=True)
class Choices:
    """One vocabulary with one value a page, and the page type that has it."""

    model: str
    values: type[TextChoices]
    having: Callable[[str], Q]
    """Condition on the page type for one code."""

    @classmethod
    def of_field(cls, model: str, field: str, values: type[TextChoices]) -> Choices:
        """The choices of a field that is stored as it is."""
        return cls(model, values, lambda code: Q(**{field: code}))

    @cached_property
    def manager(self) -> Any:
        return apps.get_model(self.model)._default_manager


class ChoiceFacet(Facet):
    """A vocabulary with one value a page; several page types may each bring their own."""

    def __init__(self, name: str, label: Any, sources: Sequence[Choices]) -> None:
        self.name, self.label, self.sources = name, label, sources

    def options(self) -> dict[str, str]:
        return {value.value: capfirst(str(value.label)) for source in self.sources for value in source.values}

    def condition(self, codes: Collection[str]) -> Q:
        matching = Q(pk__in=[])
        for source in self.sources:
            for code in codes:
                if code in source.values:
                    matching |= Q(pk__in=source.manager.filter(source.having(code)).values("pk"))
        return matching

    def counts(self, pages: QuerySet) -> dict[str, int]:
        found: Counter[str] = Counter()
        for source in self.sources:
            per_code = {f"n_{code}": Count("pk", filter=source.having(code)) for code in source.values.values}
            numbers = source.manager.filter(pk__in=pages.values("pk")).aggregate(**per_code)
            found.update({code: numbers[f"n_{code}"] for code in source.values.values})
        return found

    def values(self, pages: QuerySet) -> Iterable[tuple[int, str]]:
        for source in self.sources:
            codes = [When(source.having(code), then=Value(code)) for code in source.values.values]
            having = source.manager.filter(pk__in=pages.values("pk")).order_by()
            found = having.annotate(code=Case(*codes, output_field=CharField())).filter(code__isnull=False)
            yield from found.values_list("pk", "code")


class TypeFacet(Facet):
    """Kind of content, where a list holds several page types."""

    name, label = "type", _("Kind of content")

    def __init__(self, models: Sequence[type[Model]]) -> None:
        self.models = models

    def options(self) -> dict[str, str]:
        return {model._meta.label: capfirst(str(model._meta.verbose_name_plural)) for model in self.models}

    def condition(self, codes: Collection[str]) -> Q:
        chosen = [model for model in self.models if model._meta.label in codes]
        return Q(content_type__in=ContentType.objects.get_for_models(*chosen).values())

    def counts(self, pages: QuerySet) -> dict[str, int]:
        found = dict(pages.order_by().values_list("content_type").annotate(Count("pk")))
        types = ContentType.objects.get_for_models(*self.models)
        return {model._meta.label: found.get(content_type.pk, 0) for model, content_type in types.items()}

    def values(self, pages: QuerySet) -> Iterable[tuple[int, str]]:
        types = ContentType.objects.get_for_models(*self.models)
        labels = {content_type.pk: model._meta.label for model, content_type in types.items()}
        for pk, content_type in pages.order_by().values_list("pk", "content_type"):
            if content_type in labels:
                yield pk, labels[content_type]


SERVICE_TYPE = TermFacet("service_type", _("Service"))
SOLUTION_TYPE = TermFacet("solution_type", _("Kind of solution"))
THEME = TermFacet("theme", _("Theme"))
AUDIENCE = TermFacet("audience", _("For whom"))
LEVEL = TermFacet("level", pgettext_lazy("level of society", "Level"))
PHASE = TermFacet("phase", _("Where in the work"))
COUNTY = CountyFacet()
MUNICIPALITY = MunicipalityFacet()
COMMON_FACETS: tuple[Facet, ...] = (SERVICE_TYPE, SOLUTION_TYPE, THEME, COUNTY, MUNICIPALITY, AUDIENCE, LEVEL)
"""What all kinds of content can be found by."""


@cache
def types_with_a_municipality() -> list[type[Page]]:
    """Page types that stand in one municipality themselves."""
    return [model for model in apps.get_models() if issubclass(model, Page) and _has_municipality(model)]


def _has_municipality(model: type[Page]) -> bool:
    return any(field.name == "municipality" and field.related_model is Municipality for field in model._meta.fields)
