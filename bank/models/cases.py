"""Case study: how somebody solved it, in sections and figures that can be compared (domain C3)."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.api import APIField
from wagtail.search import index

from bank.coordinates import rounded
from bank.models.case_form import CASE_FORM, SECTIONS
from cms.core.api_fields import ComputedField, RegistersField, RowsField, ValueField, ValuesField
from cms.core.fields import SectionField
from cms.core.models import BasePage
from cms.core.translation import shared, translated
from cms.registers.models import County
from cms.registers.models.pages import FacetedPage
from cms.registers.vocabularies import (
    DeliveryMode,
    DistanceMethod,
    EvidenceType,
    OperatorForm,
    PlaceType,
    PointPrecision,
    ProviderSector,
    QualityLevel,
    SolutionStatus,
    StudyVisit,
)


def days_confirmed(cases: Sequence["CaseStudyPage"]) -> dict[int, dt.date | None]:
    """When the case owner last confirmed the facts of each case."""
    from bank.models.case_owners import Confirmation

    days = Confirmation.last_days({case.translation_key for case in cases})
    return {case.pk: days.get(case.translation_key) for case in cases}


def confirmed_by_owners(cases: Sequence["CaseStudyPage"]) -> dict[int, bool]:
    """Whether the last that is known of each case is that its owner has confirmed it."""
    from bank.models.case_owners import Confirmation

    keys = Confirmation.confirmed_keys({case.translation_key for case in cases})
    return {case.pk: case.translation_key in keys for case in cases}


class CaseStudyPage(FacetedPage):
    # --- Story
    in_30_seconds = models.TextField(
        _("in 30 seconds"),
        max_length=400,
        help_text=_("What was done, where, and how it went. At most 400 characters."),
    )
    need = SectionField(_("the need"), help_text=_("What was missing, and for whom?"))
    what_was_done = SectionField(_("what was done"), help_text=_("Who did what, in which order? What was tried first?"))
    result = SectionField(_("the result"), help_text=_("What is different today? Use figures where you have them."))
    lessons = SectionField(_("lessons"), blank=True, help_text=_("What surprised you? What would you do differently?"))
    advice_to_others = SectionField(_("advice to others"), help_text=_("Speak to a group that stands where you stood."))
    participation = models.TextField(_("who took part"), max_length=1000, blank=True)
    co_creation_methods = models.CharField(
        _("ways of working together"), max_length=250, blank=True, help_text=_("With commas between.")
    )
    obstacles = models.TextField(_("obstacles"), max_length=1000, blank=True)
    # --- Facts
    solution_status = models.CharField(
        _("status"), max_length=15, choices=SolutionStatus, default=SolutionStatus.UNKNOWN
    )
    status_checked_on = models.DateField(_("status checked on"), null=True, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.TextField(_("why it ended"), max_length=500, blank=True)
    municipality = models.ForeignKey(
        "registers.Municipality",
        verbose_name=_("municipality"),
        null=True,
        on_delete=models.PROTECT,
        related_name="case_studies",
    )
    locality = models.CharField(_("locality"), max_length=80, blank=True)
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(55), MaxValueValidator(70)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(10), MaxValueValidator(25)],
    )
    point_precision = models.CharField(
        _("precision"),
        max_length=15,
        choices=PointPrecision,
        default=PointPrecision.LOCALITY,
        help_text=_("Never the exact point of a home."),
    )
    place_type = models.CharField(_("kind of place"), max_length=15, choices=PlaceType, blank=True)
    inhabitants = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    inhabitants_year = models.PositiveSmallIntegerField(_("year of the figure"), null=True, blank=True)
    km_to_next_same_service = models.DecimalField(
        _("kilometres to the next place with the same service"),
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    distance_method = models.CharField(
        _("how the distance was measured"), max_length=10, choices=DistanceMethod, blank=True
    )
    delivery_mode = models.CharField(_("delivery"), max_length=10, choices=DeliveryMode, blank=True)
    provider_sector = models.CharField(_("sector"), max_length=15, choices=ProviderSector, blank=True)
    operator_form = models.CharField(_("form of the operator"), max_length=25, choices=OperatorForm, blank=True)
    operator = models.ForeignKey(
        "registers.Organisation",
        verbose_name=_("operator"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    project = models.ForeignKey(
        "network.ProjectPage",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # --- Agreement
    agreement_parties = models.CharField(_("parties"), max_length=200, blank=True)
    agreement_length = models.CharField(_("length"), max_length=120, blank=True)
    agreement_compensation = models.CharField(_("compensation"), max_length=200, blank=True)
    agreement_modules = models.CharField(_("what is included"), max_length=250, blank=True)
    # --- Contact
    study_visit = models.CharField(_("study visit"), max_length=12, choices=StudyVisit, default=StudyVisit.NO)
    study_visit_note = models.CharField(_("fee and conditions"), max_length=200, blank=True)
    study_visit_contact = models.ForeignKey(
        "registers.ContactPerson",
        verbose_name=_("contact for study visits"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # --- Quality
    evidence_type = models.CharField(
        _("kind of evidence"), max_length=15, choices=EvidenceType, default=EvidenceType.OWN_ACCOUNT
    )
    quality_level = models.CharField(
        max_length=15, choices=QualityLevel, default=QualityLevel.DOCUMENTED, editable=False
    )
    """Set by the reviewing step, never typed."""

    parent_page_types = ["bank.CaseStudyIndexPage"]
    subpage_types: list[str] = []
    page_description = _("How a place solved it: need, what was done, result, lessons and advice.")
    template = "pages/case_study.html"
    fields_set_by_the_system = (*BasePage.fields_set_by_the_system, "quality_level")
    required_facets = ("service_types", "solution_types")
    required_from_reviewed = (
        *FacetedPage.required_from_reviewed,
        "lessons",
        "delivery_mode",
        "provider_sector",
        "operator_form",
        "operator",
        "participation",
        "co_creation_methods",
        "success_factor_links",
        "obstacles",
        "costs",
        "funding",
        "methods_used",
        "organisations",
    )

    edit_handler = CASE_FORM
    texts_searched = {"timeline": ("event",), "indicators": ("name",), "costs": ("note",)}
    organisations_searched = ("operator", "organisations__organisation")
    search_fields = [
        *FacetedPage.search_fields,
        index.SearchField("in_30_seconds", boost=4),
        *(index.SearchField(section, boost=1) for section in SECTIONS),
        index.SearchField("locality", boost=3),
        index.RelatedFields("municipality", [index.SearchField("name", boost=3)]),
        index.FilterField("solution_status"),
    ]
    api_joins = {"county": ("municipality__county",)}
    api_fields = [
        *FacetedPage.api_fields,
        APIField("in_30_seconds"),
        *(APIField(section) for section in SECTIONS),
        APIField("participation"),
        APIField("co_creation_methods"),
        APIField("success_factors", serializer=RegistersField(source="success_factor_links")),
        APIField("obstacles"),
        APIField("timeline", serializer=RowsField()),
        APIField("solution_status", serializer=ValueField()),
        APIField("status_checked_on"),
        APIField("started_on"),
        APIField("ended_on"),
        APIField("end_reason"),
        APIField("municipality", serializer=ValueField()),
        APIField("county", serializer=ValueField()),
        APIField("locality"),
        APIField("coordinates", serializer=ValueField()),
        APIField("place_type", serializer=ValueField()),
        APIField("inhabitants"),
        APIField("inhabitants_year"),
        APIField("km_to_next_same_service", serializer=ValueField()),
        APIField("distance_method", serializer=ValueField()),
        APIField("delivery_mode", serializer=ValueField()),
        APIField("provider_sector", serializer=ValueField()),
        APIField("operator_form", serializer=ValueField()),
        APIField("operator", serializer=ValueField()),
        APIField("services_offered", serializer=RowsField()),
        APIField("costs", serializer=RowsField()),
        APIField("funding", serializer=RowsField()),
        APIField("agreement", serializer=ValueField()),
        APIField("indicators", serializer=RowsField()),
        APIField("methods_used", serializer=RowsField(needs="resource")),
        APIField("inspired_by", serializer=RowsField(needs="case")),
        APIField("project", serializer=ValueField()),
        APIField("organisations", serializer=RowsField()),
        APIField("contacts", serializer=ValuesField(of="contact")),
        APIField("study_visit", serializer=ValueField()),
        APIField("study_visit_note"),
        APIField("study_visit_contact", serializer=ValueField()),
        APIField("evidence_type", serializer=ValueField()),
        APIField("quality_level", serializer=ValueField()),
        APIField("confirmed_on", serializer=ComputedField(days_confirmed)),
        APIField("confirmed_by_owner", serializer=ComputedField(confirmed_by_owners)),
    ]
    translatable_fields = [
        *FacetedPage.translatable_fields,
        *translated(
            "in_30_seconds",
            *SECTIONS,
            "participation",
            "co_creation_methods",
            "obstacles",
            "end_reason",
            "agreement_parties",
            "agreement_length",
            "agreement_compensation",
            "agreement_modules",
            "study_visit_note",
        ),
        *shared(
            "solution_status",
            "status_checked_on",
            "started_on",
            "ended_on",
            "municipality",
            "locality",
            "latitude",
            "longitude",
            "point_precision",
            "place_type",
            "inhabitants",
            "inhabitants_year",
            "km_to_next_same_service",
            "distance_method",
            "delivery_mode",
            "provider_sector",
            "operator_form",
            "operator",
            "project",
            "study_visit",
            "study_visit_contact",
            "evidence_type",
            "quality_level",
        ),
        *translated("services_offered", "costs", "indicators", "methods_used", "inspired_by", "timeline"),
        *shared("funding", "organisations", "contacts"),
    ]

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            errors["ended_on"] = ValidationError(_("It cannot end before it started."))
        if (self.latitude is None) != (self.longitude is None):
            errors["longitude"] = ValidationError(_("Give both latitude and longitude, or neither."))
        if errors:
            raise ValidationError(errors)
        # Rounded before it is stored: every revision keeps what was typed.
        self.latitude = rounded(self.latitude, self.point_precision)
        self.longitude = rounded(self.longitude, self.point_precision)

    def missing_required(self) -> dict[str, str]:
        missing = {}
        if not self.status_checked_on:
            missing["status_checked_on"] = _("Say when the status was checked.")
        if self.solution_status == SolutionStatus.CLOSED and not self.ended_on:
            missing["ended_on"] = _("Say when it closed.")
        return missing

    def required_rows(self) -> dict[str, str]:
        return {
            "services_offered": _("Say which services people get there."),
            "contacts": _("Say whom readers can turn to."),
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from bank.context import case_context

        return {**super().get_context(request, *args, **kwargs), **case_context(self)}

    @property
    def county(self) -> County | None:
        return self.municipality.county if self.municipality_id else None

    @property
    def coordinates(self) -> dict[str, Any] | None:
        """WGS 84 degrees, never finer than the precision that the page states, or None."""
        latitude = rounded(self.latitude, self.point_precision)
        longitude = rounded(self.longitude, self.point_precision)
        if latitude is None or longitude is None:
            return None
        return {"latitude": float(latitude), "longitude": float(longitude), "precision": self.point_precision}

    @property
    def agreement(self) -> dict[str, str] | None:
        values = {name: getattr(self, f"agreement_{name}") for name in ("parties", "length", "compensation", "modules")}
        return values if any(values.values()) else None

    @property
    def confirmed_on(self) -> dt.date | None:
        """When the case owner last confirmed the facts, or None."""
        return days_confirmed([self])[self.pk]

    @property
    def confirmed_by_owner(self) -> bool:
        """False where nobody has confirmed anything, and where facts went public later that nobody has confirmed."""
        return confirmed_by_owners([self])[self.pk]
