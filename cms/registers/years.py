"""When a page was published first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.registers.filters import Facet

FIRST_YEAR = 2010
"""Before there was a bank."""


class YearFacet(Facet):
    """The year, as the clock goes in Sweden."""

    name, label = "year", _("Year of publication")

    def options(self) -> dict[str, str]:
        years = range(timezone.localdate().year, FIRST_YEAR - 1, -1)
        return {str(year): str(year) for year in years}

    def condition(self, codes: Collection[str]) -> Q:
        return Q(first_published_at__year__in=[int(code) for code in codes])

    def counts(self, pages: QuerySet) -> dict[str, int]:
        years = pages.order_by().annotate(year=ExtractYear("first_published_at")).values_list("year")
        return dict(Counter({str(year): number for year, number in years.annotate(Count("pk")) if year}))

    def values(self, pages: QuerySet) -> Iterable[tuple[int, str]]:
        years = pages.order_by().annotate(year=ExtractYear("first_published_at")).values_list("pk", "year")
        return ((pk, str(year)) for pk, year in years if year)
