"""What an address can answer: bodies with full examples, headers, and the problems that every address has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints.base import LANGUAGES
from cms.api.endpoints.changes import RESET
from cms.api.middleware import REFUSED, TOO_MANY
from cms.api.openapi.schema import ADDRESS, INTEGER, STRING, Schema, Text, ref
from cms.api.problems import CONTENT_TYPE, KINDS, NOT_FOUND, READ_ONLY, TYPE, UNEXPECTED

JSON = "application/json"
Answer = dict[str, Any]


def _header(text: Text, schema: Schema, example: Any) -> dict[str, Any]:
    return {"description": text, "schema": schema, "example": example}


HEADERS: Mapping[str, dict[str, Any]] = {
    "ETag": _header(_("Strong: the same value means the same bytes."), STRING, '"6f0c2d6e1c1b4a7e"'),
    "Last-Modified": _header(_("When what is shown last changed."), STRING, "Thu, 12 Mar 2026 08:00:00 GMT"),
    "Cache-Control": _header(_("How long the answer may be kept, and by whom."), STRING, "public"),
    "Vary": _header(_("What the answer depends on beside its address."), STRING, "Authorization"),
    "Content-Language": _header(
        _("The language of the answer."), {"type": "string", "enum": list(LANGUAGES)}, LANGUAGES[0]
    ),
    "Surrogate-Key": _header(_("What the answer depends on, for caches that purge by name."), STRING, "page-42"),
    "RateLimit": _header(_("What is left of the limit, and for how many seconds."), STRING, '"default";r=598;t=42'),
    "RateLimit-Policy": _header(_("The limit: requests and seconds."), STRING, '"default";q=600;w=60'),
    "Retry-After": _header(_("Seconds to wait."), INTEGER, 42),
    "Location": _header(_("Where it is."), ADDRESS, "https://example.org/api/v2/pages/42/"),
    "WWW-Authenticate": _header(_("Why the key is refused."), STRING, 'Bearer error="invalid_token"'),
    "Content-Disposition": _header(_("Name of the file."), STRING, 'attachment; filename="cases.csv"'),
    "Allow": _header(_("The methods that there are."), STRING, "GET, HEAD, OPTIONS"),
    "Deprecation": _header(_("Since when the address or parameter is deprecated (RFC 9745)."), STRING, "@1767225600"),
    "Sunset": _header(_("When it goes away (RFC 8594)."), STRING, "Fri, 01 Jan 2027 00:00:00 GMT"),
    "Link": _header(_("Where the change is described."), STRING, '<https://example.org/>; rel="deprecation"'),
}
ALWAYS = ("Vary", "RateLimit", "RateLimit-Policy", "Deprecation", "Sunset", "Link")
GOOD = ("ETag", "Last-Modified", "Cache-Control", "Content-Language", "Surrogate-Key", *ALWAYS)

PROBLEMS: Mapping[str, tuple[str, Text, Text]] = {
    "BadRequest": (
        "invalid-parameter",
        _("A parameter is not known to this address, or its value is wrong, or the request cannot be read."),
        _("“%(name)s” cannot be: %(unknown)s."),
    ),
    "InvalidToken": (
        "invalid-token",
        _("The key in Authorization is unknown, revoked or has run out. It is never answered as the public."),
        REFUSED,
    ),
    "NotFound": ("not-found", _("Nothing there, or not public: you are not told which."), NOT_FOUND),
    "MethodNotAllowed": ("method-not-allowed", _("Another method than GET, HEAD and OPTIONS."), READ_ONLY),
    "CursorReset": (
        "cursor-reset",
        _("The log is another than the one that the cursor came from: begin again from the empty cursor."),
        RESET,
    ),
    "TooManyRequests": (
        "too-many-requests",
        _("The limit is used up. Wait as long as Retry-After says."),
        TOO_MANY,
    ),
    "ServerError": ("server-error", _("Our fault."), UNEXPECTED),
    "Unavailable": (
        "unavailable",
        _("Out of order for the moment; Retry-After says for how long."),
        UNEXPECTED,
    ),
}
EXAMPLE_VALUES = {"name": "county", "unknown": "99", "seconds": 42}
"""Name of the response → code of the problem, when it happens, and the detail of its example."""
MORE_HEADERS = {
    "InvalidToken": ("WWW-Authenticate",),
    "TooManyRequests": ("Retry-After",),
    "Unavailable": ("Retry-After",),
    "MethodNotAllowed": ("Allow",),
}
EVERYWHERE = ("BadRequest", "InvalidToken", "MethodNotAllowed", "TooManyRequests", "ServerError", "Unavailable")
NOT_MODIFIED = "NotModified"


def headers(names: tuple[str, ...]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def response(name: str) -> Answer:
    """A response that is described once."""
    return {"$ref": f"#/components/responses/{name}"}


def body(text: Text, contents: Mapping[str, tuple[Schema, Mapping[str, Any]]], *more: str) -> Answer:
    """200: for each media type its schema and its examples by name."""
    content = {
        media: {"schema": schema, "examples": {name: {"value": value} for name, value in examples.items()}}
        for media, (schema, examples) in contents.items()
    }
    return {"description": text, "headers": headers((*GOOD, *more)), "content": content}


def redirect(text: Text) -> Answer:
    return {"description": text, "headers": headers(("Location", "Vary", "Cache-Control"))}


def status_of(name: str) -> str:
    """The HTTP status of a problem's response."""
    return str(KINDS[PROBLEMS[name][0]].status)


def shared() -> dict[str, Answer]:
    """``components/responses``."""
    made: dict[str, Answer] = {
        NOT_MODIFIED: {
            "description": _("What you have, by If-None-Match or If-Modified-Since, is still true."),
            "headers": headers(GOOD),
        }
    }
    for name, (code, text, detail) in PROBLEMS.items():
        example = {
            "type": f"{TYPE}{code}",
            "title": KINDS[code].title,
            "status": KINDS[code].status,
            "detail": str(detail) % EXAMPLE_VALUES,
            "instance": "/api/v2/pages/",
            **({"parameter": "county"} if code == "invalid-parameter" else {}),
        }
        names = ("Content-Language", *ALWAYS, "Cache-Control", *MORE_HEADERS.get(name, ()))
        made[name] = {
            "description": text,
            "headers": headers(names),
            "content": {CONTENT_TYPE: {"schema": ref("Problem"), "examples": {code: {"value": example}}}},
        }
    return made
