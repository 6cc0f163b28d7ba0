"""Answers stamped with the log: one that was made at its newest id is still exactly true while that id is the newest.

Nothing goes stale and nothing has to be purged: whatever changes what the public may see appends to the log in the same
transaction, and the log's lock makes commit order the order of its ids (ADR 19). The stamp is read before the data, so
an answer may be newer than its stamp and never older.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from cms.api.caching import conditional, stamp_of
from cms.api.kept import Kept
from cms.api.views import API
from cms.publishing.stamp import stamp

__all__ = ["Answer", "StampedAnswers", "answers", "stamp"]

READS = ("GET", "HEAD")
MEGABYTE = 1024 * 1024
NEVER = (f"{API}v2/exports/", f"{API}v2/changes/", f"{API}v2/preview/", f"{API}v2/search/", f"{API}v2/suggest/")
"""Streamed; read once by each partner; made for one reader; by words, whose index may follow the log a little later."""
WHOLE_PAGE = re.compile(rf"{API}v2/pages/[0-9]+/")
"""Answered from its document in one query, which is what looking here would take."""
NOT_KEPT = ("Content-Length", "Last-Modified")
"""Headers that each answer gets anew."""
HEADERS_SIZE = 500
"""Of an answer's headers and what holds it together, near enough."""


@dataclass(frozen=True)
class Answer:
    """What is sent again: a body and the headers that go with it, its ETag among them."""

    body: bytes
    headers: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """Bytes, near enough."""
        return len(self.body) + HEADERS_SIZE


answers: Kept[Answer] = Kept(most_bytes=32 * MEGABYTE)


class StampedAnswers:
    """Sends what it has sent before while that is true, and 304 to those who have it already.

    Stands behind the recognition of partners and keeps answers to the public only: what a key opens is made each time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in READS or not request.path_info.startswith(API):
            return self.get_response(request)
        now = stamp_of(request) if _may_be_kept(request) else None
        if now is None:
            response = self.get_response(request)
            is_private = "no-store" in response.get("Cache-Control", "")
            return response if is_private or not isinstance(response, HttpResponse) else conditional(request, response)
        request.get_host()  # a wrong one is refused here as everywhere
        # The language is no part of the question: an answer follows the page or `locale`, never the browser.
        key = f"{request.path_info}?{request.META.get('QUERY_STRING', '')}"
        answer = answers.get(key, now.cursor)
        if answer is not None:
            return conditional(request, HttpResponse(answer.body, headers=dict(answer.headers)), second=now.modified)
        response = self.get_response(request)
        if response.status_code != HTTPStatus.OK or not isinstance(response, HttpResponse):
            return response
        sent = conditional(request, response, second=now.modified)
        headers = tuple((name, value) for name, value in response.items() if name not in NOT_KEPT)
        answer = Answer(response.content, headers)
        answers.put(key, now.cursor, answer, answer.size)
        return sent


def _may_be_kept(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "")
    return (
        not request.path_info.startswith(NEVER)
        and not (WHOLE_PAGE.fullmatch(request.path_info) and not query)
        and "Authorization" not in request.headers
        # An index of words may follow the log a little later.
        and "search" not in query
    )
