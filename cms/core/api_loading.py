"""Reads many pages with all that their API fields show, in a number of queries that does not grow with the pages.

What to fetch follows from ``api_fields``: foreign keys are joined, child rows fetched together, StreamFields turned
into blocks all at once, renditions and links to other pages collected and asked for in one go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Coalesce
from modelcluster.fields import ParentalKey
from wagtail.api import APIField
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.rich_text import RichText

from cms.core.api_fields import ComputedField, source_of
from cms.core.api_values import model_field, points_at_page
from cms.core.models import BasePage, CustomImage
from cms.core.rich_text import targets_of
from cms.core.visibility import reading_together


class Needs(NamedTuple):
    """What a page type needs for some of its API fields."""

    joins: tuple[str, ...]
    rows: tuple[str, ...]
    streams: tuple[str, ...]
    computed: tuple[str, ...]
    shown: tuple[str, ...]
    """Model attributes that are read."""
    unread: tuple[str, ...]
    """Long texts that nobody asked for."""


def page_types() -> list[type[BasePage]]:
    """Every page type of the house."""
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def load_pages(model: type[BasePage], ids: Collection[int], fields: Iterable[str]) -> list[BasePage]:
    """Pages of one type with all that `fields` of the API show, in no particular order.

    Serialise them inside the same ``reading_together()``.
    """
    needs = needs_of(model, frozenset(fields))
    filled = _filled(model, needs.rows, ids)
    pages = list(_query(model, needs, filled).filter(pk__in=ids))
    for name in set(needs.rows) - filled:
        _have_none(pages, model_field(model, name))
    for name in needs.streams:
        read_streams(pages, model, name)
    for name in needs.rows:
        row = model_field(model, name).related_model
        rows = [child for page in pages for child in getattr(page, name).all()]
        for field in row._meta.local_fields:
            if isinstance(field, StreamField):
                read_streams(rows, row, field.name)
    computed = [_serializers(model)[name].read(pages) for name in needs.computed]
    _read_targets(pages, needs, computed)
    return pages


def complete(page: BasePage, fields: Iterable[str]) -> None:
    """Do for one page that is in memory, such as a revision, what `load_pages` does for those it reads."""
    needs = needs_of(type(page), frozenset(fields))
    _read_targets([page], needs, [_serializers(type(page))[name].read([page]) for name in needs.computed])


@lru_cache(maxsize=256)
def needs_of(model: type[BasePage], names: frozenset[str]) -> Needs:
    """What to fetch for the API fields of these names."""
    serializers = {name: _serializers(model).get(name) for name in names}
    computed = [name for name, serializer in serializers.items() if isinstance(serializer, ComputedField)]
    shown = {source_of(name, serializer) for name, serializer in serializers.items() if name not in computed}
    fields = {name: model_field(model, name) for name in shown}
    joins = [join for name, field in fields.items() for join in _joins(model, name, field)]
    rows = [name for name, field in fields.items() if _is_rows(field)]
    streams = [name for name, field in fields.items() if isinstance(field, StreamField)]
    long = [field.name for field in model._meta.local_fields if isinstance(field, models.TextField | StreamField)]
    return Needs(
        joins=("locale", *joins),
        rows=tuple(rows),
        streams=tuple(streams),
        computed=tuple(computed),
        shown=tuple(shown),
        unread=tuple(name for name in long if name not in shown),
    )


@lru_cache(maxsize=64)
def _serializers(model: type[BasePage]) -> dict[str, Any]:
    fields = [*model.api_fields, *model.api_meta_fields]
    return {field.name: field.serializer for field in fields if isinstance(field, APIField)}


def _is_rows(field: Any) -> bool:
    return isinstance(field, models.ManyToOneRel) and isinstance(field.field, ParentalKey)


def _joins(model: type[models.Model], name: str, field: Any) -> list[str]:
    """Foreign keys to join, with what their targets show of others. Links to pages are resolved together instead."""
    if field is None:
        return list(getattr(model, "api_joins", {}).get(name, ()))
    if not isinstance(field, models.ForeignKey) or points_at_page(field):
        return []
    return [name, *(f"{name}__{further}" for further in getattr(field.related_model, "api_value_joins", ()))]


def _filled(model: type[BasePage], names: Sequence[str], ids: Collection[int]) -> set[str]:
    """Which relations have rows on any of the pages: most pages use a few of some twenty, and each costs a query."""
    keys = list(ids)
    if not names or not keys:
        return set()
    marks = ", ".join(["%s"] * len(keys))
    one = f"SELECT %s WHERE EXISTS (SELECT 1 FROM {{table}} WHERE {{column}} IN ({marks}))"  # noqa: S608  our own names
    fields = {name: model_field(model, name).field for name in names}
    parts = [one.format(table=field.model._meta.db_table, column=field.column) for field in fields.values()]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [value for name in names for value in (name, *keys)])
        return {name for [name] in cursor.fetchall()}


def _have_none(pages: Iterable[BasePage], relation: Any) -> None:
    """Say of pages that a relation has no rows, in the place where Django remembers what it has fetched."""
    for page in pages:
        known = vars(page).setdefault("_prefetched_objects_cache", {})
        known[relation.field.related_query_name()] = relation.related_model._default_manager.none()


def _query(model: type[BasePage], needs: Needs, filled: Collection[str]) -> QuerySet:
    source = model.objects.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=settings.LANGUAGE_CODE
    )
    digest = Coalesce(Subquery(source.values("text_digest")[:1]), Value(""))
    rows = [
        Prefetch(name, queryset=_row_query(model_field(model, name).related_model))
        for name in needs.rows
        if name in filled
    ]
    return (
        model.objects.select_related(*needs.joins)
        .prefetch_related(*rows)
        .defer(*needs.unread)
        .annotate(source_digest=digest)
    )


def _row_query(row: type[models.Model]) -> QuerySet:
    # Link rows to a vocabulary have no fields of their own to show, only their term.
    names = getattr(row, "api_fields", ("term",))
    joins = [join for name in names for join in _joins(row, name, model_field(row, name))]
    return row._default_manager.select_related(*joins).prefetch_related(*getattr(row, "api_prefetch", ()))


def read_streams(instances: Sequence[models.Model], model: type[models.Model], name: str) -> None:
    """Turn the stored blocks of all pages or rows into values at once: one query a chooser block, not one a page."""
    block = model._meta.get_field(name).stream_block
    raw = [list(getattr(instance, name).raw_data) for instance in instances]
    for instance, value in zip(instances, block.bulk_to_python(raw), strict=True):
        setattr(instance, name, value)


def _read_targets(pages: Sequence[BasePage], needs: Needs, computed: Any) -> None:
    """Ask once for everything that the pages point at: other pages, files in rich text, renditions."""
    found = _Found()
    found.add(computed)
    for page in pages:
        found.keys.add(page.translation_key)
        found.add_model(page, needs.shown)
        for name in needs.rows:
            for row in getattr(page, name).all():
                found.add_model(row, getattr(row, "api_fields", ()))
    with reading_together() as reading:
        reading.learn(ids=found.pages, keys=found.keys)
        reading.learn_documents(found.documents)
    prefetch_related_objects(found.images, "renditions")


class _Found:
    """What pages point at, collected before any of it is asked for."""

    def __init__(self) -> None:
        self.images: list[CustomImage] = []
        self.keys: set[UUID] = set()
        self.pages: set[int] = set()
        self.documents: set[int] = set()

    def add_model(self, instance: models.Model, names: Iterable[str]) -> None:
        """What one page or row points at by these fields and properties."""
        for name in names:
            field = model_field(type(instance), name)
            if points_at_page(field):
                self.pages |= {getattr(instance, field.attname)} - {None}
            elif isinstance(field, RichTextField):
                self.add(RichText(getattr(instance, name)))
            elif not _is_rows(field) and hasattr(instance, name):
                self.add(getattr(instance, name))

    def add(self, value: Any) -> None:
        for leaf in _leaves(value):
            if isinstance(leaf, Page):
                self.keys.add(leaf.translation_key)
            elif isinstance(leaf, CustomImage):
                self.images.append(leaf)
            elif isinstance(leaf, RichText):
                targets = targets_of(leaf.source)
                self.pages |= targets.pages
                self.documents |= targets.documents


def _leaves(value: Any) -> Iterator[Any]:
    """The single values inside lists, structures and streams."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, StreamValue):
        for child in value:
            yield from _leaves(child.value)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for inner in value:
            yield from _leaves(inner)
    else:
        yield value
