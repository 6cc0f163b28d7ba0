"""Which language an address or a visitor asks for."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def preferred_language(request: HttpRequest, among: Collection[str] = LANGUAGES) -> str:
    """The language of the browser that we have, else Swedish, else whichever there is.

    A header that cannot be read counts as none; no cookie is asked, so answers vary by Accept-Language only.
    """
    for wish, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        language = wish.partition("-")[0]
        if language in among and weight > 0:
            return language
    return settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in among else next(iter(among))


def addresses(view: str, **kwargs: Any) -> dict[str, str]:
    """Paths of a view that shows no page, by language."""
    paths = {}
    for language in LANGUAGES:
        with translation.override(language):
            paths[language] = reverse(view, kwargs=kwargs)
    return paths


def by_language(**routes: str) -> str:
    """A route of the URL configuration that is written differently in each language: ``sv="sok/", en="search/"``."""
    return _route(tuple(routes.items()))


def _in_active_language(routes: tuple[tuple[str, str], ...]) -> str:
    known = dict(routes)
    return known.get(get_language() or "", known[settings.LANGUAGE_CODE])


_route = lazy(_in_active_language, str)
