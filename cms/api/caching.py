"""What an answer tells caches: until when it may be shown again, when it last changed, and what makes it change.

A shared cache in front may show what is public for a minute at most, or until it is told that one of the names in
``Surrogate-Key`` has changed (``cms.publishing.surrogates``); a browser asks each time, and mostly gets 304.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from http import HTTPStatus
from typing import TypeVar, cast

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from cms.publishing.stamp import Stamp, stamp

PUBLIC = "public, max-age=0, s-maxage=30, stale-while-revalidate=30"
ASK_EACH_TIME = "no-cache"
PRIVATE = "private, no-store"
NEVER = "no-store"
STAMP = "stamp of the log"
ALSO_WITH_304 = ("Surrogate-Key", "Content-Language")
"""What a cache in front needs to know of an answer that is still true; Django sends the rest (RFC 9110, 15.4.5)."""
KEPT_STATUSES = frozenset({200, 206, 301, 302, 304})

AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)


def stamp_of(request: HttpRequest) -> Stamp | None:
    """The stamp that the answer to this request is made at; read once, before anything else of the answer."""
    known = vars(request)
    if STAMP not in known:
        known[STAMP] = stamp()
    found: Stamp | None = known[STAMP]
    return found


def depends_on(response: AnyResponse, names: Iterable[str]) -> AnyResponse:
    """Say on which parts of the public state an answer depends."""
    response["Surrogate-Key"] = " ".join(sorted({"everything", *names}))
    return response


def modified_at(response: AnyResponse, second: int) -> AnyResponse:
    """Say when what is answered changed last.

    The log's seconds may lie ahead of the clock (`ContentChange.modified`); what is sent never does (RFC 9110, 8.8.2).
    """
    response["Last-Modified"] = http_date(min(second, int(time.time())))
    return response


def conditional(request: HttpRequest, response: HttpResponse, *, second: int | None = None) -> HttpResponse:
    """The answer, or 304 for those who have it already. Without an ETag it gets one: the digest of its bytes.

    `second` is when it changed last; where nobody knows, only the ETag is asked.
    """
    if response.status_code != HTTPStatus.OK:
        return response
    if "ETag" not in response:
        response["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    if second is not None and "Last-Modified" not in response:
        modified_at(response, second)
    response["Content-Length"] = str(len(response.content))
    return not_modified(request, response, second) or response


def not_modified(request: HttpRequest, response: HttpResponseBase, second: int | None) -> HttpResponse | None:
    """304 for an answer with an ETag that the caller has, 412 for one that it must not be; None otherwise."""
    whole = cast(HttpResponse, response)
    known = get_conditional_response(request, etag=response["ETag"], last_modified=second, response=whole)
    if known is None or known is response:
        return None
    for name in ALSO_WITH_304:
        if name in response:
            known[name] = response[name]
    return known


def pages_name(type_label: str) -> str:
    """The name of everything of one page type: ``pages-bank-casestudypage``."""
    return f"pages-{type_label.lower().replace('.', '-')}"


def tell_caches(response: HttpResponseBase, *, keyed: bool) -> None:
    """The last word on ``Cache-Control``: nothing that a key opened is kept, and no mistake is."""
    if NEVER in response.get("Cache-Control", ""):
        return
    if response.status_code not in KEPT_STATUSES:
        response["Cache-Control"] = NEVER
    elif keyed:
        response["Cache-Control"] = PRIVATE
    elif "Cache-Control" not in response:
        response["Cache-Control"] = PUBLIC
