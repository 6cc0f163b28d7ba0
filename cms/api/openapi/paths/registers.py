"""Registers: the list and one row of each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints.base import DETAIL, LIST
from cms.api.endpoints.registers import RegisterEndpoint
from cms.api.openapi.answers import JSON, body
from cms.api.openapi.examples import Example
from cms.api.openapi.operations import Operation
from cms.api.openapi.parameters import AREAS, COMMON, LOCALE, Parameter, codes, in_path, query
from cms.api.openapi.registers import EXAMPLE_CODES, registers
from cms.api.openapi.schema import INTEGER, Schema, listed, record, ref
from cms.registers.vocabularies import OrganisationType

TAG, TAG_TEXT = "registers", _("Codes that never change, with their names in both languages.")
LABELS = query("locale", {**LOCALE, "default": "sv"}, _("The language of labels."))
OWN: dict[str, Parameter] = {
    "locale": LABELS,
    "county": codes("county", AREAS["county"], _("Codes of counties.")),
    "type": codes("type", {"type": "string", "enum": OrganisationType.values}, _("Kinds of organisation.")),
}


def list_of(item: Schema) -> Schema:
    """How all lists look."""
    return record({"meta": record({"total_count": {**INTEGER, "minimum": 0}}), "items": listed(item)})


def operations(example: Example) -> list[Operation]:
    return [operation for name, endpoint in registers().items() for operation in _of(name, endpoint, example)]


def _of(name: str, endpoint: type[RegisterEndpoint], example: Example) -> Iterator[Operation]:
    model: Any = endpoint.model
    row, word = ref(model.__name__), name.replace("-", "_")
    code = in_path(
        "code",
        {
            "type": "string",
            "pattern": "^[A-Za-z0-9_-]{1,60}$",
            "examples": [EXAMPLE_CODES.get(model.__name__, "example")],
        },
        _("The code of the row."),
    )
    yield Operation(
        path=f"/{name}/",
        name=f"list_{word}",
        tag=TAG,
        summary=model._meta.verbose_name_plural,
        description=_("The whole register, in the order of its codes."),
        parameters=[OWN.get(key) or COMMON[key] for key in sorted(_known(endpoint, LIST))],
        answer=body(_("Rows, and how many there are in all."), {JSON: (list_of(row), {"list": example(list_of(row))})}),
    )
    yield Operation(
        path=f"/{name}/{{code}}/",
        name=f"get_{word}",
        tag=TAG,
        summary=model._meta.verbose_name,
        description=_("One row of the register."),
        parameters=[code, *(OWN[key] for key in sorted(_known(endpoint, DETAIL)))],
        answer=body(_("The row."), {JSON: (row, {"row": example(row)})}),
        problems=("NotFound",),
    )


def _known(endpoint: type[RegisterEndpoint], action: str) -> set[str]:
    view = endpoint()
    view.action = action
    return set(view.known_parameters())
