"""Which tables the public state depends on, worked out from the models, so that a new one is not forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import Tag, TaggedItem
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
)

from cms.core.dependencies import PAGE
from cms.core.models import CustomDocument, CustomImage, Rendition

RESTRICTION, FAMILY, COLLECTION = "restriction", "family", "collection"
"""Marks for more than one object: a part of the tree, a page with its translations, what lies in a collection."""
RENDITION = "rendition"
"""A mark for the picture that somebody's machine has made a smaller one of. Nobody has written in the picture."""

SHOWN_OF_A_PAGE = (
    "live",
    "title",
    "slug",
    "url_path",
    "path",
    "locale_id",
    "alias_of_id",
    "content_type_id",
    "translation_key",
    "first_published_at",
    "last_published_at",
    "seo_title",
    "search_description",
    "show_in_menus",
)
"""Of Wagtail's own columns. The others are about drafts, locks and schedules."""

WITH_ROWS_OF_WAGTAILS_OWN = ("wagtailcore", "wagtailadmin", "wagtailredirects")
OBJECTS: tuple[type[models.Model], ...] = (CustomImage, CustomDocument, Tag, TaggedItem, Redirect, Site, Locale)
"""Tags stand in no document; they are watched so that lists of images and files can be stamped (ADR 20)."""


@dataclass(frozen=True)
class Watched:
    """A table, and the mark that a written row of it leaves: a kind, and the column that holds the key."""

    table: str
    kind: str
    column: str
    columns: tuple[str, ...]
    """Columns whose change counts."""
    only_live: bool = False


def watched_tables() -> list[Watched]:
    """Every table that the public state depends on."""
    return sorted({*_pages(), *_rows_of_pages(), *_objects(), *_rights()}, key=lambda watched: watched.table)


def object_models() -> dict[str, type[models.Model]]:
    """What is no page and still shows, by the kind of its marks."""
    registers = [
        model for model in apps.get_app_config("registers").get_models() if not _parental_key(model, models.Model)
    ]
    return {model._meta.label_lower: model for model in (*OBJECTS, *registers)}


def _pages() -> Iterator[Watched]:
    yield Watched(Page._meta.db_table, PAGE, "id", SHOWN_OF_A_PAGE, only_live=True)
    for model in apps.get_models():
        if issubclass(model, Page) and model is not Page and not model._meta.proxy:
            yield _watched(model, PAGE, model._meta.pk)


def _rows_of_pages() -> Iterator[Watched]:
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in WITH_ROWS_OF_WAGTAILS_OWN:
            continue
        if key := _parental_key(model, Page):
            yield _watched(model, PAGE, key)
        if name := getattr(model, "shows_on_page", None):
            yield _watched(model, FAMILY, model._meta.get_field(name))


def _objects() -> Iterator[Watched]:
    for kind, model in object_models().items():
        yield _watched(model, kind, model._meta.pk)
    yield _watched(Rendition, RENDITION, Rendition._meta.get_field("image"))


def _rights() -> Iterator[Watched]:
    yield _watched(PageViewRestriction, RESTRICTION, PageViewRestriction._meta.get_field("page"))
    yield _watched(Collection, COLLECTION, Collection._meta.pk)
    yield _watched(CollectionViewRestriction, COLLECTION, CollectionViewRestriction._meta.get_field("collection"))


def _watched(model: type[models.Model], kind: str, key: Any) -> Watched:
    """A whole table: any column that changes counts."""
    columns = tuple(str(field.column) for field in model._meta.local_concrete_fields)
    return Watched(model._meta.db_table, kind, key.column, columns)


def _parental_key(model: type[models.Model], parent: type[models.Model]) -> models.Field | None:
    keys = (field for field in model._meta.local_fields if isinstance(field, ParentalKey))
    return next((key for key in keys if issubclass(key.related_model, parent)), None)
