"""Facets: link rows between a page and the terms of a vocabulary, and the places a page is about.

They hang on ``wagtailcore.Page``, so that one query filters all page types alike.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable, Page

from cms.core.models import FactRow
from cms.core.translation import shared
from cms.registers.models.places import County, Municipality
from cms.registers.models.terms import Audience, Level, Phase, ServiceType, SolutionType, SuccessFactor, Theme
from cms.registers.vocabularies import PlaceKind


class FacetLink(FactRow):
    """A term given to a page."""

    term: models.ForeignKey

    translatable_fields = shared("sort_order", "term")

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.term)


class ServiceTypeLink(FacetLink):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="service_type_links")
    term = models.ForeignKey(ServiceType, on_delete=models.PROTECT, related_name="links")


class SolutionTypeLink(FacetLink):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="solution_type_links")
    term = models.ForeignKey(SolutionType, on_delete=models.PROTECT, related_name="links")


class LevelLink(FacetLink):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="level_links")
    term = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="links")


class AudienceLink(FacetLink):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="audience_links")
    term = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="links")


class ThemeLink(FacetLink):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="theme_links")
    term = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="links")


class PhaseLink(FacetLink):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="phase_links")
    term = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="links")


class SuccessFactorLink(FacetLink):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="success_factor_links")
    term = models.ForeignKey(SuccessFactor, on_delete=models.PROTECT, related_name="links")


FACET_LINKS: dict[str, type[FacetLink]] = {
    "service_types": ServiceTypeLink,
    "solution_types": SolutionTypeLink,
    "levels": LevelLink,
    "audiences": AudienceLink,
    "themes": ThemeLink,
    "phases": PhaseLink,
    "success_factors": SuccessFactorLink,
}
"""Facet name on pages, forms and in the API → its link rows."""


def link_name(facet: str) -> str:
    """Name of the child relation that holds a facet: ``service_types`` → ``service_type_links``."""
    return f"{facet[:-1]}_links"


class PagePlace(FactRow):
    """A place that a page is about."""

    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="places")
    kind = models.CharField(_("kind of place"), max_length=15, choices=PlaceKind, default=PlaceKind.MUNICIPALITY)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("municipality"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    county = models.ForeignKey(
        County, verbose_name=_("county"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    locality = models.CharField(_("locality"), max_length=80, blank=True)

    panels = [
        FieldPanel("kind", help_text=_("How large the area is. The fields that it needs follow from this.")),
        FieldPanel("municipality", help_text=_("For a municipality or a locality.")),
        FieldPanel("county", help_text=_("For a county.")),
        FieldPanel("locality", help_text=_("The village or town, as it stands on maps.")),
    ]
    api_fields = ["kind", "municipality", "county", "locality"]
    translatable_fields = shared("sort_order", "kind", "municipality", "county", "locality")

    class Meta(Orderable.Meta):
        verbose_name = _("place")

    def __str__(self) -> str:
        return self.locality or str(self.municipality or self.county or PlaceKind.NATIONAL.label)

    def clean(self) -> None:
        super().clean()
        missing: dict[str, Any] = {}
        if self.kind in (PlaceKind.MUNICIPALITY, PlaceKind.LOCALITY) and not self.municipality_id:
            missing["municipality"] = ValidationError(_("Choose the municipality."))
        if self.kind == PlaceKind.COUNTY and not self.county_id:
            missing["county"] = ValidationError(_("Choose the county."))
        if self.kind == PlaceKind.LOCALITY and not self.locality:
            missing["locality"] = ValidationError(_("Write the name of the locality."))
        if missing:
            raise ValidationError(missing)
