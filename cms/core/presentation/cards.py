"""What a card in a list says about a page, whatever its type."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.text import capfirst
from wagtail.models import Page

from cms.core.presentation.formats import period, span_of_time
from cms.core.presentation.illustrations import motif_of
from cms.core.presentation.links import foreign_language


class Status(NamedTuple):
    """A stable code, for the mark before it, and the words a reader sees."""

    code: str
    label: str


class Card(NamedTuple):
    page: Any
    kind: str
    place: str
    when: str
    status: Status | None
    services: list[str]
    motif: str
    language: str
    """Set only when the page is not in the reader's language."""


def card_of(page: Any) -> Card:
    """The card of a page; pages should be given specific, with their facets and municipality fetched beforehand."""
    page = page.specific
    return Card(
        page=page,
        kind=kind_of(page),
        place=place_of(page),
        when=when_of(page),
        status=status_of(page),
        services=[term.label for term in page.terms("service_types")] if hasattr(page, "terms") else [],
        motif=motif_of(page),
        language=foreign_language(page),
    )


def kind_of(page: Any) -> str:
    for method in ("get_kind_display", "get_event_type_display"):
        if hasattr(page, method):
            return capfirst(str(getattr(page, method)()))
    return capfirst(str(page._meta.verbose_name))


def place_of(page: Any) -> str:
    """``Slussfors, Storuman`` or the venue of an event; empty for pages about no single place."""
    if getattr(page, "municipality_id", None):
        return ", ".join(part for part in (getattr(page, "locality", ""), page.municipality.name) if part)
    return getattr(page, "venue", "")


def when_of(page: Any) -> str:
    if hasattr(page, "starts_at"):
        return span_of_time(page.starts_at, page.ends_at)
    return period(page.period_from, page.period_to) if hasattr(page, "period_from") else ""


def status_of(page: Any) -> Status | None:
    """Status in words, where the type of page has one."""
    if hasattr(page, "plan_status"):
        return Status(page.plan_status.value, str(page.plan_status.label))
    for field in ("solution_status", "project_status", "status"):
        value = getattr(page, field, "")
        if value and hasattr(page, f"get_{field}_display"):
            return Status(value, str(getattr(page, f"get_{field}_display")()))
    return None


def fetch_for_cards(pages: Iterable[Any]) -> list[Any]:
    """Specific pages with all that their cards show, in a number of queries that grows with neither pages nor types."""
    pages = list(pages)
    for name in ("locale", "municipality", "main_image"):
        _fetch_targets(pages, name)
    images = [page.main_image for page in pages if getattr(page, "main_image_id", None)]
    prefetch_related_objects(images, "renditions")
    # A page that is being written and previewed has its facets in memory.
    saved = [page for page in pages if page.pk]
    prefetch_related_objects(saved, "service_type_links__term", "solution_type_links__term")
    return pages


def specific_pages(pages: Iterable[Page]) -> list[Any]:
    """The same pages, in their order, each of its own type."""
    ids = [page.pk for page in pages]
    found = {page.pk: page for page in Page.objects.filter(pk__in=ids).defer_streamfields().specific()}
    return [found[pk] for pk in ids]


def _fetch_targets(pages: list[Any], name: str) -> None:
    """Fetch what a foreign key points at for pages of different types at once; Django does it type by type."""
    waiting = [page for page in pages if getattr(page, f"{name}_id", None) and name not in page._state.fields_cache]
    if not waiting:
        return
    target = waiting[0]._meta.get_field(name).related_model
    found = target._default_manager.in_bulk({getattr(page, f"{name}_id") for page in waiting})
    for page in waiting:
        setattr(page, name, found[getattr(page, f"{name}_id")])
