"""Files for partners: the key that opens a section below ``/api/`` opens the pictures and files that it shows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

from cms.api.caching import tell_caches
from cms.api.middleware import PartnerAccess

FILES = (settings.MEDIA_URL, "/documents/")


class PartnerFiles(PartnerAccess):
    """As below ``/api/``, with two differences: without a key nobody is counted, and other schemes are not ours.

    A site on trial behind a password sends `Basic` with every request; a picture must not be refused for that.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(FILES):
            return self.get_response(request)
        authorization = request.headers.get("Authorization", "")
        is_key = authorization.lower().startswith("bearer")
        response = self._keyed(request, authorization) if is_key else self.get_response(request)
        patch_vary_headers(response, ["Authorization"])
        # Nobody keeps a “not found” either: the page may be published in a second.
        tell_caches(response, keyed=is_key)
        return response
