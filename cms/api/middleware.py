"""Who asks below ``/api/``, what they may see, and how much they may still ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import copy_context
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from cms.api import key_use, limits
from cms.api.caching import tell_caches
from cms.api.keys import Caller, KeyRefused, recognise
from cms.api.limits import Standing
from cms.api.problems import Problem, problem_response
from cms.api.views import API
from cms.core.grants import granted
from cms.settings.env import Rate

MINUTE = 60
REFUSED = _(
    "The key is unknown, malformed or revoked, or its time is over. To ask as the public, leave out “Authorization”."
)
TOO_MANY = _("Too many requests. Ask again in %(seconds)d s.")


class PartnerAccess:
    """Recognises partners by the bearer token in ``Authorization``, counts, and opens what their key grants.

    A key that is not good is answered 401, never as the public: whoever sends one would not notice what is missing.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(API):
            return self.get_response(request)
        authorization = request.headers.get("Authorization")
        response = self._public(request) if authorization is None else self._keyed(request, authorization)
        patch_vary_headers(response, ["Authorization"])
        tell_caches(response, keyed=authorization is not None)
        return response

    def _public(self, request: HttpRequest) -> HttpResponseBase:
        limit = limits.rate()
        return self._within(request, limits.of_address(request, limit) if limit else None)

    def _keyed(self, request: HttpRequest, authorization: str) -> HttpResponseBase:
        limit = limits.rate()
        if limit and (failed := limits.has_failed_too_often(request, limit)):
            return _too_many(request, failed)
        try:
            caller = recognise(authorization)
        except KeyRefused:
            return _refused(request, limits.note_failure(request, limit) if limit else None)
        with granted(caller.grants):
            response = self._within(request, _standing(caller, limit) if limit else None)
            _stay_granted(response)
        key_use.note(caller.key)
        return response

    def _within(self, request: HttpRequest, standing: Standing | None) -> HttpResponseBase:
        """The answer, unless the caller has had enough."""
        if standing is None:
            return self.get_response(request)
        if standing.is_over:
            return _too_many(request, standing)
        response = self.get_response(request)
        standing.write_on(response)
        return response


def _standing(caller: Caller, limit: Rate) -> Standing:
    own = caller.requests_per_minute
    return limits.of_key(caller.key, Rate(own, MINUTE) if own else limit, own=own is not None)


def _refused(request: HttpRequest, standing: Standing | None) -> HttpResponse:
    if standing is not None and standing.is_over:
        return _too_many(request, standing)
    response = problem_response(request, Problem("invalid-token", REFUSED))
    response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    if standing is not None:
        standing.write_on(response)
    return response


def _too_many(request: HttpRequest, standing: Standing) -> HttpResponse:
    response = problem_response(
        request, Problem("too-many-requests", TOO_MANY, values={"seconds": standing.reset_seconds})
    )
    standing.write_on(response)
    return response


def _stay_granted(response: HttpResponseBase) -> None:
    """A streamed answer is made after the view has returned: let its parts be made under the same grants."""
    if isinstance(response, StreamingHttpResponse) and not response.is_async:
        context, parts = copy_context(), iter(response)

        def under_grants() -> Iterator[Any]:
            done = object()
            while (part := context.run(next, parts, done)) is not done:
                yield part

        response.streaming_content = under_grants()
