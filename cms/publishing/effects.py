"""From marks to what may have changed: pages by id, other objects by kind and key."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q, QuerySet
from wagtail.models import Collection, Locale, Page, Site

from cms.core.api_loading import page_types
from cms.core.dependencies import PAGE
from cms.core.models import CustomDocument, CustomImage, Rendition
from cms.core.visibility import published_pages
from cms.publishing.models import PublishedDocument
from cms.publishing.rendering import digest_of
from cms.publishing.watch import COLLECTION, FAMILY, RENDITION, RESTRICTION, object_models

PairOfKindAndKey = tuple[str, str]
EVERYTHING = {Site._meta.label_lower, Locale._meta.label_lower}
"""A change of one of these may change every address."""


@dataclass
class Touched:
    """What marks stand for, before anybody has looked whether it shows."""

    pages: set[int] = field(default_factory=set)
    objects: set[PairOfKindAndKey] = field(default_factory=set)
    everything: bool = False
    written_pages: set[int] = field(default_factory=set)
    """Those of the pages whose own rows were written."""
    written_objects: set[PairOfKindAndKey] = field(default_factory=set)
    """Those of the objects whose own rows were written."""
    in_collections: set[PairOfKindAndKey] = field(default_factory=set)
    """Those that lie in a collection that was written."""


def touched_by(marks: Iterable[PairOfKindAndKey]) -> Touched:
    """Follow each mark to the pages and objects it stands for."""
    by_kind: defaultdict[str, set[str]] = defaultdict(set)
    for kind, key in marks:
        by_kind[kind].add(key)
    touched = Touched(everything=bool(EVERYTHING & by_kind.keys()))
    for kind, keys in by_kind.items():
        if kind == PAGE:
            touched.written_pages |= {int(key) for key in keys}
        elif kind == RESTRICTION:
            touched.pages |= _below_pages(keys)
        elif kind == FAMILY:
            touched.pages |= _families(keys)
        elif kind == COLLECTION:
            touched.in_collections |= _in_collections(keys)
        elif kind == RENDITION:
            touched.objects |= {(CustomImage._meta.label_lower, key) for key in keys}
        else:
            touched.written_objects |= {(kind, key) for key in keys}
    touched.pages |= touched.written_pages
    touched.objects |= touched.written_objects | touched.in_collections
    if Page.objects.filter(pk__in=touched.pages, depth=2).exists():
        touched.everything = True  # a front page: all addresses below it follow it
    return touched


def state_of_objects(objects: Iterable[PairOfKindAndKey]) -> dict[PairOfKindAndKey, str]:
    """Digest of what each object shows now; those that are gone are left out."""
    models, found = object_models(), {}
    by_kind: defaultdict[str, set[str]] = defaultdict(set)
    for kind, key in objects:
        by_kind[kind].add(key)
    for kind, keys in by_kind.items():
        if kind in models:
            for row in models[kind]._default_manager.filter(pk__in=keys).values():
                found[kind, str(row["id"])] = _digest(models[kind], row)
    return found


def published_among(ids: Iterable[int]) -> dict[int, Page]:
    """Those of the pages that somebody may see, by id, parents before children."""
    pages = _in_the_house().filter(pk__in=ids).select_related("locale").order_by("path")
    return {page.pk: page for page in pages}


def every_page() -> set[int]:
    """All that is published now, and all that the log says is."""
    known = PublishedDocument.objects.values_list("page_id", flat=True)
    return {*known, *_in_the_house().values_list("pk", flat=True)}


def _in_the_house() -> QuerySet[Page]:
    """Published pages of our own types; Wagtail's welcome page is none."""
    types = ContentType.objects.get_for_models(*page_types()).values()
    return published_pages().filter(content_type__in=types)


def _below_pages(keys: set[str]) -> set[int]:
    condition = Q()
    for path in Page.objects.filter(pk__in=keys).values_list("path", flat=True):
        condition |= Q(path__startswith=path)
    return set(Page.objects.filter(condition).values_list("pk", flat=True)) if condition else set()


def _families(keys: set[str]) -> set[int]:
    translations = Page.objects.filter(pk__in=keys).values("translation_key")
    return set(Page.objects.filter(translation_key__in=translations).values_list("pk", flat=True))


def _in_collections(keys: set[str]) -> set[PairOfKindAndKey]:
    condition = Q()
    for path in Collection.objects.filter(pk__in=keys).values_list("path", flat=True):
        condition |= Q(path__startswith=path)
    collections = Collection.objects.filter(condition) if condition else Collection.objects.none()
    return {
        (model._meta.label_lower, str(pk))
        for model in (CustomImage, CustomDocument)
        for pk in model._default_manager.filter(collection__in=collections).values_list("pk", flat=True)
    }


def _digest(model: type[Model], row: dict[str, Any]) -> str:
    values: list[Any] = [DjangoJSONEncoder().encode(row)]
    if model is CustomImage:
        renditions = Rendition.objects.filter(image_id=row["id"]).order_by("pk")
        values += renditions.values_list("filter_spec", "file", "width", "height")
    if model in (CustomImage, CustomDocument):
        values.append(_is_open(row["collection_id"]))
    return digest_of(values)


def _is_open(collection: int) -> bool:
    with_parents = Collection.objects.get(pk=collection).get_ancestors(inclusive=True)
    return not with_parents.filter(view_restrictions__isnull=False).exists()
