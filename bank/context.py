"""What the pages of the bank show beyond their own fields."""

from typing import Any

from bank.models.case_form import SECTIONS
from bank.models.case_rows import CostLine
from bank.models.cases import CaseStudyPage
from bank.models.plans import ServicePlanPage
from bank.models.resources import ResourceArticlePage, ResourceStep
from cms.core.api_loading import read_streams
from cms.core.presentation.cards import fetch_for_cards, place_of, specific_pages
from cms.core.presentation.links import public_links, public_versions
from cms.core.presentation.sections import filled_sections
from cms.core.presentation.structured_data import about_page
from cms.core.visibility import public_pages, public_translation, reading_together
from cms.registers.vocabularies import CostType, OrganisationRole

RESOURCE_SECTIONS = ("when_to_use", "expected_result", "conditions", "pitfalls")


def case_context(page: CaseStudyPage) -> dict[str, Any]:
    """Rows with what they point at, and public links."""
    fetch_for_cards([page])
    organisations = list(page.organisations.select_related("organisation"))
    costs = list(page.costs.all())
    return {
        "sections": filled_sections(page, SECTIONS),
        "solutions": page.terms("solution_types"),
        "themes": page.terms("themes"),
        "services": list(page.services_offered.select_related("service_type")),
        "costs": costs,
        "yearly_cost": _yearly_cost(costs),
        "funding": list(page.funding.select_related("organisation")),
        "success_factors": [link.term for link in page.success_factor_links.select_related("term")],
        "organisations": organisations,
        "contacts": [
            row.contact for row in page.contacts.select_related("contact__organisation") if row.contact.is_public
        ],
        "drivers": [
            row
            for row in organisations
            if row.role == OrganisationRole.OWNER and row.organisation_id != page.operator_id
        ],
        "methods": public_links(page.methods_used.select_related("resource"), "resource"),
        "inspirations": public_links(page.inspired_by.select_related("case"), "case"),
        "inspired": inspired_by(page),
        "project": public_translation(page.project),
        "confirmed_on": page.confirmed_on if page.confirmed_by_owner else None,
        "structured_data": [case_as_article(page, page.terms("service_types"))],
    }


def inspired_by(page: CaseStudyPage) -> list[CaseStudyPage]:
    """Public cases that name this one as their inspiration."""
    cases = CaseStudyPage.objects.filter(inspired_by__case__translation_key=page.translation_key, locale=page.locale)
    return list(public_pages(cases).select_related("locale").distinct().order_by("title"))


def case_as_article(page: CaseStudyPage, service_types: list[Any]) -> dict[str, Any]:
    """schema.org Article, with the place it is about."""
    data = {**about_page(page, "Article"), "headline": page.title}
    if page.municipality:
        place: dict[str, Any] = {
            "@type": "AdministrativeArea",
            "name": place_of(page),
            "identifier": page.municipality.code,
        }
        if page.coordinates:
            place["geo"] = {
                "@type": "GeoCoordinates",
                "latitude": page.coordinates["latitude"],
                "longitude": page.coordinates["longitude"],
            }
        data["spatialCoverage"] = place
    data["about"] = [{"@type": "Thing", "name": term.label} for term in service_types]
    return data


def resource_context(page: ResourceArticlePage) -> dict[str, Any]:
    """Steps with their files, and the public cases that used it."""
    fetch_for_cards([page])
    steps = list(page.steps.all())
    read_streams(steps, ResourceStep, "files")
    return {
        "sections": filled_sections(page, RESOURCE_SECTIONS),
        "steps": steps,
        "phases": [link.term for link in page.phase_links.select_related("term")],
        "audiences": [link.term for link in page.audience_links.select_related("term")],
        "used_in": public_links(page.used_in, "page"),
        "project": public_translation(page.origin_project),
        "structured_data": [resource_as_how_to(page, steps)],
    }


def resource_as_how_to(page: ResourceArticlePage, steps: list[Any]) -> dict[str, Any]:
    """schema.org HowTo when it has steps, else Article."""
    if not steps:
        return {**about_page(page, "Article"), "headline": page.title}
    how_to = [
        {"@type": "HowToStep", "position": number, "name": step.title} for number, step in enumerate(steps, start=1)
    ]
    return {**about_page(page, "HowTo"), "step": how_to}


def plan_context(page: ServicePlanPage) -> dict[str, Any]:
    """Actions with the public pages they point at, and what the plan covers."""
    fetch_for_cards([page])
    actions = list(page.actions.prefetch_related("links__target"))
    with reading_together() as reading:
        reading.learn(keys=(link.target.translation_key for action in actions for link in action.links.all()))
        found = [(action, public_versions(action.pages)) for action in actions]
    return {
        "actions": found,
        "services": page.terms("service_types"),
        "structured_data": [{**about_page(page, "Article"), "headline": page.title}],
    }


def collection_context(page: Any) -> dict[str, Any]:
    """The chosen pages that the reader may see, with the reasons."""
    chosen = public_links(page.items.select_related("target"))
    pages = fetch_for_cards(specific_pages(link.page for link in chosen))
    return {"chosen": [link._replace(page=page) for link, page in zip(chosen, pages, strict=True)]}


def _yearly_cost(costs: list[CostLine]) -> CostLine | None:
    yearly = [line for line in costs if line.type == CostType.YEARLY_OPERATION]
    return max(yearly, key=lambda line: line.year or 0, default=None)
