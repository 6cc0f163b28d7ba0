"""Shapes that fields of many types share."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints.base import LANGUAGES
from cms.api.openapi.schema import (
    ADDRESS,
    INTEGER,
    NUMBER,
    STRING,
    Schema,
    Text,
    described,
    listed,
    nullable,
    one_of,
    record,
    ref,
)
from cms.api.problems import KINDS, TYPE
from cms.core.api_loading import page_types
from cms.core.choices import Licence
from cms.registers.vocabularies import Currency

LOCALE = one_of(LANGUAGES)
LICENCE = one_of(Licence.values)
PERSISTENT_ID: Schema = {"type": "string", "pattern": "^sb-[0-9]{6,}$", "examples": ["sb-000123"]}
PAGE_ID: Schema = {"type": "integer", "minimum": 1, "examples": [42]}


def code_label(codes: list[str] | None = None, examples: list[dict[str, Text]] | None = None) -> Schema:
    """A code with its label; of a small vocabulary with all its codes."""
    if codes is None:
        return ref("CodeLabel")
    schema = record({"code": one_of(codes), "label": STRING})
    return {**schema, "examples": examples} if examples else schema


def page_label() -> Schema:
    return one_of([model._meta.label for model in page_types()])


def components() -> dict[str, Schema]:
    """What the other schemas refer to."""
    address = {**ADDRESS, "examples": ["https://example.org/media/images/box.width-800.format-webp.webp"]}
    image = {
        "id": {**INTEGER, "examples": [7]},
        "alt": described({**STRING, "examples": [_("A red box at a crossroads")]}, _("Empty only for a decoration.")),
        "credit": {**STRING, "examples": ["Byalaget"]},
        "licence": LICENCE,
        "width": {**INTEGER, "examples": [1600]},
        "height": {**INTEGER, "examples": [1067]},
        "renditions": listed(ref("Rendition")),
    }
    return {
        "CodeLabel": record(
            {"code": STRING, "label": STRING},
            description=_("A value of a register: a code that never changes, and its name in the page's language."),
            examples=[{"code": "fuel", "label": _("fuel")}],
        ),
        "PageLink": record(
            {
                "id": PAGE_ID,
                "type": page_label(),
                "locale": LOCALE,
                "title": STRING,
                "html_url": ADDRESS,
                "detail_url": ADDRESS,
            },
            description=_("Another page, in the same language if it has it, else in Swedish."),
        ),
        "Translation": record(
            {"locale": LOCALE, "id": PAGE_ID, "html_url": ADDRESS, "detail_url": ADDRESS},
            description=_("One language of a page."),
        ),
        "Rendition": record(
            {
                "url": address,
                "width": {**INTEGER, "examples": [800]},
                "height": {**INTEGER, "examples": [533]},
                "type": one_of(["image/webp", "image/jpeg"]),
            },
            description=_("A ready-made size of a picture."),
        ),
        "Image": record(image, description=_("A picture.")),
        "CaptionedImage": record(
            {**image, "caption": STRING}, description=_("A picture with the caption that the page gives it.")
        ),
        "File": record(
            {
                "id": {**INTEGER, "examples": [5]},
                "title": STRING,
                "url": ADDRESS,
                "format": {**STRING, "examples": ["pdf"]},
                "size": described(nullable({**INTEGER, "examples": [48213]}), _("In bytes.")),
            },
            description=_("A file to download."),
        ),
        "Contact": record(
            {
                "role": STRING,
                "name": STRING,
                "organisation": ref("CodeLabel"),
                "email": {**STRING, "examples": ["landsbygd@example.org"]},
                "phone": {**STRING, "examples": ["010-000 00 00"]},
                "languages": listed({**STRING, "examples": ["sv"]}),
            },
            description=_(
                "Whom to turn to. Remove whoever is null or no longer in the list the next time: the consent may have"
                " ended."
            ),
        ),
        "Coordinates": record(
            {
                "latitude": {**NUMBER, "examples": [65.43]},
                "longitude": {**NUMBER, "examples": [16.25]},
                "precision": {**STRING, "examples": ["locality"]},
            },
            description=_("WGS 84 degrees, never the exact point of a home."),
        ),
        "Agreement": record(dict.fromkeys(("parties", "length", "compensation", "modules"), STRING)),
        "Budget": record({"amount": {**INTEGER, "examples": [310000]}, "currency": one_of(Currency.values)}),
        "Use": record(
            {"case": ref("PageLink"), "adaptation": STRING, "worked": nullable(ref("CodeLabel"))},
            description=_("A case study that used the method, and how it went."),
        ),
        "Problem": problem(),
    }


def problem() -> Schema:
    """An error (RFC 9457)."""
    return record(
        {
            "type": one_of([f"{TYPE}{code}" for code in KINDS]),
            "title": STRING,
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": STRING,
            "instance": described(STRING, _("The path that was asked.")),
            "parameter": described(STRING, _("The parameter with a wrong value.")),
            "parameters": described(listed(STRING), _("The parameters that the address does not know.")),
            "formats": described(listed(STRING), _("The formats that there are.")),
            "exports": described(listed(STRING), _("The data sets that there are.")),
        },
        optional=("parameter", "parameters", "formats", "exports"),
        description=_("An error (RFC 9457). Parse type, status and parameter; the words may change."),
    )
