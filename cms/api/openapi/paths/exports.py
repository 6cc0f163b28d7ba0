"""Whole data sets to download."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.api import filters
from cms.api.exports.columns import names_of
from cms.api.exports.sources import CONTACTS, Organisations, Pages
from cms.api.exports.table import EXPORTS, MAP, Export
from cms.api.exports.writers import FORMATS
from cms.api.openapi import fields
from cms.api.openapi.answers import body
from cms.api.openapi.examples import Example
from cms.api.openapi.operations import Operation
from cms.api.openapi.pages import whole
from cms.api.openapi.parameters import AREAS, COMMON, Parameter, codes, for_pages, in_path
from cms.api.openapi.paths.registers import OWN
from cms.api.openapi.schema import NULL, STRING, Schema, listed, nullable, record, ref
from cms.registers.models import Organisation

TAG, TAG_TEXT = "exports", _("Whole data sets to download.")
CELL: Schema = {"type": ["string", "number", "boolean", "array", "null"]}
POINT: Schema = listed({"type": "number"}, minItems=2, maxItems=2, examples=[[16.25, 65.43]])
GEOMETRY: Schema = {
    "anyOf": [
        record({"type": {"const": "Point"}, "coordinates": POINT}),
        record({"type": {"const": "MultiPoint"}, "coordinates": listed(POINT)}),
        NULL,
    ]
}


def components() -> dict[str, Schema]:
    """A thing of each data set: all that is public of it but contacts."""
    return {f"export.{name}": _item(data) for name, data in EXPORTS.items()}


def operations(example: Example) -> list[Operation]:
    return [_of(name, data, example) for name, data in EXPORTS.items()]


def _of(name: str, data: Export, example: Example) -> Operation:
    return Operation(
        path=f"/exports/{name}.{{format}}",
        name=f"export_{name.replace('-', '_')}",
        tag=TAG,
        summary=_summary(data),
        description=_(
            "Everything public of one kind that the filters ask for, in one file that is sent as it is read, in the "
            "order of ids. A JSON file that cannot be read was cut off on the way. Contacts are in no export."
        ),
        parameters=[
            in_path("format", {"type": "string", "enum": list(data.formats)}, _("The format of the file.")),
            *_parameters(data),
        ],
        answer=body(_("The file."), _contents(name, data, example), "Content-Disposition"),
        problems=("NotFound",),
    )


def _summary(data: Export) -> Any:
    model = data.source.model if isinstance(data.source, Pages) else Organisation
    return model._meta.verbose_name_plural


def _parameters(data: Export) -> list[Parameter]:
    known = data.source.parameters()
    if isinstance(data.source, Pages):
        return for_pages(known, [data.source.model], known)
    own = {**OWN, "municipality": codes("municipality", AREAS["municipality"], filters.FACETS["municipality"].label)}
    return [own.get(name) or COMMON[name] for name in sorted(known)]


def _item(data: Export) -> Schema:
    if isinstance(data.source, Pages):
        return whole(data.source.model, without=CONTACTS, listing=True)
    names = (*Organisations.facts, *Organisations.more_facts)
    facts = {name: fields.value(Organisation, name) for name in names}
    return record({"code": STRING, "label": STRING, **facts, "county": nullable(ref("CodeLabel"))})


def _contents(name: str, data: Export, example: Example) -> dict[str, tuple[Schema, Mapping[str, Any]]]:
    item, columns = ref(f"export.{name}"), names_of(data.columns)
    shown = example(item)
    whole_file = record({"items": listed(item)})
    contents: dict[str, tuple[Schema, Mapping[str, Any]]] = {
        FORMATS["json"].content_type: (whole_file, {"json": {"items": [shown]}}),
        FORMATS["ndjson"].content_type: (STRING, {"ndjson": '{"title": "…"}\n'}),
        FORMATS["csv"].content_type: (STRING, {"csv": f"{','.join(columns)}\r\n"}),
    }
    if MAP in data.formats:
        properties = record(dict.fromkeys((*columns, "geometry_source"), CELL))
        feature = record(
            {
                "type": {"const": "Feature"},
                "id": {"type": ["integer", "string"]},
                "geometry": GEOMETRY,
                "properties": properties,
            }
        )
        file = record({"type": {"const": "FeatureCollection"}, "features": listed(feature)})
        contents[FORMATS[MAP].content_type] = (file, {"geojson": example(file)})
    return contents
