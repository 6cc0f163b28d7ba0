"""Registers, pictures and files, from their endpoints."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints.media import DocumentsEndpoint, ImagesEndpoint, MediaEndpoint
from cms.api.endpoints.registers import OrganisationsEndpoint, RegisterEndpoint
from cms.api.openapi import fields
from cms.api.openapi.schema import ADDRESS, INTEGER, STRING, Schema, described, listed, nullable, record, ref
from cms.api.openapi.values import LICENCE
from cms.api.router import router

MEDIA: dict[str, Schema] = {
    "id": {**INTEGER, "minimum": 1},
    "title": STRING,
    "width": INTEGER,
    "height": INTEGER,
    "alt": described(STRING, _("Empty only for a decoration.")),
    "credit": STRING,
    "licence": LICENCE,
    "renditions": listed(ref("Rendition")),
}
MEDIA_META: dict[str, Schema] = {
    "type": STRING,
    "detail_url": ADDRESS,
    "tags": listed(STRING),
    "download_url": described(ADDRESS, _("The file itself.")),
}


def registers() -> dict[str, type[RegisterEndpoint]]:
    """Endpoints of registers by their path."""
    return {name: made for name, made in router._endpoints.items() if issubclass(made, RegisterEndpoint)}


def components() -> dict[str, Schema]:
    """A row of each register, by the model's name; a picture and a file as their endpoints show them."""
    rows = {endpoint.model.__name__: row(endpoint) for endpoint in registers().values()}
    return {
        **rows,
        "ImageObject": media(ImagesEndpoint, _("A picture that a public page shows.")),
        "DocumentObject": media(DocumentsEndpoint, _("A file that a public page offers.")),
    }


def row(endpoint: type[RegisterEndpoint]) -> Schema:
    """What ``RegisterEndpoint.value`` gives."""
    model: Any = endpoint.model
    names = {"name_sv": STRING, "name_en": STRING}
    code = {**STRING, "examples": [EXAMPLE_CODES.get(model.__name__, "example")]}
    facts = {name: described(fields.value(model, name), fields.label_of(model, name)) for name in endpoint.facts}
    properties = {"code": code, "label": STRING, **names, **facts}
    if issubclass(endpoint, OrganisationsEndpoint):
        properties["logo"] = nullable(ref("Image"))
        properties["contacts"] = listed(ref("Contact"))
    return record(properties, title=model._meta.verbose_name)


def media(endpoint: type[MediaEndpoint], text: Any) -> Schema:
    """What the endpoint of pictures or files shows; ``fields`` may ask for less."""
    body = endpoint.get_body_fields_names(endpoint.model)
    meta = endpoint.get_meta_fields_names(endpoint.model)
    shown = {name: MEDIA[name] for name in body}
    # In the order of the answer: id, meta, and the rest.
    inner = record({name: MEDIA_META[name] for name in meta}, optional=meta)
    return record({"id": shown.pop("id"), "meta": inner, **shown}, optional=[*body, "meta"], description=text)


EXAMPLE_CODES = {"County": "24", "Municipality": "2421", "Organisation": "byalaget", "ServiceType": "fuel"}
