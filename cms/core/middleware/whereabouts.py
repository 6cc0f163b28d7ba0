"""What an address that finds nothing answers: where it leads today, or that it is gone."""

from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render

from cms.core.whereabouts import is_ours, missing_page

NOT_FOUND = 404
MACHINES = ("/api/", "/admin/")
"""Here a 404 is what it is."""


class Moved:
    """Stands in for Wagtail's middleware for redirects, which leads to pages that the public may not know of."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != NOT_FOUND or request.path_info.startswith(MACHINES):
            return response
        found = missing_page(request.path_info, request.META.get("QUERY_STRING", ""))
        if found is None:
            return response
        if found.location is None:
            return render(request, "pages/gone.html", status=410)
        return (HttpResponsePermanentRedirect if found.permanent else HttpResponseRedirect)(_shortest(found.location))


def _shortest(location: str) -> str:
    """An address of ours without its host: a reader who came under another name of the site stays there."""
    if not is_ours(location):
        return location
    parts = urlsplit(location)
    return urlunsplit(("", "", f"/{parts.path.lstrip('/')}", parts.query, parts.fragment))
