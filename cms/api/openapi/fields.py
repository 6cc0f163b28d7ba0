"""What fields look like in answers, from the models: the counterpart in words of ``cms.core.api_values``."""

from __future__ import annotations

import datetime as dt
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.db import models
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.api.openapi.schema import (
    ADDRESS,
    BOOLEAN,
    DATE,
    INTEGER,
    MOMENT,
    NUMBER,
    STRING,
    TIME,
    Schema,
    described,
    listed,
    nullable,
    ref,
)
from cms.api.openapi.values import code_label
from cms.core.api_fields import (
    ComputedField,
    ImageField,
    RegistersField,
    RowsField,
    ValueField,
    ValuesField,
    WordsField,
    source_of,
)
from cms.core.api_values import model_field
from cms.core.panels import heading_of_rows

HTML: Schema = {"type": "string", "contentMediaType": "text/html"}
PLAIN: tuple[tuple[type[models.Field], Schema], ...] = (
    (models.BooleanField, BOOLEAN),
    (models.DateTimeField, MOMENT),
    (models.DateField, DATE),
    (models.TimeField, TIME),
    (models.IntegerField, INTEGER),
    (models.FloatField, NUMBER),
    (models.TextField, STRING),
    (models.CharField, STRING),
)
"""The first class that fits; Django's own are each other's children."""
BY_CLASS: dict[Any, Schema] = {
    str: STRING,
    int: INTEGER,
    bool: BOOLEAN,
    float: NUMBER,
    dt.date: DATE,
    dt.datetime: MOMENT,
}
COMPUTED: dict[str, Schema] = {
    "coordinates": nullable(ref("Coordinates")),
    "agreement": nullable(ref("Agreement")),
    "budget": nullable(ref("Budget")),
    "status": ref("CodeLabel"),
    "used_in": listed(ref("Use")),
}
"""Worked out as a dictionary, of which the code does not say what is in it."""


def api_field(model: type[models.Model], field: APIField) -> Schema:
    """The schema of one of a page's ``api_fields``."""
    serializer = field.serializer
    source = source_of(field.name, serializer)
    schema = _by_serializer(model, field.name, source, serializer)
    return described(schema, label_of(model, source))


def row(model: type[models.Model], needs: str | None = None) -> Schema:
    """A child row by its ``api_fields``; what `needs` names is never null, because such rows are left out."""
    names = getattr(model, "api_names", {})
    properties = {}
    for name in model.api_fields:  # type: ignore[attr-defined]  # every row that is shown has them
        shown = names.get(name, name)
        schema = value(model, name)
        label = label_of(model, name) or label_of(model, shown)
        properties[shown] = described(_never_null(schema) if shown == needs else schema, label)
    return {"type": "object", "required": list(properties), "properties": properties}


def rows(model: type[models.Model]) -> dict[str, Schema]:
    """Schemas of all child rows that a page type shows, by the label of their model."""
    found = {}
    for field in model.api_fields:  # type: ignore[attr-defined]  # every page type has them
        if isinstance(field.serializer, RowsField):
            child: Any = model._meta.get_field(source_of(field.name, field.serializer)).related_model
            found[child._meta.label] = row(child, field.serializer.needs)
    return found


def value(model: type[models.Model], name: str) -> Schema:
    """What ``field_value`` gives of a field or property of a model."""
    field = model_field(model, name)
    if field is None:
        return COMPUTED[name] if name in COMPUTED else _by_hint(get_type_hints(getattr(model, name).fget)["return"])
    if isinstance(field, models.ForeignKey):
        return _pointed_at(field)
    if field.choices:
        choices = [(code, label) for code, label in field.flatchoices if code]
        example = {"code": choices[0][0], "label": choices[0][1]}
        schema = code_label([code for code, _label in choices], [example])
        return nullable(schema) if field.blank or field.null else schema
    return column(field)


def column(field: models.Field) -> Schema:
    """A plain value as it is."""
    if isinstance(field, StreamField):
        return ref("Body")
    if isinstance(field, RichTextField):
        return HTML
    if isinstance(field, models.DecimalField):
        schema: Schema = NUMBER if field.decimal_places else INTEGER
    elif isinstance(field, models.URLField):
        schema = STRING if field.blank else ADDRESS
    else:
        schema = next(schema for kind, schema in PLAIN if isinstance(field, kind))
    return nullable(schema) if field.null else schema


def _by_serializer(model: type[models.Model], name: str, source: str, serializer: Any) -> Schema:
    if isinstance(serializer, RowsField):
        child = model._meta.get_field(source).related_model
        return listed(ref(child._meta.label))  # type: ignore[union-attr]  # a relation has a model
    if isinstance(serializer, ValuesField):
        child = model._meta.get_field(source).related_model
        return listed(_never_null(value(child, serializer.of)))  # type: ignore[arg-type]  # a relation has a model
    if isinstance(serializer, RegistersField):
        return listed(ref("CodeLabel"))
    if isinstance(serializer, WordsField):
        return listed(STRING)
    if isinstance(serializer, ImageField):
        return nullable(ref("CaptionedImage" if serializer.caption_field else "Image"))
    if isinstance(serializer, ComputedField):
        return COMPUTED[name] if name in COMPUTED else _by_hint(getattr(model, name).fget.__annotations__["return"])
    if isinstance(serializer, ValueField):
        return value(model, source)
    if serializer is not None:  # the name of what the page points at
        return nullable(STRING)
    return column(model_field(model, source))


def _pointed_at(field: models.ForeignKey) -> Schema:
    target: Any = field.related_model
    if issubclass(target, Page):
        return nullable(ref("PageLink"))
    if hasattr(target, "api_value"):
        return nullable(ref("Contact"))
    if hasattr(target, "file_extension"):
        return nullable(ref("File"))
    return nullable(ref("CodeLabel")) if field.null else ref("CodeLabel")


def _by_hint(hint: Any) -> Schema:
    """From the type that a property says it gives."""
    if isinstance(hint, str):  # a page type that names itself before it is there
        return nullable(ref("PageLink"))
    if get_origin(hint) in (UnionType, Union):
        [inner] = [part for part in get_args(hint) if part is not NoneType]
        return nullable(_by_hint(inner))
    if get_origin(hint) is list:
        return listed(_by_hint(get_args(hint)[0]))
    if hint in BY_CLASS:
        return BY_CLASS[hint]
    if hasattr(hint, "file_extension"):
        return ref("File")
    return ref("PageLink" if issubclass(hint, Page) else "CodeLabel")


def _never_null(schema: Schema) -> Schema:
    return next((part for part in schema["anyOf"] if part != {"type": "null"}), schema) if "anyOf" in schema else schema


def label_of(model: type[models.Model], name: str) -> Any:
    """What the editor's form calls the field."""
    field = model_field(model, name)
    label = getattr(field, "verbose_name", None)
    if label is None and issubclass(model, Page):
        label = heading_of_rows(model, name)
    return label
