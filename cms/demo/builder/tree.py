"""Site, languages and the order in which pages are made."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Locale, Page, Site

from cms.demo.builder.kinds import PARENTS
from cms.demo.builder.reading import ContentError, Entry

SITE_NAME = "Servicebanken"
FRONT_PAGE_SLUG = "hem"


def languages() -> tuple[Locale, Locale]:
    """Swedish and English."""
    swedish, _created = Locale.objects.get_or_create(language_code="sv")
    english, _created = Locale.objects.get_or_create(language_code="en")
    return swedish, english


def order_of_tree(structure: dict[str, Any], entries: Iterable[Entry]) -> list[Entry]:
    """The front page, the index pages, then the content; parents always come before their children."""
    by_key = {entry.key: entry for entry in entries}
    front = by_key.pop(structure["front_page"])
    front = Entry("plain", front.file, {**front.data, "type": "home.HomePage", "slug": FRONT_PAGE_SLUG})
    sections = [Entry("section", "structure.yaml", data) for data in structure["sections"]]
    ordered = [front, *sections, *by_key.values()]
    keys = [entry.key for entry in ordered]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ContentError(f"Two files have the key {', '.join(sorted(twice))}.")
    return ordered


def parent_key(entry: Entry, structure: dict[str, Any]) -> str | None:
    """Key of the page below which this one stands; None for the front page."""
    if entry.key == structure["front_page"]:
        return None
    return entry.data.get("parent") or PARENTS[entry.kind]


def root_page() -> Page:
    return Page.objects.get(depth=1)


def demo_is_built() -> bool:
    """Whether the Swedish front page of the demonstration stands; it is written in the same transaction as the rest."""
    return Page.objects.filter(depth=2, slug=FRONT_PAGE_SLUG, locale__language_code="sv", live=True).exists()


def is_empty() -> bool:
    """Nothing but Wagtail's own welcome page."""
    return not Page.objects.filter(depth__gt=1).exclude(depth=2, slug="home").exists()


def install_site(front_page: Page) -> Site:
    """Let the site begin at our front page, at the address of this installation; Wagtail's welcome page goes away."""
    address = urlsplit(settings.BASE_URL)
    values = {
        "hostname": address.hostname,
        "port": address.port or (443 if address.scheme == "https" else 80),
        "root_page": front_page,
        "site_name": SITE_NAME,
    }
    site, _created = Site.objects.update_or_create(is_default_site=True, defaults=values)
    Site.objects.exclude(pk=site.pk).delete()
    for page in Page.objects.filter(depth=2).exclude(pk=front_page.pk):
        page.delete()
    return site
