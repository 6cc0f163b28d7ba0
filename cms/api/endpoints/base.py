"""What every endpoint shares: strict parameters, problem+json, one list of what is public, and bounded lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.views import BaseAPIViewSet

from cms.api.caching import depends_on
from cms.api.parameters import Parameters
from cms.api.problems import problem_of, problem_response
from cms.core.visibility import reading_together

LIMIT, MOST = 20, 100
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
PAGING = frozenset({"limit", "offset"})
LIST, DETAIL, FIND = VIEWS = ("listing_view", "detail_view", "find_view")


class OnlyJSON(BaseContentNegotiation):
    """There is one format, so what the caller accepts changes nothing."""

    def select_parser(self, request: Request, parsers: Iterable[Any]) -> None:
        return None

    def select_renderer(self, request: Request, renderers: Iterable[Any], format_suffix: str | None = None) -> Any:
        renderer = next(iter(renderers))
        return renderer, renderer.media_type


class Endpoint(BaseAPIViewSet):
    """A list and its single objects, read by anybody without logging in."""

    http_method_names = ["get", "head", "options"]
    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    throttle_classes: list[Any] = []
    renderer_classes = [JSONRenderer]
    content_negotiation_class = OnlyJSON
    pagination_class = None

    surrogate_keys: tuple[str, ...] = ("pages",)
    """On what the answers depend, see ``cms.api.caching``."""

    params: Parameters

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Rendering is part of it: nothing is asked again once the answer is made.
        with reading_together():
            response = super().dispatch(request, *args, **kwargs)
            if hasattr(response, "render"):
                response.render()
        return response if "Surrogate-Key" in response else depends_on(response, self.surrogate_keys)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action in VIEWS:
            self.params = Parameters(request.GET)
            self.params.only(self.known_parameters())

    def get_renderer_context(self) -> dict[str, Any]:
        """Without Wagtail's indentation, which is a third of the bytes of a list."""
        return {**super().get_renderer_context(), "indent": None}

    def known_parameters(self) -> Collection[str]:
        """Names of the parameters that this view of the endpoint knows."""
        return PAGING if self.action == LIST else ()

    def options(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return HttpResponse(status=204)

    def listing_view(self, request: Request) -> Response:
        """One part of the list, and how many there are in all."""
        limit, offset = self.params.number("limit", default=LIMIT, most=MOST), self.params.number("offset")
        found = self.found()
        total = found.count()
        items = self.serialised(found[offset : offset + limit]) if limit and offset < total else []
        return Response({"meta": {"total_count": total}, "items": items})

    def found(self) -> Any:
        """What the parameters ask for, in a stable order: a queryset or search results."""
        raise NotImplementedError

    def serialised(self, objects: Iterable[Any]) -> list[dict[str, Any]]:
        raise NotImplementedError

    def handle_exception(self, exc: Exception) -> HttpResponseBase:
        problem = problem_of(exc)
        if problem is None:
            raise exc
        return problem_response(self.request._request, problem)
