"""Every request that may write is one transaction, and its effects are in the log when the answer is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from cms.publishing.acting import Author, acting
from cms.publishing.guarding import Refused, answer_to
from cms.publishing.holding import hold
from cms.publishing.recording import recording

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REASON, REASON_HEADER = "override_reason", "X-Override-Reason"
"""Where a network administrator says why something may be that otherwise may not."""
LONGEST_REASON = 1000


class RecordingMiddleware:
    """Stands innermost: session and messages are kept also when the change itself is rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a refusal of the guard is answered when nothing is left of what was refused."""
        try:
            with acting(lambda: _author(request)):
                if request.method in SAFE:
                    response = self.get_response(request)
                else:
                    response = self._record(request)
            refusal = getattr(request, "refusal", None)
        except Refused as late:
            refusal = late
        return response if refusal is None else answer_to(request, refusal)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]) -> None:
        """Of two who send something about one page, the second finds what the first has done."""
        if request.method not in SAFE and "page_id" in kwargs:
            hold(kwargs["page_id"])

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal in the midst of a view: stop here, so that the transaction can be undone before it is answered."""
        if not isinstance(exception, Refused):
            return None
        request.refusal = exception  # type: ignore[attr-defined]
        return HttpResponse(status=403)

    def _record(self, request: HttpRequest) -> HttpResponse:
        # Received before the transaction begins: a slow sender must not keep others from writing.
        request.POST  # noqa: B018  reading it is the point
        with recording(lambda: _author(request)):
            response = self.get_response(request)
            if response.status_code >= 500 or hasattr(request, "refusal"):
                transaction.set_rollback(True)
        return response


def _author(request: HttpRequest) -> Author:
    match = request.resolver_match
    reason = request.POST.get(REASON, "") or request.headers.get(REASON_HEADER, "")
    return Author(
        getattr(request.user, "pk", None),
        f"{request.method} {match.view_name if match else ''}",
        is_judged=True,
        reason=reason.strip()[:LONGEST_REASON],
    )
