"""Every request that may write is one transaction, and its effects are in the log when the answer is sent."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from cms.publishing.log import Author
from cms.publishing.recording import recording

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class RecordingMiddleware:
    """Stands innermost: session and messages are kept also when the change itself is rolled back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE:
            return self.get_response(request)
        # Received before the transaction begins: a slow sender must not keep others from writing.
        request.POST  # noqa: B018  reading it is the point
        with recording(lambda: _author(request)):
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


def _author(request: HttpRequest) -> Author:
    match = request.resolver_match
    return Author(getattr(request.user, "pk", None), f"{request.method} {match.view_name if match else ''}")
