"""Who answers here, for people and catalogues: the ``api-info`` of the Swedish national REST API profile (Digg).

The profile asks an API to say its name, version, status and where its documentation is; names are in our snake_case.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.api.caching import depends_on
from cms.api.endpoints.base import LANGUAGES, LIMIT, MOST
from cms.api.parameters import LONGEST_VALUE, MOST_CODES, Parameters
from cms.api.plain import endpoint, json_response
from cms.api.views import unknown_address
from cms.core.addresses import absolute_url
from cms.core.choices import Licence

VERSION = "2.0.0"
STATUS = "beta"
"""One of the profile's words for where an API is in its life; ``active`` from the first release on."""
DOCUMENTS = {"documentation": "/api/v2/docs/", "openapi": "/api/v2/openapi.json"}
DESCRIPTION = _(
    "Knowledge of local service in rural Sweden: good examples, methods, the service plans of municipalities, events "
    "and projects. Everything is read without a key."
)
CREDIT = _(
    "Say where the text comes from and link to the page. Some pages and all pictures have licences of their own."
)


@endpoint
def api_info(request: HttpRequest, params: Parameters) -> HttpResponse:
    """The same for everybody, in both languages at once."""
    params.only(())
    response = json_response(
        {
            "name": settings.WAGTAIL_SITE_NAME,
            "description": _in_all_languages(DESCRIPTION),
            "version": VERSION,
            "status": STATUS,
            "base_url": absolute_url("/api/v2/"),
            **{name: _if_there(path) for name, path in DOCUMENTS.items()},
            "contact": {"email": settings.DEFAULT_FROM_EMAIL, "security": settings.SECURITY_CONTACT},
            "licence": {
                "code": Licence.CC_BY_4_0.value,
                "url": Licence.CC_BY_4_0.url,
                "terms": _in_all_languages(CREDIT),
            },
            "limits": {
                "items_default": LIMIT,
                "items_most": MOST,
                "codes_most": MOST_CODES,
                "value_length_most": LONGEST_VALUE,
            },
            "languages": list(LANGUAGES),
        }
    )
    return depends_on(response, [])


def _in_all_languages(text: Promise) -> dict[str, str]:
    texts = {}
    for language in LANGUAGES:
        with translation.override(language):
            texts[language] = str(text)
    return texts


def _if_there(path: str) -> str | None:
    """A whole address, or None while nothing answers there."""
    return None if resolve(path).func is unknown_address else absolute_url(path)
