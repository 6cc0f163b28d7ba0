"""``preview/``: a draft, for a front end that has been given a token. Kept by nobody, indexed by nobody."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from rest_framework.renderers import JSONRenderer

from cms.api.parameters import Parameters
from cms.api.plain import endpoint
from cms.api.previews.links import FILES, recognise, token_of
from cms.api.previews.rendering import render_preview
from cms.api.problems import Problem
from cms.core.api_values import moment_value

HEADER = "Preview-Token"
"""Not ``Authorization``, where a partner may send a key as well, and not the address, which is logged everywhere."""

NO_PREVIEW = _("There is no preview here: the token is missing or wrong, or its time is over. Ask for a new link.")


def for_one_reader(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Whatever the answer is, it is for who asked and for now."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
        patch_vary_headers(response, [HEADER])
        return response

    return answer


@for_one_reader
@endpoint
def preview(request: HttpRequest, params: Parameters) -> HttpResponse:
    """The page that the token opens. One and the same 404 for all that is wrong with a token."""
    params.only(())
    found = recognise(request.headers.get(HEADER, ""))
    if found is None:
        raise Problem("not-found", NO_PREVIEW)
    answer = render_preview(found)
    answer["meta"]["preview"] = {
        "revision": found.revision_id,
        "saved_at": moment_value(found.saved_at),
        "expires_at": moment_value(found.expires_at),
        "files_suffix": f"?preview={token_of(found, FILES)}",
    }
    language = found.page.locale.language_code
    body = JSONRenderer().render(answer)
    return HttpResponse(body, content_type="application/json", headers={"Content-Language": language})
