"""What has become of an address of the site: a page, led elsewhere, gone, or never known to the public.

Decided here for the HTML address itself (301, 302, 410, 404) and for partners who ask the API. What is restricted, or
stands below something that is, is as unknown as what never was.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.db.models import F, Q
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.core.addresses import absolute_url, page_address, page_path, pages_at, tree_addresses
from cms.core.models import PersistentId
from cms.core.visibility import public_pages, reading_together, restricted_pages
from cms.core.withdrawals import was_public, was_public_at

PERMANENT = re.compile(r"/id/sb-([0-9]{6,12})")
MOST_STEPS = 5
"""Redirects that lead to redirects are followed this far; a circle leads nowhere."""


class Whereabouts(NamedTuple):
    """`page` is public; `location` is a whole address, given for redirects."""

    status: Literal["page", "redirect", "gone"]
    page: Page | None = None
    location: str | None = None
    permanent: bool = False


GONE = Whereabouts("gone")


def whereabouts(path: str, language: str = settings.LANGUAGE_CODE) -> Whereabouts | None:
    """What the public finds at a path, with or without the last slash, percent-encoded or not.

    None where there never was anything, or nothing that the public may know of. `language` is the reader's: the front
    door, permanent addresses and paths without a language prefix lead on by it.
    """
    path = clean_path(path)
    with reading_together():
        if number := PERMANENT.fullmatch(path):
            return _numbered(int(number[1]), language)
        found = _found(path, "", MOST_STEPS)
        if found is None and not _has_language(path):
            return _led_to(_page_at(f"/{language}{path}"))
        return found


def missing_page(path: str, query: str = "") -> Whereabouts | None:
    """The same for a path at which no page was found: led elsewhere, gone, or None."""
    with reading_together():
        return _absent(clean_path(path), query, MOST_STEPS)


def clean_path(path: str) -> str:
    """``/sv/b%C3%A5t/`` → ``/sv/båt``: as redirects and withdrawals keep it."""
    return "/" + unquote(path).strip("/")


def is_ours(address: str) -> bool:
    """Whether a whole address, or a path, is one of this site."""
    host = urlsplit(address).netloc.lower()
    return host in {"", urlsplit(settings.BASE_URL).netloc.lower()}


def _numbered(number: int, language: str) -> Whereabouts | None:
    persistent_id = PersistentId.objects.filter(pk=number).first()
    if persistent_id is None:
        return None
    pages = Page.objects.filter(translation_key=persistent_id.translation_key).select_related("locale")
    versions = {page.locale.language_code: page for page in public_pages(pages)}
    page = versions.get(language) or next(iter(versions.values()), None)
    return _led_to(page) or (GONE if was_public(persistent_id) else None)


def _led_to(page: Page | None) -> Whereabouts | None:
    return Whereabouts("redirect", page, page_address(page)) if page else None


def _found(path: str, query: str, steps: int) -> Whereabouts | None:
    page = _page_at(path)
    return Whereabouts("page", page) if page else _absent(path, query, steps)


def _absent(path: str, query: str, steps: int) -> Whereabouts | None:
    if "\x00" in path:
        return None
    redirect = _redirect_from(path, query)
    if redirect is not None:
        return _target(redirect, steps) if steps else None
    if _is_gone(path):
        return GONE
    return None


def _page_at(path: str) -> Page | None:
    # A path without language prefix is no page: it leads to one by the reader's language.
    if "\x00" in path or not _has_language(path):
        return None
    return pages_at(path).select_related("locale").first()


def _has_language(path: str) -> bool:
    return path.split("/")[1] in dict(settings.LANGUAGES)


def _redirect_from(path: str, query: str) -> Redirect | None:
    """The redirect of a path: with the query it names, else without; the site's own before one for all sites."""
    forms = {path, quote(path)}
    if query:
        forms |= {Redirect.normalise_path(f"{path}?{query}")}
    rows = Redirect.objects.filter(Q(site=None) | Q(site__is_default_site=True), old_path__in=forms)
    found = list(rows.select_related("redirect_page__locale").order_by(F("site").asc(nulls_last=True), "pk"))
    return max(found, key=lambda row: "?" in row.old_path, default=None)


def _target(redirect: Redirect, steps: int) -> Whereabouts | None:
    """Where a redirect leads the public in the end."""
    if redirect.redirect_page_id:
        return _target_page(redirect)
    if not redirect.redirect_link:
        return None
    link = absolute_url(redirect.redirect_link)
    led = Whereabouts("redirect", None, link, redirect.is_permanent)
    if not is_ours(link):
        return led
    there = clean_path(urlsplit(link).path)
    further = _found(there, urlsplit(link).query, steps - 1)
    if further is None:
        # An address of ours that is no page, such as a search; or one that nobody may know of.
        return None if _is_known(there) or _redirect_from(there, "") else led
    if further.status == "page":
        return led._replace(page=further.page)
    return further


def _target_page(redirect: Redirect) -> Whereabouts | None:
    page = public_pages(Page.objects.filter(pk=redirect.redirect_page_id)).select_related("locale").first()
    if page is None:
        return GONE if _was_public_page(redirect.redirect_page) else None
    location = absolute_url((redirect.redirect_page_route_path and redirect.link) or page_path(page))
    return Whereabouts("redirect", page, location, redirect.is_permanent)


def _is_gone(path: str) -> bool:
    if not _has_language(path):
        return False
    pages = list(Page.objects.filter(url_path__in=tree_addresses(path)))
    gone = any(_was_public_page(page) for page in pages) or was_public_at(path)
    return gone and not _is_closed(path)


def _was_public_page(page: Page) -> bool:
    """Whether a page that is not public now has been: in its own language, and not restricted in any."""
    if page.live or page.first_published_at is None or page.alias_of_id is not None:
        return False
    number = PersistentId.objects.filter(translation_key=page.translation_key).first()
    return number is not None and was_public(number)


def _is_closed(path: str) -> bool:
    """Whether something at the path or above it is restricted."""
    parts = path.strip("/").split("/")
    above = [address for n in range(1, len(parts) + 1) for address in tree_addresses("/".join(parts[:n]))]
    return restricted_pages(Page.objects.filter(url_path__in=above)).exists()


def _is_known(path: str) -> bool:
    return _has_language(path) and Page.objects.filter(url_path__in=tree_addresses(path)).exists()
