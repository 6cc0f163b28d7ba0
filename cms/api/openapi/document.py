"""The whole description (OpenAPI 3.1), in one language. Nothing in it comes from the database."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cms.api.openapi import webhooks
from cms.api.openapi.about import about
from cms.api.openapi.answers import HEADERS, shared
from cms.api.openapi.paths import example, operations, schemas, tags
from cms.api.openapi.schema import STRING
from cms.core.addresses import absolute_url

VERSION_OF_FORMAT = "3.1.0"
SECURITY = "partnerKey"


@cache
def text(language: str) -> str:
    """The description as JSON: made once per process and language."""
    with translation.override(language):
        return json.dumps(build(), cls=DjangoJSONEncoder, ensure_ascii=False)


def build() -> dict[str, Any]:
    """The description, with words that follow the active language."""
    return {
        "openapi": VERSION_OF_FORMAT,
        "info": about(settings.API_RATE),
        "externalDocs": {"description": _("Documentation to read and try"), "url": absolute_url("/api/v2/docs/")},
        "servers": [{"url": absolute_url("/api/v2")}],
        "security": [{}, {SECURITY: []}],
        "tags": tags(),
        "paths": {operation.path: operation.as_dict() for operation in operations()},
        "webhooks": webhooks.webhooks(example),
        "components": {
            "schemas": schemas(),
            "responses": shared(),
            "parameters": CONDITIONS,
            "headers": HEADERS,
            "securitySchemes": {
                SECURITY: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": _(
                        "A key that the network has given a partner: opens closed sections, or allows more requests."
                    ),
                }
            },
        },
    }


CONDITIONS = {
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": _("The ETag of what you have: 304 while it is still true."),
        "schema": STRING,
    },
    "IfModifiedSince": {
        "name": "If-Modified-Since",
        "in": "header",
        "required": False,
        "description": _("The Last-Modified of what you have; If-None-Match is surer."),
        "schema": STRING,
    },
}
