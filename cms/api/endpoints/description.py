"""The description of the API, for machines (``openapi.json``) and for people (``docs/``)."""

from __future__ import annotations

import hashlib
from functools import cache
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response

from cms.api.endpoints.base import LANGUAGES
from cms.api.parameters import Parameters
from cms.api.plain import endpoint

LANGUAGE_OF_DOCUMENT = "en"
"""Names in it are English, and so are those who read it most: generators of clients."""
KNOWN = frozenset({"locale"})


@endpoint
def openapi(request: HttpRequest, params: Parameters) -> HttpResponseBase:
    """OpenAPI 3.1; ``locale=sv`` gives the same with Swedish words."""
    params.only(KNOWN)
    language = params.code("locale", LANGUAGES, LANGUAGE_OF_DOCUMENT)
    text, etag = _document(language)
    headers = {"Content-Language": language, "ETag": etag}
    response = HttpResponse(text, content_type="application/json", headers=headers)
    return get_conditional_response(request, etag=etag, response=response) or response


@endpoint
def docs(request: HttpRequest, params: Parameters) -> HttpResponse:
    """The same to read and try, in Swedish unless ``locale`` says English."""
    params.only(KNOWN)
    language = params.code("locale", LANGUAGES, settings.LANGUAGE_CODE)
    address = reverse("api_docs")
    context = {
        "language": language,
        "alternates": {code: f"{address}?{urlencode({'locale': code})}" for code in LANGUAGES},
        "document": f"{reverse('api_openapi')}?{urlencode({'locale': language})}",
    }
    with translation.override(language):
        response = render(request, "api/docs.html", context)
    response["Content-Language"] = language
    return response


@cache
def _document(language: str) -> tuple[bytes, str]:
    # It cannot change while the process lives, so that it is made and digested once.
    from cms.api.openapi.document import text

    made = text(language).encode()
    return made, f'"{hashlib.blake2b(made, digest_size=16).hexdigest()}"'
