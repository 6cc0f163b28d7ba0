"""What a search across all kinds of content can be narrowed by."""

from __future__ import annotations

from functools import cache

from django.apps import apps

from cms.registers.filters import COMMON_FACETS, ChoiceFacet, Facet, TypeFacet
from cms.registers.listing import faceted_types
from cms.registers.models.indexes import IndexPage
from cms.registers.years import YearFacet


@cache
def all_facets() -> tuple[Facet, ...]:
    """Every facet that some list of pages has, each name once: kind of content first, and those that all have next."""
    found: dict[str, Facet] = {}
    for facet in (TypeFacet(faceted_types()), *COMMON_FACETS, YearFacet(), *_of_lists()):
        known = found.get(facet.name)
        if known is None:
            found[facet.name] = facet
        elif isinstance(known, ChoiceFacet) and isinstance(facet, ChoiceFacet):
            # Page types may use the same name for vocabularies of their own.
            more = [source for source in facet.sources if source not in known.sources]
            found[facet.name] = ChoiceFacet(known.name, known.label, [*known.sources, *more])
    return tuple(found.values())


def _of_lists() -> list[Facet]:
    lists = [model for model in apps.get_models() if issubclass(model, IndexPage)]
    return [facet for model in lists for facet in model.facets]
