"""What pages can be narrowed by, kept in each process and in step with the log.

An answer may have thousands of hits, and a dozen facets are counted for it. The database would be asked once or more
for each of them, every time; what each page has is read once instead, and again when the log says that it has changed.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from threading import Lock

from django.db.models import QuerySet
from django.utils.translation import get_language
from wagtail.models import Page

from cms.publishing.following import newest_change
from cms.publishing.models import ContentChange, PublishedDocument
from cms.registers.all_facets import all_facets
from cms.registers.filters import Facet

MOST_AT_ONCE = 500
"""Where more pages than this have changed, all are read: after a start, or an import."""

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)

Codes = tuple[str, ...]


class Values:
    """Of each page that somebody may see, by its id: its codes by facet, and when it was first published."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[int, Codes]] = {facet.name: {} for facet in all_facets()}
        self.published: dict[int, dt.datetime] = {}
        self._read_to = 0
        self._known: dict[Codes, Codes] = {}
        self._options: dict[tuple[str | None, str], dict[str, str]] = {}

    def read_on(self) -> None:
        """Take in what has changed since the last time."""
        newest = newest_change()  # before the pages: these are at least as new
        if newest == self._read_to:
            return
        later = ContentChange.objects.filter(pk__gt=self._read_to, page_id__isnull=False)
        rows = later.order_by().values_list("page_id", flat=True).distinct()[: MOST_AT_ONCE + 1]
        changed = [pk for pk in rows if pk is not None]
        if newest < self._read_to or not self._read_to or len(changed) > MOST_AT_ONCE:
            self._forget(list(self.published))
            self._take_in(Page.objects.filter(pk__in=PublishedDocument.objects.values("page_id")))
        elif changed:
            self._forget(changed)
            self._take_in(Page.objects.filter(pk__in=changed))
        self._options = {}
        self._read_to = newest

    def options(self, facet: Facet) -> dict[str, str]:
        """Every code of a facet with its label in the active language. Registers change with the log as pages do."""
        key = get_language(), facet.name
        if key not in self._options:
            self._options[key] = facet.options()
        return self._options[key]

    def _forget(self, ids: Iterable[int]) -> None:
        for pk in ids:
            self.published.pop(pk, None)
            for codes in self.codes.values():
                codes.pop(pk, None)

    def _take_in(self, pages: QuerySet) -> None:
        for facet in all_facets():
            found: defaultdict[int, set[str]] = defaultdict(set)
            for pk, code in facet.values(pages):
                found[pk].add(code)
            # Most pages share their codes with others; each combination is kept once.
            for pk, codes in found.items():
                combination = tuple(sorted(codes))
                self.codes[facet.name][pk] = self._known.setdefault(combination, combination)
        published = pages.filter(first_published_at__isnull=False).order_by()
        self.published.update(published.values_list("pk", "first_published_at"))


_ONCE = Lock()
_kept: Values | None = None


def values_now() -> Values:
    """As the log has them now."""
    global _kept
    with _ONCE:
        if _kept is None:
            _kept = Values()
        _kept.read_on()
        return _kept


def forget() -> None:
    """Read everything anew the next time."""
    global _kept
    with _ONCE:
        _kept = None
