"""Answers below /api/ that come from no endpoint: unknown addresses, and errors before or behind an endpoint."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt

from cms.api.problems import NOT_FOUND, UNEXPECTED, UNREADABLE, Problem, problem_response

API = "/api/"
PROBLEMS = {
    400: Problem("bad-request", UNREADABLE),
    403: Problem("forbidden", NOT_FOUND),
    404: Problem("not-found", NOT_FOUND),
    500: Problem("server-error", UNEXPECTED),
    503: Problem("unavailable", UNEXPECTED),
}
"""What to say instead of an error page, by status."""


@csrf_exempt
def unknown_address(request: HttpRequest) -> HttpResponse:
    """404; but an endpoint whose last slash was forgotten is found."""
    slashed = f"{request.path_info}/"
    if request.method in {"GET", "HEAD"} and resolve(slashed).func is not unknown_address:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{slashed}?{query}" if query else slashed)
    return problem_response(request, PROBLEMS[404])


def problem_below_api(handler: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """An error handler of the site, with a problem instead of its page where the address is the API's."""

    @wraps(handler)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        page = handler(request, *args, **kwargs)
        if not request.path_info.startswith(API):
            return page
        response = problem_response(request, PROBLEMS[page.status_code])
        if "Retry-After" in page:
            response["Retry-After"] = page["Retry-After"]
        return response

    return answer
