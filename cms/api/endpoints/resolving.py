"""What has become of an address that a partner has kept."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cms.api.caching import depends_on
from cms.api.endpoints.base import LANGUAGES
from cms.api.parameters import Parameters, invalid
from cms.api.plain import endpoint, json_response
from cms.core.api_values import detail_address
from cms.core.whereabouts import is_ours, whereabouts

KNOWN = frozenset({"path", "locale"})


@endpoint
def resolve(request: HttpRequest, params: Parameters) -> HttpResponse:
    """``?path=/en/bank/`` → ``{status, id, detail_url, location}``, whatever was asked after the ``?`` of the path.

    ``status`` is ``page``, ``redirect`` (``location`` is where it leads in the end, ``id`` and ``detail_url`` the page
    there, if it is one of ours) or ``gone`` (it was public once). 404 for what never was public or is restricted.
    ``locale`` says which way ``/``, ``/id/...`` and paths without a language lead; Swedish unless another is asked for.
    """
    params.only(KNOWN)
    if "path" not in params:
        raise invalid("path", _("Say what to resolve: “%(name)s”."))
    language = params.code("locale", LANGUAGES, settings.LANGUAGE_CODE)
    found = whereabouts(_path(params.text("path") or "", request.get_host()), language)
    if found is None:
        raise Http404
    page = found.page.pk if found.page else None
    response = json_response(
        {
            "status": found.status,
            "id": page,
            "detail_url": detail_address(page) if page else None,
            "location": found.location,
        }
    )
    return depends_on(response, ["pages", "wagtailredirects-redirect"])


def _path(address: str, host: str) -> str:
    """The path of an address on this site; a whole address may be under its own name or the one that is asked."""
    try:
        parts = urlsplit(address)
        if not (is_ours(address) or parts.netloc.lower() == host.lower()) or parts.scheme not in {"", "http", "https"}:
            raise invalid("path", _("“%(name)s” is an address of another site."))
    except ValueError:
        raise invalid("path", _("“%(name)s” cannot be read as an address.")) from None
    if not parts.netloc and not parts.path.startswith("/"):
        raise invalid("path", _("“%(name)s” begins with a slash: /en/bank/."))
    if "\x00" in unquote(parts.path):
        raise Http404
    return parts.path
