"""An example of everything, made from its schema: it has every key, and it is valid because it follows the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.api.openapi.schema import Schema

Example = Callable[[Schema], Any]
"""Gives an example of a schema."""

REFERENCE = "#/components/schemas/"
FORMATS: Mapping[str, Any] = {
    "date": "2026-03-03",
    "date-time": "2026-03-12T08:00:00Z",
    "uri": "https://example.org/",
    "uuid": "6f0c2d6e-1c1b-4a7e-9d3a-0b5a4d1c2e3f",
}
BY_NAME: Mapping[str, Any] = {
    "title": _("Grocery box in Slussfors"),
    "summary": _("An unmanned box gives the village groceries around the clock."),
    "label": _("fuel"),
    "code": "fuel",
    "locality": "Slussfors",
    "slug": "grocery-box-in-slussfors",
    "html_url": "https://example.org/en/bank/good-examples/grocery-box-in-slussfors/",
    "detail_url": "https://example.org/api/v2/pages/42/",
    "next_cursor": "120.AbCdEfGh",
    "cursor": "119.AbCdEfGh",
}
TEXT, HTML = _("A text."), "<p>En text.</p>"
PATTERNS = {"^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$": "09:30:00"}


class Examples:
    """Makes examples of schemas that refer to `components`."""

    def __init__(self, components: Mapping[str, Schema]) -> None:
        self.components = components

    def of(self, schema: Schema, name: str = "") -> Any:
        """An example of a schema; `name` is that of the key that it stands under."""
        if "$ref" in schema:
            return self.of(self.components[schema["$ref"].removeprefix(REFERENCE)], name)
        if schema.get("examples"):
            return schema["examples"][0]
        for key in ("const", "enum"):
            if key in schema:
                return schema[key] if key == "const" else schema[key][0]
        for key in ("oneOf", "anyOf"):
            if key in schema:
                return self.of(schema[key][0], name)
        return self._typed(schema, name)

    def _typed(self, schema: Schema, name: str) -> Any:
        kind = schema.get("type")
        if isinstance(kind, list):
            kind = kind[0]
        if kind == "object":
            return {key: self.of(inner, key) for key, inner in schema.get("properties", {}).items()}
        if kind == "array":
            return [self.of(schema["items"], name)]
        if kind == "string":
            return _string(schema, name)
        return {"integer": max(schema.get("minimum", 0), 12), "number": 37.5, "boolean": True}.get(str(kind))


def _string(schema: Schema, name: str) -> Any:
    if name in BY_NAME:
        return BY_NAME[name]
    if "pattern" in schema:
        return PATTERNS[schema["pattern"]]
    if "contentMediaType" in schema:
        return HTML
    return FORMATS.get(schema.get("format", ""), TEXT)
