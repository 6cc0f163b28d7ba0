"""Page types: each as a whole, as a list shows them, and the parts that ``fields`` asks for."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField

from cms.api.endpoints.pages import PagesEndpoint
from cms.api.openapi import fields
from cms.api.openapi.schema import (
    ADDRESS,
    BOOLEAN,
    MOMENT,
    NULL,
    STRING,
    Schema,
    described,
    listed,
    nullable,
    record,
    ref,
)
from cms.api.openapi.values import LICENCE, LOCALE, PAGE_ID, PERSISTENT_ID, page_label
from cms.core.api_loading import page_types
from cms.core.models import BasePage
from cms.core.translation_state import TranslationState

PREVIEW = "preview"
NOT_THE_BODY = ("id", "title")


def components() -> dict[str, Schema]:
    """Every page type, its rows, and what all pages have in common."""
    types = {model._meta.label: whole(model) for model in page_types()}
    rows = {label: row for model in page_types() for label, row in fields.rows(model).items()}
    return {
        "Parent": record(
            {
                "id": PAGE_ID,
                "meta": record({"type": page_label(), "detail_url": ADDRESS, "html_url": ADDRESS}),
                "title": STRING,
            },
            description=_("The page above, when it is public."),
        ),
        **rows,
        **types,
        "Page": {
            "oneOf": [ref(label) for label in types],
            "description": _("A whole page. meta.type says which of them it is."),
        },
        "PageSummary": summary(),
        "PagePart": part(),
    }


def whole(model: type[BasePage], *, without: Collection[str] = (), listing: bool = False) -> Schema:
    """A page of one type with all its fields; a list has all but those that only a single page has."""
    hidden = {*without, *(PagesEndpoint.detail_only_fields if listing else ())}
    meta = {name: _meta(name) for name in PagesEndpoint.get_meta_fields_names(model) if name not in hidden}
    meta["type"] = {"const": model._meta.label}
    if not listing:
        meta[PREVIEW] = _meta(PREVIEW)
    body = {field.name: fields.api_field(model, field) for field in body_fields(model) if field.name not in hidden}
    return record(
        {"id": PAGE_ID, "meta": record(meta, optional=(PREVIEW,)), "title": STRING, **body},
        title=model._meta.verbose_name,
        description=model.page_description,
    )


def body_fields(model: type[BasePage]) -> list[APIField]:
    """What a type has beside id, meta and title."""
    return [field for field in PagesEndpoint.get_body_fields(model) if field.name not in NOT_THE_BODY]


def summary() -> Schema:
    """What a list shows of each page when nothing is chosen."""
    names = [name for name in PagesEndpoint.listing_default_fields if name in META]
    return record(
        {"id": PAGE_ID, "meta": record({name: _meta(name) for name in names}), "title": STRING},
        description=_("A page in a list, unless “fields” chooses otherwise."),
    )


def part() -> Schema:
    """Any of the fields that any of the types has, each in one of the shapes that it has there."""
    shapes: dict[str, dict[str, Schema]] = {}
    for model in page_types():
        for field in body_fields(model):
            schema = {key: value for key, value in fields.api_field(model, field).items() if key != "description"}
            shapes.setdefault(field.name, {})[json.dumps(schema, default=str)] = schema
    found = {name: list(kinds.values()) for name, kinds in shapes.items()}
    properties = {name: kinds[0] if len(kinds) == 1 else {"anyOf": kinds} for name, kinds in found.items()}
    meta = record({name: _meta(name) for name in META}, optional=META)
    everything = {"id": PAGE_ID, "meta": meta, "title": STRING, **properties}
    return record(
        everything, optional=everything, description=_("The fields of a page that “fields” asks for, and no others.")
    )


META: dict[str, Schema] = {
    "type": page_label(),
    "detail_url": described(ADDRESS, _("The whole page in this API.")),
    "html_url": described(ADDRESS, _("The page for people.")),
    "slug": {**STRING, "examples": ["grocery-box-in-slussfors"]},
    "show_in_menus": BOOLEAN,
    "seo_title": STRING,
    "search_description": STRING,
    "first_published_at": MOMENT,
    "alias_of": NULL,
    "parent": nullable(ref("Parent")),
    "locale": LOCALE,
    "translations": described(
        listed(ref("Translation")), _("All public versions of the page, itself included, Swedish first.")
    ),
    "translation_state": described(
        {"type": "string", "enum": TranslationState.values}, _("Whether the text still says what the Swedish one says.")
    ),
    "persistent_id": described(PERSISTENT_ID, _("The number to keep: the same in both languages, never reused.")),
    "last_published_at": MOMENT,
    "licence": LICENCE,
    PREVIEW: described(
        record(
            {"revision": PAGE_ID, "saved_at": MOMENT, "expires_at": MOMENT, "files_suffix": STRING},
        ),
        _("Only in previews: which draft this is, until when, and what to put behind the addresses of its files."),
    ),
}
"""Everything that ``meta`` can have; a new one without its words here stops the description."""


def _meta(name: str) -> dict[str, Any]:
    return META[name]
