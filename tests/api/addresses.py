"""Every address that the site answers, worked out from what is mounted: a new endpoint is asked without being named.

A parameter in a path that nobody here knows fails the tests that ask for it: say in `values_of` what to put there.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any

from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver

from cms.api.endpoints.base import LIST
from cms.api.exports.table import EXPORTS
from cms.api.parameters import Parameters
from cms.api.router import router
from cms.api.urls import urlpatterns

API = "/api/"
PARAMETER = re.compile(r"<(?:[a-z_]+:)?([a-z_]+)>|\(\?P<([a-z_]+)>(?:\[[^\]]*\][^)]*)\)")
LOCATION = re.compile(r"<loc>[a-z]+://[^/]+([^<]+)</loc>")
QUERIES = {
    "limit": "limit=100",
    "fields": "fields=*&limit=100",
    "cursor": "cursor=&limit=100",
    "order": "order=-id&limit=100",
    "include": "include=document&limit=100",
    "locale": "locale=en",
    "search": "search=%s&limit=100",
    "slug": "slug=%s",
    "title": "title=%s",
}
"""What an endpoint that knows the parameter is asked; a word takes the place of ``%s``."""
OF_PAGES = ("type=bank.CaseStudyPage&fields=*&limit=100", "municipality=2421&limit=100", "descendant_of=root&limit=100")


def api_addresses(ids: list[Any], word: str = "ingenting") -> Iterator[str]:
    """Each address below /api/ once without query, and each list with the queries that it knows.

    `ids` are put where an address takes the id of something.
    """
    for route in _routes(urlpatterns, API):
        names = [first or second for first, second in PARAMETER.findall(route)]
        for values in itertools.product(*(values_of(name, ids) for name in names)):
            address = route
            for value in values:
                address = PARAMETER.sub(lambda _match, value=value: str(value), address, count=1)
            yield address
    yield f"{API}v2/changes/?{QUERIES['include']}"
    yield f"{API}v2/resolve/?path=/sv/"
    yield f"{API}v2/search/?q={word}&facets=type,county,municipality,service_type,year,status"
    yield f"{API}v2/search/?q={word}&locale=en&order=date"
    yield from (f"{API}v2/suggest/?q={part}&locale={code}" for code in ("sv", "en") for part in (word, word[:4]))
    for name, endpoint in router._endpoints.items():
        yield from (f"{API}v2/{name}/?{query}" for query in _queries(endpoint, word))


def site_addresses(client: Client, word: str = "ingenting") -> Iterator[str]:
    """Every page that the site map names, and what is no page; lists with the filters that readers use."""
    pages = LOCATION.findall(client.get("/sitemap.xml").content.decode())
    assert len(pages) > 20
    yield from pages
    for index in [page for page in pages if page.count("/") <= 4]:
        yield from (f"{index}?{query}" for query in (f"q={word}", "kommun=2421&municipality=2421", "sida=1&page=1"))
    yield from ("/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt", "/health/live", "/favicon.ico")
    yield from (f"/sv/sok/?q={word}", f"/en/search/?q={word}", "/sv/sok/", "/sv/finns-inte/", "/en/not-there/")


def values_of(name: str, ids: list[Any]) -> list[Any]:
    """What to put in the place of a parameter of a path."""
    known = {"pk": ids, "code": ["2421", "24", "fuel", "byalaget"], "name": list(EXPORTS)}
    known["suffix"] = sorted({suffix for export in EXPORTS.values() for suffix in export.formats})
    assert name in known, f"say in tests/api/addresses.py what to put for <{name}>"
    return known[name]


def _routes(patterns: Any, prefix: str) -> Iterator[str]:
    for pattern in patterns:
        route = str(pattern.pattern).removeprefix("^").removesuffix("$").removesuffix("/?").replace("\\.", ".")
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, prefix + route)
        elif isinstance(pattern, URLPattern) and route:
            yield prefix + route


def _queries(endpoint: Any, word: str) -> Iterator[str]:
    view = endpoint()
    view.action, view.params = LIST, Parameters(QueryDict(""))
    known = view.known_parameters()
    for name, query in QUERIES.items():
        if name in known:
            yield query.replace("%s", word)
    if "descendant_of" in known:
        yield from OF_PAGES
