"""The description of the API for tests: closed, so that an answer with a key that is not described is an error."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import jsonschema_rs

from cms.api.openapi.document import text


@cache
def document(language: str = "en") -> dict[str, Any]:
    """The description as partners get it."""
    return json.loads(text(language))


@cache
def closed_document() -> dict[str, Any]:
    """The same, with no more keys in any object than are described."""
    return closed(document())


def closed(part: Any) -> Any:
    """Objects whose keys are described have no others. (Partners must bear more keys; we must describe them.)"""
    if isinstance(part, list):
        return [closed(inner) for inner in part]
    if not isinstance(part, dict):
        return part
    made = {key: closed(inner) for key, inner in part.items()}
    if part.get("type") == "object" and part.get("properties") and "paths" not in part["properties"]:
        made["additionalProperties"] = False
    return made


@cache
def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    """Checks instances of a schema of the description, strictly."""
    return validator_of({"$ref": f"#/components/schemas/{name}"})


def validator_of(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    """The same of a schema that stands somewhere else in the description."""
    whole = {**closed(schema), "components": {"schemas": closed_document()["components"]["schemas"]}}
    return jsonschema_rs.Draft202012Validator(whole, validate_formats=True)


def faults(check: jsonschema_rs.Draft202012Validator, instance: Any) -> list[str]:
    """What is wrong with it, and where."""
    return [
        f"{'/'.join(map(str, error.instance_path))}: {error.message[:300]}" for error in check.iter_errors(instance)
    ]
