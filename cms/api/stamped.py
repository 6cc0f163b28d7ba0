"""Answers stamped with the log: one that was made at its newest id is still exactly true while that id is the newest.

Nothing goes stale and nothing has to be purged: whatever changes what the public may see appends to the log in the same
transaction, and the log's lock makes commit order the order of its ids (ADR 19). The stamp is read before the data, so
an answer may be newer than its stamp and never older.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from django.db.models import Exists
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from cms.api.views import API
from cms.core.dependencies import CLOCK, DAY
from cms.publishing.models import ContentChange, Mark, PublicObject

MEGABYTE = 1024 * 1024
NEVER = (f"{API}v2/exports/", f"{API}v2/changes/", f"{API}v2/images/", f"{API}v2/documents/")
"""Streamed; read once by each partner; and shown with tags, which the log does not watch."""
NOT_KEPT = ("Content-Length", "ETag")
"""Headers that each answer gets anew."""


@dataclass(frozen=True)
class Answer:
    """What is sent again: a body and the headers that go with it."""

    stamp: int
    body: bytes
    etag: str
    headers: tuple[tuple[str, str], ...]

    @property
    def size(self) -> int:
        """Bytes, near enough."""
        return len(self.body) + 500


class Answers:
    """The most recently used answers of this process, bounded by bytes."""

    def __init__(self, most_bytes: int = 32 * MEGABYTE) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str, stamp: int) -> Answer | None:
        """The answer to the same question at the same stamp."""
        with self._lock:
            answer = self._answers.get(key)
            if answer is None or answer.stamp != stamp:
                return None
            self._answers.move_to_end(key)
            return answer

    def put(self, key: str, answer: Answer) -> None:
        """Keep an answer, and let go of those that nobody has asked for longest. One that is huge is not kept."""
        if answer.size > self._most // 8:
            return
        with self._lock:
            before = self._answers.pop(key, None)
            self._bytes += answer.size - (before.size if before else 0)
            self._answers[key] = answer
            while self._bytes > self._most:
                self._bytes -= self._answers.popitem(last=False)[1].size

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._answers.clear()
            self._bytes = 0

    @property
    def bytes(self) -> int:
        """What is held now."""
        return self._bytes


answers = Answers()


def stamp() -> int | None:
    """The newest id of the log; None while it does not know everything yet.

    That is: something was written that no recording has seen, or the day has changed and the clock has not been kept.
    One query.
    """
    today = PublicObject.objects.filter(kind=CLOCK, key=DAY, digest=timezone.localdate().isoformat())
    newest = ContentChange.objects.order_by("-id").values_list("id")
    row = newest.annotate(pending=Exists(Mark.objects.all()), is_today=Exists(today)).first()
    return row[0] if row and row[2] and not row[1] else None


class StampedAnswers:
    """Sends what it has sent before while that is true, and 304 to those who have it already.

    Stands behind the recognition of partners and asks for the public only: what a key opens is made each time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_kept(request):
            return self.get_response(request)
        request.get_host()  # a wrong one is refused here as everywhere
        now = stamp()
        if now is None:
            return self.get_response(request)
        # The language is no part of the question: an answer follows the page or `locale`, never the browser.
        key = f"{request.path_info}?{request.META.get('QUERY_STRING', '')}"
        answer = answers.get(key, now)
        if answer is None:
            response = self.get_response(request)
            if response.status_code != 200 or not isinstance(response, HttpResponse):
                return response
            answer = _kept(response, now)
            answers.put(key, answer)
        return _sent(request, answer)


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and request.path_info.startswith(API)
        and not request.path_info.startswith(NEVER)
        and "Authorization" not in request.headers
        # An index of words may follow the log a little later.
        and "search" not in request.META.get("QUERY_STRING", "")
    )


def _kept(response: HttpResponse, now: int) -> Answer:
    headers = tuple((name, value) for name, value in response.items() if name not in NOT_KEPT)
    digest = hashlib.blake2b(response.content, digest_size=16).hexdigest()
    return Answer(now, response.content, response.get("ETag") or f'"{digest}"', headers)


def _sent(request: HttpRequest, answer: Answer) -> HttpResponseBase:
    response = HttpResponse(answer.body, headers={**dict(answer.headers), "ETag": answer.etag})
    response["Content-Length"] = str(len(answer.body))
    return get_conditional_response(request, etag=answer.etag, response=response) or response
