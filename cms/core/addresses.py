"""Addresses of pages: as a visitor's browser follows them, and as a partner fetches them."""

from django.conf import settings
from django.db.models import QuerySet
from wagtail.models import Page, Site

from cms.core.visibility import public_pages, shared_reading


def absolute_url(path: str) -> str:
    """An address that a partner can fetch."""
    return path if path.startswith(("http://", "https://")) else f"{settings.BASE_URL.rstrip('/')}{path}"


def page_path(page: Page) -> str:
    """``/sv/banken/boxen/``; empty for a page that stands below no site."""
    # Wagtail keeps the list of sites on the object it is given, so that a list of pages asks the cache once.
    parts = page.get_url_parts(shared_reading())
    return (parts[2] or "") if parts else ""


def page_address(page: Page) -> str:
    """Address of the page for people, absolute."""
    return absolute_url(page_path(page))


def tree_addresses(path: str) -> list[str]:
    """What the tree calls a path with its language prefix (``/en/bank/``); a path without prefix is Swedish."""
    parts = [part for part in path.split("/") if part]
    language = settings.LANGUAGE_CODE
    if parts and parts[0] in dict(settings.LANGUAGES):
        language = parts.pop(0)
    roots = [root.root_path for root in Site.get_site_root_paths() if root.language_code == language]
    return ["/".join([root.rstrip("/"), *parts, ""]) for root in roots]


def pages_at(path: str) -> QuerySet[Page]:
    """The public page at a path with its language prefix."""
    return public_pages(Page.objects.filter(url_path__in=tree_addresses(path)))
