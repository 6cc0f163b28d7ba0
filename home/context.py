"""What the front page and the plain pages show beyond their own fields.

Page types of other apps are reached by name.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

from django.apps import apps
from django.db.models import Count
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.core.presentation.illustrations import motif_of_service
from cms.core.presentation.structured_data import organisation
from cms.core.visibility import public_pages
from cms.registers.listing import for_listing
from cms.registers.models import ServiceType, ServiceTypeLink

if TYPE_CHECKING:
    from home.models import ContentPage, HomePage

TILES = 8
NEWEST = 3


class Tile(NamedTuple):
    """A service that may be missing, with the way to the examples of it."""

    term: ServiceType
    motif: str
    number: int
    url: str


def home_context(page: "HomePage") -> dict[str, Any]:
    """Services to start from, the newest cases, and the network's next meeting."""
    index = _index_of_cases(page.locale)
    newest = _cases(page.locale).order_by("-first_published_at", "-pk")[:NEWEST]
    return {
        "cases_index": index,
        "service_tiles": service_tiles(page.locale, index),
        "newest_cases": for_listing(newest),
        "next_meeting": next_meeting(page.locale),
        "structured_data": [organisation()],
    }


def content_context(page: "ContentPage") -> dict[str, Any]:
    return {"subpages": list(public_pages(type(page).objects.child_of(page)).select_related("locale").order_by("path"))}


def service_tiles(locale: Locale, index: Page | None) -> list[Tile]:
    """The first service types in their own order, each with its number of public cases."""
    if index is None:
        return []
    links = ServiceTypeLink.objects.filter(page__in=_cases(locale).values("pk")).order_by()
    counts = dict(links.values_list("term").annotate(Count("page", distinct=True)))
    return [
        Tile(term, motif_of_service(term.code), counts.get(term.pk, 0), f"{index.url}?service_type={term.code}")
        for term in ServiceType.objects.all()[:TILES]
    ]


def next_meeting(locale: Locale) -> Any:
    """The network's next public meeting that has not been cancelled, or None."""
    events = apps.get_model("network.EventPage").objects.filter(
        locale=locale, event_type="network_meeting", ends_at__gte=timezone.now()
    )
    coming = public_pages(events).exclude(status="cancelled").order_by("starts_at")[:1]
    return next(iter(for_listing(coming)), None)


def _cases(locale: Locale) -> Any:
    return public_pages(apps.get_model("bank.CaseStudyPage").objects.filter(locale=locale))


def _index_of_cases(locale: Locale) -> Page | None:
    indexes = apps.get_model("bank.CaseStudyIndexPage").objects.filter(locale=locale)
    return public_pages(indexes).select_related("locale").first()
