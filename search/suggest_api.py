"""``/api/v2/suggest/``: what somebody may mean who is typing, for a search field."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from cms.api.caching import depends_on
from cms.api.endpoints.base import LANGUAGES
from cms.api.parameters import Parameters, invalid
from cms.api.plain import endpoint, json_response
from cms.core.addresses import absolute_url
from search.analysis import tokens
from search.services import LONGEST_QUERY
from search.suggestions import MOST, Suggestion, suggestions

KNOWN = frozenset({"q", "locale", "limit"})
LIMIT = 8


@endpoint
def suggest(request: HttpRequest, params: Parameters) -> HttpResponse:
    """``?q=lant``: the beginning of a word, a place or a title."""
    params.only(KNOWN)
    typed = _typed(params)
    language = params.code("locale", LANGUAGES, settings.LANGUAGE_CODE)
    most = params.number("limit", default=LIMIT, least=1, most=MOST)
    with translation.override(language):
        found = suggestions(typed=typed, locale=Locale.objects.get(language_code=language), most=most)
        body = {"meta": {"query": typed}, "items": [_item(one) for one in found]}
    response = json_response(body, headers={"Content-Language": language})
    return depends_on(response, ["pages", "registers"])


def _typed(params: Parameters) -> str:
    if "q" not in params:
        raise invalid("q", _("Say what was typed: “%(name)s”."))
    typed = (params.text("q", longest=LONGEST_QUERY) or "").strip()
    if not tokens(typed):
        raise invalid("q", _("“%(name)s” has no word and no number."))
    return typed


def _item(one: Suggestion) -> dict[str, Any]:
    return {
        "kind": {"code": one.kind, "label": one.label},
        "title": one.title,
        "html_url": absolute_url(one.path),
        "id": one.page_id,
        "code": one.code,
    }
