"""The API about itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints import description, info
from cms.api.endpoints.base import LANGUAGES
from cms.api.openapi.answers import JSON, body
from cms.api.openapi.examples import Example
from cms.api.openapi.operations import Operation
from cms.api.openapi.parameters import LOCALE, query
from cms.api.openapi.schema import ADDRESS, INTEGER, STRING, Schema, listed, nullable, one_of, record, ref
from cms.api.openapi.values import LICENCE
from cms.api.openapi.values import LOCALE as A_LOCALE

TAG, TAG_TEXT = "about", _("Who answers, and this description.")
EMAIL: Schema = {**STRING, "format": "email", "examples": ["bank@example.org"]}
PARTS: dict[str, Schema] = {"openapi": STRING, "info": {"type": "object"}, "paths": {"type": "object"}}
BOTH = record(dict.fromkeys(LANGUAGES, STRING))


def components() -> dict[str, Schema]:
    limits = ("items_default", "items_most", "codes_most", "value_length_most")
    return {
        "ApiInfo": record(
            {
                "name": STRING,
                "description": BOTH,
                "version": {**STRING, "examples": [info.VERSION]},
                "status": one_of(["alpha", "beta", "active", "deprecated", "retired"], examples=[info.STATUS]),
                "base_url": ADDRESS,
                "documentation": nullable(ADDRESS),
                "openapi": nullable(ADDRESS),
                "contact": record({"email": EMAIL, "security": STRING}),
                "licence": record({"code": LICENCE, "url": ADDRESS, "terms": BOTH}),
                "limits": record(dict.fromkeys(limits, INTEGER)),
                "languages": listed(A_LOCALE),
            },
            description=_("Who answers here, after the national REST API profile."),
        )
    }


def operations(example: Example) -> list[Operation]:
    locale = query("locale", LOCALE, _("The language of the words."))
    described = {"type": "object", "required": ["openapi", "info", "paths"], "properties": PARTS}
    short = {"openapi": "3.1.0", "info": {"title": "Servicebanken", "version": info.VERSION}, "paths": {}}
    return [
        Operation(
            path="/api-info",
            name="get_api_info",
            tag=TAG,
            summary=_("See who answers"),
            description=_("Name, version, contact, licence and limits, in both languages at once."),
            answer=body(_("Who answers."), {JSON: (ref("ApiInfo"), {"info": example(ref("ApiInfo"))})}),
        ),
        Operation(
            path="/openapi.json",
            name="get_openapi",
            tag=TAG,
            summary=_("Get this description"),
            description=_("OpenAPI 3.1: in English, or with locale=sv in Swedish."),
            parameters=[{**locale, "schema": {**LOCALE, "default": description.LANGUAGE_OF_DOCUMENT}}],
            answer=body(_("The description."), {JSON: (described, {"openapi": short})}),
        ),
        Operation(
            path="/docs/",
            name="get_docs",
            tag=TAG,
            summary=_("Read and try this description in a browser"),
            description=_("A page for people: in Swedish, or with locale=en in English."),
            parameters=[{**locale, "schema": {**LOCALE, "default": LANGUAGES[0]}}],
            answer=body(_("The page."), {"text/html": (STRING, {"html": "<!DOCTYPE html>…"})}),
        ),
    ]
