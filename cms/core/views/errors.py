"""Pages that say what went wrong, in the language of the address."""

import logging
import sys

from django.core.exceptions import DisallowedHost
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template import TemplateDoesNotExist, TemplateSyntaxError, loader
from django.utils import translation
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _

from cms.core.languages import preferred_language

logger = logging.getLogger(__name__)

TRY_AGAIN_SECONDS = 30


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400. Nothing is asked of a request that could not be read; a wrong host gets one line."""
    if isinstance(exception, DisallowedHost):
        return HttpResponseBadRequest("This host name is not served here.\n", content_type="text/plain; charset=utf-8")
    return _without_request(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, with the search field and the same page in another language where there is one."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 when the database does not answer. Uses nothing that may be broken."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _without_request(request, "500.html", 503)
        response["Retry-After"] = str(TRY_AGAIN_SECONDS)
        return response
    return _without_request(request, "500.html", 500)


def _without_request(request: HttpRequest, template: str, status: int) -> HttpResponse:
    with translation.override(get_language_from_path(request.path_info) or preferred_language(request)):
        try:
            return HttpResponse(loader.get_template(template).render(), status=status)
        except (TemplateDoesNotExist, TemplateSyntaxError):
            logger.exception("%s cannot be shown", template)
            return HttpResponse(_("Something went wrong."), status=status, content_type="text/plain; charset=utf-8")
