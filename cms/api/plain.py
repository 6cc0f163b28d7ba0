"""Endpoints that are plain functions: the rules of all others without the framework, which costs a quarter of the time.

A view takes the request and its parameters, already read and known, and gives a response or raises a problem.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from cms.api.parameters import Parameters
from cms.api.problems import READ_ONLY, Problem, problem_of, problem_response
from cms.core.visibility import reading_together

READS = ("GET", "HEAD")
ALLOW = "GET, HEAD, OPTIONS"

View = Callable[..., HttpResponseBase]


def endpoint(view: View) -> Callable[..., HttpResponseBase]:
    """An address below /api/ that is read: GET and HEAD by the view, OPTIONS 204, anything else a problem."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": ALLOW})
        if request.method not in READS:
            response = problem_response(request, Problem("method-not-allowed", READ_ONLY))
            response["Allow"] = ALLOW
            return response
        try:
            with reading_together():
                return view(request, Parameters(request.GET), *args, **kwargs)
        except Exception as exc:
            problem = problem_of(exc)
            if problem is None:
                raise
            return problem_response(request, problem)

    return answer


def json_response(body: Any, **options: Any) -> JsonResponse:
    """JSON with its letters as they are."""
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False}, **options)
