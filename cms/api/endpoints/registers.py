"""Registers: codes that never change, with their names in both languages."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.http import Http404
from django.urls import URLPattern, path
from django.utils import translation
from rest_framework.request import Request
from rest_framework.response import Response

from cms.api.endpoints.base import DETAIL, LANGUAGES, PAGING, VIEWS, Endpoint
from cms.core.api_values import field_value, image_value
from cms.registers.models import TERM_MODELS, ContactPerson, County, Municipality, Organisation
from cms.registers.vocabularies import OrganisationType


class RegisterEndpoint(Endpoint):
    """A register by code. Labels are in the language of ``locale``, Swedish unless another is asked for."""

    surrogate_keys = ("registers", "core", "clock")
    facts: tuple[str, ...] = ("name_sv", "name_en")
    joins: tuple[str, ...] = ()
    narrowing: tuple[str, ...] = ()
    """Parameters that the list can be narrowed by."""
    language: str

    @classmethod
    def get_urlpatterns(cls) -> list[URLPattern]:
        return [
            path("", cls.as_view({"get": "listing_view"}), name="listing"),
            path("<slug:code>/", cls.as_view({"get": "detail_view"}), name="detail"),
        ]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Read the language at once: a wrong one is refused also where there is nothing to show in it."""
        super().initial(request, *args, **kwargs)
        if self.action in VIEWS:
            self.language = self.params.code("locale", LANGUAGES, settings.LANGUAGE_CODE)

    def known_parameters(self) -> Collection[str]:
        return {"locale"} if self.action == DETAIL else PAGING | {"locale", *self.narrowing}

    def rows(self) -> QuerySet:
        return self.model._default_manager.select_related(*self.joins).order_by("code")

    def found(self) -> QuerySet:
        return self.rows()

    def serialised(self, objects: Iterable[Any]) -> list[dict[str, Any]]:
        with translation.override(self.language):
            return [self.value(row) for row in objects]

    def detail_view(self, request: Request, code: str) -> Response:
        answer = self.serialised(self.rows().filter(code=code))
        if not answer:
            raise Http404
        return Response(answer[0])

    def value(self, row: Any) -> dict[str, Any]:
        return {"code": row.code, "label": row.label, **{name: field_value(row, name) for name in self.facts}}


class CountiesEndpoint(RegisterEndpoint):
    """The counties by their SCB code."""

    model = County
    facts = (
        *RegisterEndpoint.facts,
        "letter",
        "region",
        "county_board",
        "county_section",
        "regional_programme_title",
        "regional_programme_from",
        "regional_programme_to",
        "regional_programme_url",
        "valid_from",
        "valid_to",
    )
    joins = ("region", "county_board", "county_section")


class MunicipalitiesEndpoint(RegisterEndpoint):
    """The municipalities by their SCB code; they have one name in both languages."""

    model = Municipality
    facts = (
        "county",
        "latitude",
        "longitude",
        "population",
        "population_year",
        "area_km2",
        "website",
        "minority_language_area",
        "coordinator",
        "rural_council",
        "valid_from",
        "valid_to",
    )
    joins = ("county", "coordinator__organisation", "rural_council")
    narrowing = ("county",)

    def found(self) -> QuerySet:
        rows = self.rows()
        if "county" in self.params:
            known = County.objects.values_list("code", flat=True)
            rows = rows.filter(county__code__in=self.params.codes("county", known))
        return rows

    def value(self, row: Any) -> dict[str, Any]:
        return {**super().value(row), "name_sv": row.name, "name_en": row.name}


class OrganisationsEndpoint(RegisterEndpoint):
    """Organisations that bank and network point at, with the contacts that may be shown."""

    model = Organisation
    facts = (
        *RegisterEndpoint.facts,
        "short_name",
        "type",
        "parent",
        "municipality",
        "website",
        "member_of_network",
        "member_since",
    )
    joins = ("parent", "municipality", "logo")
    narrowing = ("type",)

    def rows(self) -> QuerySet:
        contacts = ContactPerson.objects.select_related("organisation").order_by("code")
        return super().rows().prefetch_related(models.Prefetch("contacts", queryset=contacts), "logo__renditions")

    def found(self) -> QuerySet:
        rows = self.rows()
        if "type" in self.params:
            rows = rows.filter(type__in=self.params.codes("type", OrganisationType.values))
        return rows

    def value(self, row: Any) -> dict[str, Any]:
        shown = [value for contact in row.contacts.all() if (value := contact.api_value()) is not None]
        return {**super().value(row), "logo": image_value(row.logo), "contacts": shown}


def vocabulary_endpoints() -> dict[str, type[RegisterEndpoint]]:
    """One endpoint for each vocabulary, by its path: ``service-types``."""
    return {
        f"{name.replace('_', '-')}s": type(
            f"{model.__name__}sEndpoint", (RegisterEndpoint,), {"model": model, "__doc__": str(model.__doc__)}
        )
        for name, model in TERM_MODELS.items()
    }
