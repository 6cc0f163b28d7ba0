"""Language by address prefix, for pages only.

Django's own middleware turns every 404 outside a language prefix into a redirect to an HTML page, also for the API.
Machines get their 404 as it is.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.utils import translation

OUTSIDE = ("/api/", "/admin/", "/media/", "/static/", "/documents/", "/health/", "/id/", "/.well-known/")
FILES = ("/robots.txt", "/sitemap", "/favicon.ico", "/feed")


def is_outside_languages(path: str) -> bool:
    return path.startswith(OUTSIDE) or path.startswith(FILES)


class LocaleMiddleware(DjangoLocaleMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        if is_outside_languages(request.path_info):
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()
        else:
            super().process_request(request)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if is_outside_languages(request.path_info):
            return response
        return super().process_response(request, response)
