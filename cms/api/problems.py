"""Errors as problem+json (RFC 9457), on every path under /api/."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import APIException, MethodNotAllowed
from wagtail.api.v2.utils import BadRequestError

from cms.core.languages import preferred_language

CONTENT_TYPE = "application/problem+json"
TYPE = "urn:servicebanken:problem:"
"""Beginning of every problem's ``type``; the rest is a code that never changes."""

Text = str | Promise


class Kind(NamedTuple):
    """A kind of problem: its HTTP status and its title."""

    status: int
    title: Text


KINDS = {
    "unknown-parameter": Kind(400, _("Unknown query parameter")),
    "invalid-parameter": Kind(400, _("Wrong value of a query parameter")),
    "bad-request": Kind(400, _("The request cannot be read")),
    "invalid-token": Kind(401, _("The key is not valid")),
    "forbidden": Kind(403, _("Not allowed")),
    "not-found": Kind(404, _("Not found")),
    "method-not-allowed": Kind(405, _("Method not allowed")),
    "cursor-reset": Kind(409, _("Start again from the empty cursor")),
    "too-many-requests": Kind(429, _("Too many requests")),
    "server-error": Kind(500, _("Something went wrong here")),
    "unavailable": Kind(503, _("Out of order for the moment")),
}

NOT_FOUND = _("There is nothing at this address, or it is not public.")
READ_ONLY = _("Addresses under /api/ can only be read: GET, HEAD and OPTIONS.")
UNREADABLE = _("The host name or another part of the request is wrong.")
UNEXPECTED = _("The error has been logged. Try again later.")


class Problem(Exception):
    """What a caller is told instead of an answer.

    `detail` may have named placeholders, filled from `values`; `members` become further members of the problem.
    """

    def __init__(self, code: str, detail: Text, *, values: dict[str, Any] | None = None, **members: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.values = values
        self.members = members


def problem_response(request: HttpRequest, problem: Problem) -> JsonResponse:
    """The answer that carries a problem, in the language that was asked for."""
    kind = KINDS[problem.code]
    language = asked_language(request)
    with translation.override(language):
        detail = str(problem.detail)
        body = {
            "type": f"{TYPE}{problem.code}",
            "title": str(kind.title),
            "status": kind.status,
            "detail": detail % problem.values if problem.values else detail,
            "instance": escape_uri_path(request.path),
            **problem.members,
        }
    response = JsonResponse(
        body, status=kind.status, content_type=CONTENT_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    response["Content-Language"] = language
    patch_vary_headers(response, ["Accept-Language"])
    return response


def asked_language(request: HttpRequest) -> str:
    """The language that the address names, else the caller's own, else Swedish."""
    named = request.GET.get("locale", "")
    return named if named in dict(settings.LANGUAGES) else preferred_language(request)


def problem_of(exc: Exception) -> Problem | None:
    """What to tell of an exception; None for one that nobody expected."""
    if isinstance(exc, Problem):
        return exc
    if isinstance(exc, Http404):
        return Problem("not-found", NOT_FOUND)
    if isinstance(exc, MethodNotAllowed):
        return Problem("method-not-allowed", READ_ONLY)
    if isinstance(exc, BadRequestError):
        return Problem("invalid-parameter", str(exc))
    if isinstance(exc, PermissionDenied):
        return Problem("forbidden", NOT_FOUND)
    if isinstance(exc, APIException) and exc.status_code < KINDS["server-error"].status:
        return Problem("bad-request", str(exc.detail))
    return None
