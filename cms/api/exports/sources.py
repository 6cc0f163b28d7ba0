"""Where the things of an export come from. Each source knows its parameters and reads what they ask for in parts."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Protocol

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from cms.api import filters
from cms.api.endpoints.base import LANGUAGES
from cms.api.endpoints.pages import PagesEndpoint
from cms.api.parameters import Parameters
from cms.api.rendering import Fields, render_pages
from cms.core.api_values import field_value, register_value
from cms.core.models import BasePage
from cms.core.visibility import public_pages, reading_together
from cms.registers.models import County, Municipality, Organisation
from cms.registers.vocabularies import OrganisationType

PART = 100
"""Things that are in memory at once."""
CONTACTS = ("contact", "contacts", "coordinator", "study_visit_contact")
"""Left out of copies: whoever withdraws a consent cannot call back a file."""

Part = list[dict[str, Any]]


class Source(Protocol):
    """A kind of thing that can be exported."""

    def parameters(self) -> Collection[str]:
        """Names of the parameters it can be narrowed by."""

    def found(self, params: Parameters) -> QuerySet:
        """What the parameters ask for; a wrong value is a problem."""

    def parts(self, found: QuerySet, params: Parameters, names: Collection[str] | None) -> Iterator[Part]:
        """Things as the API shows them, in the order of ids, `PART` at a time; with `names` these fields alone."""


class Pages:
    """Public pages of one type, by the filters of the list of pages."""

    def __init__(self, label: str) -> None:
        self.label = label

    @property
    def model(self) -> type[BasePage]:
        return apps.get_model(self.label)

    def parameters(self) -> Collection[str]:
        return {"locale"} | filters.filter_parameters(self.model)

    def found(self, params: Parameters) -> QuerySet:
        pages = public_pages(self.model._default_manager.all())
        if "locale" in params:
            pages = pages.filter(locale__language_code=params.code("locale", LANGUAGES))
        return filters.narrowed(pages, params, self.model)

    def parts(self, found: QuerySet, params: Parameters, names: Collection[str] | None) -> Iterator[Part]:
        fields: Fields = (("*", False), *((name, True) for name in CONTACTS))
        if names is not None:
            fields = (("_", False), *((name, False) for name in names))
        after = 0
        while True:
            # Each part asks anew who may see what: a page that is closed meanwhile is not sent any more.
            with reading_together():
                ids = list(_next(public_pages(found), after))
                part = render_pages(PagesEndpoint, ids, fields)
            if not ids:
                return
            after = ids[-1]
            yield part


class Organisations:
    """The register of organisations, without contacts."""

    facts = ("name_sv", "name_en", "short_name", "type", "parent", "municipality")
    more_facts = ("website", "member_of_network", "member_since")

    def parameters(self) -> Collection[str]:
        return {"locale", "county", "municipality", "type"}

    def found(self, params: Parameters) -> QuerySet:
        rows = Organisation.objects.select_related("parent", "municipality__county")
        params.code("locale", LANGUAGES, settings.LANGUAGE_CODE)
        for name, model, lookup in (
            ("county", County, "municipality__county__code__in"),
            ("municipality", Municipality, "municipality__code__in"),
        ):
            if name in params:
                known = model._default_manager.values_list("code", flat=True)
                rows = rows.filter(**{lookup: params.codes(name, known)})
        if "type" in params:
            rows = rows.filter(type__in=params.codes("type", OrganisationType.values))
        return rows

    def parts(self, found: QuerySet, params: Parameters, names: Collection[str] | None) -> Iterator[Part]:
        language, after = params.code("locale", LANGUAGES, settings.LANGUAGE_CODE), 0
        while True:
            rows = list(found.filter(pk__gt=after).order_by("pk")[:PART])
            with translation.override(language):
                part = [self._value(row) for row in rows]
            if not rows:
                return
            after = rows[-1].pk
            yield part

    def _value(self, row: Organisation) -> dict[str, Any]:
        county = row.municipality.county if row.municipality else None
        return {
            "code": row.code,
            "label": row.label,
            **{name: field_value(row, name) for name in self.facts},
            "county": register_value(county),
            **{name: field_value(row, name) for name in self.more_facts},
        }


def _next(found: QuerySet, after: int) -> QuerySet:
    # By key and not by offset or a server's cursor: every part costs the same, on every database.
    return found.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:PART]
