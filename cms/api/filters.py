"""Narrowing the list of pages by its parameters. Each function takes a queryset of public pages and gives one back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Site
from wagtail.search.backends import get_search_backend
from wagtail.search.backends.base import OrderByFieldError

from cms.api.parameters import Parameters, invalid
from cms.core.api_fields import source_of
from cms.core.api_loading import page_types
from cms.core.api_values import model_field
from cms.core.models import BasePage, PersistentId
from cms.core.visibility import public_pages
from cms.registers.filters import (
    AUDIENCE,
    COUNTY,
    LEVEL,
    MUNICIPALITY,
    PHASE,
    SERVICE_TYPE,
    SOLUTION_TYPE,
    THEME,
    ChoiceFacet,
    TermFacet,
)

TREE = frozenset({"child_of", "ancestor_of", "descendant_of", "translation_of"})
COMPARISONS = ("gte", "gt", "lte", "lt")
LONGEST_SEARCH, MOST_WORDS, MOST_HITS = 200, 20, 1000
WORD = re.compile(r"\w+")
PERSISTENT_ID = re.compile(r"sb-([0-9]{6,12})")
SUCCESS_FACTOR = TermFacet("success_factor", _("What made it work"))
FACETS = {
    facet.name: facet
    for facet in (
        SERVICE_TYPE,
        SOLUTION_TYPE,
        THEME,
        AUDIENCE,
        LEVEL,
        PHASE,
        SUCCESS_FACTOR,
        COUNTY,
        MUNICIPALITY,
    )
}
"""Filters by a register, for every page type that has it."""

BASE_COLUMNS = (
    "id",
    "title",
    "slug",
    "show_in_menus",
    "seo_title",
    "search_description",
    "first_published_at",
    "last_published_at",
)
PLAIN = (
    models.CharField,
    models.TextField,
    models.BooleanField,
    models.IntegerField,
    models.DecimalField,
    models.DateField,
)
READERS: tuple[tuple[type[models.Field], str], ...] = (
    (models.BooleanField, "boolean"),
    (models.DateTimeField, "moment"),
    (models.DateField, "date"),
    (models.IntegerField, "number"),
    (models.DecimalField, "decimal"),
)
"""The first class that fits: a field of time is one of date too."""


class Choice(NamedTuple):
    """A field of one page type with a few possible values."""

    codes: Collection[str]
    pages: Callable[[str], QuerySet]
    """Pages of the type that have a code."""


@cache
def choices() -> Mapping[str, list[Choice]]:
    """Filters by a small vocabulary, by name; page types may use the same name for vocabularies of their own.

    They come from the page types' API fields and from the facets of their index pages, which know the computed ones.
    """
    found: defaultdict[str, dict[str, Choice]] = defaultdict(dict)
    for model in page_types():
        for facet in getattr(model, "facets", ()):
            if isinstance(facet, ChoiceFacet):
                for source in facet.sources:
                    found[facet.name].setdefault(
                        source.model, Choice(source.values.values, _having(source.manager, source.having))
                    )
        for name, field in columns(model).items():  # type: ignore[arg-type]  # mypy takes a class for its instances: python/mypy#11470
            if field.choices:
                codes = [code for code, _label in field.flatchoices]
                found[name].setdefault(model._meta.label, Choice(codes, _equal(model._default_manager, field.name)))
    return {name: list(choices.values()) for name, choices in found.items()}


def codes_of(name: str) -> list[str]:
    """All codes that the filter by a small vocabulary takes."""
    return list(dict.fromkeys(code for source in choices()[name] for code in source.codes))


@cache
def columns(model: type[Page]) -> dict[str, models.Field]:
    """API names of the plain columns of a page type: what can be compared and sorted by."""
    names = {name: name for name in BASE_COLUMNS}
    if issubclass(model, BasePage):
        fields = (*model.api_fields, *model.api_meta_fields)
        names |= {field.name: source_of(field.name, field.serializer) for field in fields}
    return plain_columns(model, names)


def plain_columns(model: type[models.Model], names: Mapping[str, str]) -> dict[str, models.Field]:
    """Those of the API names (each with its model attribute) that are plain values.

    No foreign keys: what they point at may be private, and a count would tell of it.
    """
    fields = {name: model_field(model, attribute) for name, attribute in names.items()}
    return {name: field for name, field in fields.items() if isinstance(field, PLAIN)}


def filter_parameters(model: type[Page]) -> set[str]:
    """Names of all filters that a list of pages of this type knows."""
    plain = columns(model)  # type: ignore[arg-type]  # mypy takes a class for its instances: python/mypy#11470
    return {*FACETS, *choices(), *column_parameters(plain), *TREE, "persistent_id"}


def column_parameters(plain: Mapping[str, models.Field]) -> set[str]:
    """Names of the filters by plain columns: values and ranges."""
    return {*plain, *(f"{name}__{word}" for name, field in plain.items() if _is_ordered(field) for word in COMPARISONS)}


def narrowed(pages: QuerySet, params: Parameters, model: type[Page]) -> QuerySet:
    """Pages of a type by every filter that it has."""
    known = columns(model)  # type: ignore[arg-type]  # mypy takes a class for its instances: python/mypy#11470
    plain = {name: field for name, field in known.items() if name not in choices()}
    return by_tree(by_columns(by_facets(pages, params), params, plain), params)


def by_facets(pages: QuerySet, params: Parameters) -> QuerySet:
    """Registers and small vocabularies, by code; comma means any of, different parameters mean all."""
    for name, facet in FACETS.items():
        if name in params:
            pages = pages.filter(facet.condition(params.codes(name, facet.options())))
    for name, sources in choices().items():
        if name in params:
            codes = params.codes(name, codes_of(name))
            matching = [Q(pk__in=s.pages(code).values("pk")) for s in sources for code in codes if code in s.codes]
            pages = pages.filter(reduce(or_, matching))
    if "persistent_id" in params:
        # The number belongs to the group of translations, so this holds for every page type.
        match = PERSISTENT_ID.fullmatch(params.text("persistent_id") or "")
        keys = PersistentId.objects.filter(pk=int(match[1]) if match else 0).values("translation_key")
        pages = pages.filter(translation_key__in=keys)
    return pages


def by_columns(objects: QuerySet, params: Parameters, plain: Mapping[str, models.Field]) -> QuerySet:
    """Values of plain fields, and ranges of dates and numbers."""
    for name, field in plain.items():
        if name in params:
            objects = objects.filter(**{field.name: _value(params, name, field)})
        for word in COMPARISONS if _is_ordered(field) else ():
            if f"{name}__{word}" in params:
                objects = objects.filter(**{f"{field.name}__{word}": _value(params, f"{name}__{word}", field)})
    return objects


def by_tree(pages: QuerySet, params: Parameters) -> QuerySet:
    """Where in the tree, and which translations. A page that is not public is as unknown as one that never was."""
    if "child_of" in params and "descendant_of" in params:
        raise invalid("descendant_of", _("“%(name)s” cannot be combined with “child_of”."))
    for name in sorted(TREE):
        if name in params:
            pages = getattr(pages, name)(_page(params, name))
    return pages


def in_order(objects: QuerySet, params: Parameters, known: Mapping[str, models.Field], *, default: str) -> QuerySet:
    """As asked for, else by `default`; always with a last word, so that nothing stands twice in a walk."""
    return objects.order_by(*order_of(params, known, default=default))


def order_of(params: Parameters, known: Mapping[str, models.Field], *, default: str) -> list[str]:
    """The same as names of model fields, those with a minus in the other direction."""
    if "order" not in params:
        return [default]
    order = []
    for part in (params.text("order") or "").split(","):
        name = part.removeprefix("-")
        if name not in known:
            raise invalid("order", _("The list cannot be put in order by “%(field)s”."), field=name[:60])
        order.append(f"-{known[name].name}" if part.startswith("-") else known[name].name)
    return [*order, "id"]


def matching_words(pages: QuerySet, params: Parameters) -> Any:
    """Pages with the words that were searched for: the best first, or in the order asked for."""
    # The index is asked about base pages only: about one page type, Elasticsearch would forget who may see what,
    # because Wagtail leaves conditions on the key of the type out of the query (modelsearch/backends/base.py).
    found = Page.objects.filter(pk__in=pages.order_by().values("pk")).order_by(*pages.query.order_by)
    try:
        return _search(found, params, order_by_relevance="order" not in params)
    except OrderByFieldError as error:
        raise invalid(
            "order", _("Found pages cannot be put in order by “%(field)s”."), field=str(error.field_name)
        ) from None


def hits(model: type[models.Model], params: Parameters) -> list[int]:
    """Ids of the objects of a small set that have the words searched for."""
    return [hit.pk for hit in _search(model._default_manager.all(), params)[:MOST_HITS]]


def _search(objects: QuerySet, params: Parameters, **options: Any) -> Any:
    """Nothing but words reaches the engines, whose query languages differ."""
    words = WORD.findall(params.text("search", longest=LONGEST_SEARCH) or "")[:MOST_WORDS]
    operator = params.code("search_operator", ("and", "or"), "and")
    if not words:
        return objects.none()
    return get_search_backend().search(" ".join(words), objects, operator=operator, **options)


def _page(params: Parameters, name: str) -> Page:
    if params.text(name) == "root" and name != "ancestor_of":
        pages = public_pages(Page.objects.filter(pk__in=Site.objects.filter(is_default_site=True).values("root_page")))
    else:
        pages = public_pages(Page.objects.filter(pk=params.number(name)))
    page = pages.first()
    if page is None:
        raise invalid(name, _("“%(name)s” names a page that does not exist or is not public."))
    return page


def reader_of(field: models.Field) -> str:
    """Which method of ``Parameters`` reads a value of this field; the description of the API asks too."""
    return next((reader for kind, reader in READERS if isinstance(field, kind)), "text")


def _value(params: Parameters, name: str, field: models.Field) -> Any:
    return getattr(params, reader_of(field))(name)


def _is_ordered(field: models.Field) -> bool:
    return isinstance(field, models.DateField | models.IntegerField | models.DecimalField) and not field.primary_key


def _having(manager: Any, condition: Callable[[str], Q]) -> Callable[[str], QuerySet]:
    return lambda code: manager.filter(condition(code))


def _equal(manager: Any, field: str) -> Callable[[str], QuerySet]:
    return lambda code: manager.filter(**{field: code})
