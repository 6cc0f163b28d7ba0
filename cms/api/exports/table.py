"""Which data sets there are, and the columns of each as a table. Columns may be added at the end, never moved."""

from __future__ import annotations

from typing import NamedTuple

from cms.api.exports.columns import Columns, coded, listed, parts, places, plain
from cms.api.exports.sources import Organisations, Pages, Source

FORMATS = ("json", "ndjson", "csv")
MAP = "geojson"

PAGE = [
    *plain("id", "persistent_id", "locale", "title", "summary", "html_url", "detail_url"),
    *plain("first_published_at", "last_published_at", "translation_state", "licence"),
    *listed("service_types", "solution_types", "themes", "audiences", "levels"),
    *places(),
]
"""What every page in bank and network has."""


class Export(NamedTuple):
    """One data set."""

    source: Source
    columns: list[Columns]
    has_places: bool = False

    @property
    def formats(self) -> tuple[str, ...]:
        return (*FORMATS, MAP) if self.has_places else FORMATS


EXPORTS: dict[str, Export] = {
    "cases": Export(
        Pages("bank.CaseStudyPage"),
        [
            *PAGE,
            *plain("in_30_seconds"),
            *coded("solution_status"),
            *plain("status_checked_on", "started_on", "ended_on"),
            *coded("municipality", "county"),
            *plain("locality"),
            *parts("coordinates", latitude="latitude", longitude="longitude", coordinates_precision="precision"),
            *coded("place_type"),
            *plain("inhabitants", "inhabitants_year", "km_to_next_same_service"),
            *coded("distance_method", "delivery_mode", "provider_sector", "operator_form", "operator"),
            *coded("study_visit", "evidence_type", "quality_level"),
            *plain("confirmed_on"),
            *listed("success_factors"),
        ],
        has_places=True,
    ),
    "resources": Export(
        Pages("bank.ResourceArticlePage"),
        [
            *PAGE,
            *plain("in_30_seconds"),
            *coded("kind"),
            *listed("phases"),
            *plain("time_needed", "participants_min", "participants_max"),
            *coded("cost_level"),
            *plain("skills", "use_beyond_service"),
            *coded("origin_organisation"),
            *plain("origin_credit"),
        ],
    ),
    "service-plans": Export(
        Pages("bank.ServicePlanPage"),
        [
            *PAGE,
            *coded("municipality", "county", "status"),
            *plain("period_from", "period_to", "adopted_on"),
            *coded("adopted_by"),
            *plain("decision_paragraph", "registration_number", "next_revision_on", "yearly_follow_up"),
            *plain("document_url", "document_accessible", "regional_programme_url", "number_of_meetings"),
        ],
        has_places=True,
    ),
    "events": Export(
        Pages("network.EventPage"),
        [
            *PAGE,
            *coded("event_type", "status"),
            *plain("starts_at", "ends_at"),
            *coded("attendance_mode"),
            *plain("venue", "address", "online_url", "meeting_theme"),
            *coded("language", "organiser"),
        ],
        has_places=True,
    ),
    "organisations": Export(
        Organisations(),
        [
            *plain("code", "label", "name_sv", "name_en", "short_name"),
            *coded("type", "parent", "municipality", "county"),
            *plain("website", "member_of_network", "member_since"),
        ],
        has_places=True,
    ),
    "projects": Export(
        Pages("network.ProjectPage"),
        [
            *PAGE,
            *plain("acronym"),
            *coded("owner", "status"),
            *plain("period_from", "period_to"),
            *parts("budget", budget_amount="amount", budget_currency="currency"),
            *plain("programme"),
            *coded("supporting_authority"),
        ],
    ),
}
"""By the name in the address."""
