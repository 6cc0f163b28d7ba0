"""The site map: every public page in both languages, each with its translations (hreflang)."""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.core.addresses import absolute_url
from cms.core.visibility import public_pages

MOST_ADDRESSES = 5000
"""In one file; the protocol allows 50,000."""
FIVE_MINUTES = 300
XML = "application/xml"

Paths = dict[str, str]
"""Language code → path of one thing that is shown in these languages."""
Source = Callable[[], Iterable[Paths]]


class Address(NamedTuple):
    location: str
    lastmod: dt.datetime | None
    alternates: list[dict[str, str]]


@require_safe
@cache_control(public=True, max_age=FIVE_MINUTES)
def sitemap(request: HttpRequest, sources: Iterable[Source], part: int | None = None) -> HttpResponse:
    """``/sitemap.xml``: the addresses, or when they are many the list of ``/sitemap-1.xml`` and so on.

    `sources` give addresses of what is no page.
    """
    addresses = [*_pages(), *(address for source in sources for paths in source() for address in _addresses(paths))]
    parts = math.ceil(len(addresses) / MOST_ADDRESSES)
    if part is None and parts > 1:
        locations = [{"location": absolute_url(f"/sitemap-{number}.xml")} for number in range(1, parts + 1)]
        return render(request, "sitemap_index.xml", {"sitemaps": locations}, content_type=XML)
    if part is not None and not (parts > 1 and 1 <= part <= parts):
        raise Http404(_("The site map has no such part."))
    start = ((part or 1) - 1) * MOST_ADDRESSES
    return render(request, "sitemap.xml", {"urlset": addresses[start : start + MOST_ADDRESSES]}, content_type=XML)


def _pages() -> list[Address]:
    """Public pages in the order of the tree, from one query."""
    roots = _roots()
    versions: dict[UUID, Paths] = defaultdict(dict)
    found = []
    rows = public_pages().order_by("path").values_list("translation_key", "locale", "url_path", "last_published_at")
    for key, locale, url_path, published_at in rows:
        language, root = roots[locale]
        versions[key][language] = f"/{language}/{url_path.removeprefix(root)}"
        found.append((key, language, published_at))
    return [_address(versions[key], language, published_at) for key, language, published_at in found]


def _roots() -> dict[int, tuple[str, str]]:
    """Locale → its language and the tree path of its front page."""
    site = Site.objects.select_related("root_page").get(is_default_site=True)
    homes = Page.objects.filter(translation_key=site.root_page.translation_key).select_related("locale")
    return {home.locale_id: (home.locale.language_code, home.url_path) for home in homes}


def _addresses(paths: Paths) -> list[Address]:
    return [_address(paths, language) for language in paths]


def _address(paths: Paths, language: str, lastmod: dt.datetime | None = None) -> Address:
    """One address with its versions; one that stands in a single language has nothing to refer to."""
    alternates = [
        {"lang_code": code, "location": absolute_url(paths[code])}
        for code, _name in settings.LANGUAGES
        if code in paths
    ]
    if len(alternates) < 2:
        alternates = []
    elif settings.LANGUAGE_CODE in paths:
        alternates.append({"lang_code": "x-default", "location": absolute_url(paths[settings.LANGUAGE_CODE])})
    return Address(absolute_url(paths[language]), lastmod, alternates)
