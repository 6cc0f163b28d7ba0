"""Parameters, from the sets and fields by which the endpoints check them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.api import filters
from cms.api.endpoints.base import LANGUAGES, LIMIT, MOST
from cms.api.openapi.schema import BOOLEAN, DATE, MOMENT, Schema, Text
from cms.api.openapi.values import page_label
from cms.api.parameters import LARGEST_NUMBER, LONGEST_VALUE, MOST_CODES

Parameter = dict[str, Any]

WORD: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_VALUE}
NUMBER: Schema = {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER}
READ_BY: Mapping[str, Schema] = {
    "boolean": BOOLEAN,
    "moment": {"anyOf": [MOMENT, DATE], "examples": ["2026-11-01T00:00:00Z"]},
    "date": {**DATE, "examples": ["2026-11-01"]},
    "number": NUMBER,
    "decimal": {"type": "string", "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$", "examples": ["12.5"]},
    "text": WORD,
}
"""By the method of ``cms.api.parameters.Parameters`` that reads the value."""
COMPARISONS: Mapping[str, Text] = {
    "gte": _("At least this, or not before."),
    "gt": _("More than this, or after."),
    "lte": _("At most this, or not after."),
    "lt": _("Less than this, or before."),
}
AREAS: Mapping[str, Schema] = {
    "county": {"type": "string", "pattern": "^[0-9]{2}$", "examples": ["24"]},
    "municipality": {"type": "string", "pattern": "^[0-9]{4}$", "examples": ["2421"]},
}
CODE: Schema = {"type": "string", "pattern": "^[a-z0-9_-]{1,60}$"}
CODE_EXAMPLES = {"service_type": "fuel", "theme": "safety", "solution_type": "goods_box"}

LOCALE: Schema = {"type": "string", "enum": list(LANGUAGES)}
LIMITS: Schema = {"type": "integer", "minimum": 0, "maximum": MOST, "default": LIMIT}
TREE = _("The id of a public page: what to look below, above or for translations of.")


def query(name: str, schema: Schema, text: Text, *, required: bool = False) -> Parameter:
    """One value."""
    return {"name": name, "in": "query", "required": required, "description": text, "schema": schema}


def codes(name: str, item: Schema, text: Text) -> Parameter:
    """Several values with commas between; any of them."""
    many = {"type": "array", "items": item, "minItems": 1, "maxItems": MOST_CODES}
    return {**query(name, many, text), "style": "form", "explode": False}


def in_path(name: str, schema: Schema, text: Text) -> Parameter:
    return {"name": name, "in": "path", "required": True, "description": text, "schema": schema}


PAGE_OR_ROOT: Schema = {"anyOf": [NUMBER, {"const": "root"}]}
COMMON: dict[str, Parameter] = {
    made["name"]: made
    for made in (
        query("limit", LIMITS, _("How many to show.")),
        query("offset", {**NUMBER, "default": 0}, _("How many to pass over.")),
        query("locale", LOCALE, _("The language of the pages; both unless it is given.")),
        query(
            "fields",
            {**WORD, "examples": ["summary,municipality"]},
            _("Fields to show: summary,municipality adds, * is all, _ is none, -body leaves out."),
        ),
        query(
            "order",
            {**WORD, "examples": ["-last_published_at"]},
            _("Fields to put the list in order by, with commas between; a minus turns the direction."),
        ),
        query(
            "search",
            {"type": "string", "minLength": 1, "maxLength": filters.LONGEST_SEARCH},
            _("Words, all of which must occur."),
        ),
        query(
            "search_operator",
            {"type": "string", "enum": ["and", "or"], "default": "and"},
            _("Whether all words must occur or any."),
        ),
        query(
            "cursor",
            {"type": "string", "maxLength": LONGEST_VALUE, "examples": [""]},
            _("Empty to begin a walk; then what meta.next_cursor of the answer before said."),
        ),
        codes("type", page_label(), _("Page types.")),
        query("child_of", PAGE_OR_ROOT, TREE),
        query("descendant_of", PAGE_OR_ROOT, TREE),
        query("ancestor_of", NUMBER, TREE),
        query("translation_of", PAGE_OR_ROOT, TREE),
        query(
            "persistent_id",
            {**WORD, "examples": ["sb-000123"]},
            _("The number that a page has in both languages."),
        ),
    )
}


def for_pages(known: Collection[str], types: Collection[type[Any]], everywhere: Collection[str]) -> list[Parameter]:
    """Parameters of a list of pages: those in `known`; what is not known `everywhere` needs one of the types."""
    made = []
    for name in sorted(known):
        owners = [model for model in types if name not in everywhere and name in filters.filter_parameters(model)]
        made.append(_with_types(_of_pages(name, owners or types), [model._meta.label for model in owners]))
    return made


def columns(plain: Mapping[str, models.Field]) -> list[Parameter]:
    """Values and ranges of plain fields."""
    return [_of_column(name, plain) for name in sorted(filters.column_parameters(plain))]


def _of_pages(name: str, types: Collection[type[Any]]) -> Parameter:
    if name in COMMON:
        return COMMON[name]
    if name in filters.FACETS:
        example = {"examples": [CODE_EXAMPLES[name]]} if name in CODE_EXAMPLES else {}
        return codes(name, AREAS.get(name, {**CODE, **example}), filters.FACETS[name].label)
    if name in filters.choices():
        return codes(name, {"type": "string", "enum": filters.codes_of(name)}, _("Codes of the field of this name."))
    plain = {key: field for model in types for key, field in filters.columns(model).items()}  # type: ignore[arg-type]  # mypy takes a class for its instances: python/mypy#11470
    return _of_column(name, plain)


def _of_column(name: str, plain: Mapping[str, models.Field]) -> Parameter:
    field_name, _between, comparison = name.partition("__")
    text = COMPARISONS[comparison] if comparison else _("Exactly this value.")
    return query(name, READ_BY[filters.reader_of(plain[field_name])], text)


def _with_types(parameter: Parameter, labels: list[str]) -> Parameter:
    return {**parameter, "x-only-with-type": labels} if labels else parameter
