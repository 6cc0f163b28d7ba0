"""Small words for JSON Schema (2020-12), so that what is described reads like what is sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.functional import Promise

Text = str | Promise
Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
BOOLEAN: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
TIME: Schema = {"type": "string", "pattern": r"^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"}
NULL: Schema = {"type": "null"}


def ref(name: str) -> Schema:
    """A shape that is described once, under ``components/schemas``."""
    return {"$ref": f"#/components/schemas/{name}"}


def record(properties: Mapping[str, Schema], *, optional: Collection[str] = (), **more: Any) -> Schema:
    """An object whose keys are always there, but for the optional ones. More keys may come later."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", **({"required": required} if required else {}), "properties": dict(properties), **more}


def listed(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


def one_of(codes: Collection[Any], **more: Any) -> Schema:
    return {"type": "string", "enum": list(codes), **more}


def nullable(schema: Schema) -> Schema:
    """The same, or null."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, NULL]}


def described(schema: Schema, text: Text | None) -> Schema:
    """The same with words to it."""
    return {**schema, "description": text} if text else schema
