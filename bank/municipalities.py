"""What the bank knows of a municipality: its plan, its pages, its people, its neighbours."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import Locale, Page

from bank.models import PlanStatus, ServicePlanPage
from bank.models.plans import best_plan, current_plan
from cms.core.addresses import page_path
from cms.core.languages import addresses
from cms.core.visibility import public_pages
from cms.registers.filters import MUNICIPALITY
from cms.registers.listing import faceted_types, for_listing, public_pages_of
from cms.registers.models import ContactPerson, County, Municipality, Organisation
from cms.registers.models.indexes import index_of
from cms.registers.sorting import swedish_key

MOST_OF_A_TYPE = 6


class Group(NamedTuple):
    """Pages of one type about a municipality: the newest, how many there are, and where to see the rest."""

    title: str
    pages: list[Any]
    total: int
    more: str


class Neighbour(NamedTuple):
    code: str
    name: str
    status: PlanStatus


class CountyWithPlans(NamedTuple):
    code: str
    label: str
    municipalities: list[Neighbour]


class Overview(NamedTuple):
    """All that is public about one municipality, in one language."""

    plan: ServicePlanPage | None
    status: PlanStatus
    coordinator: ContactPerson | None
    groups: list[Group]
    organisations: list[Organisation]
    neighbours: list[Neighbour]


def overview(municipality: Municipality, locale: Locale) -> Overview:
    """Gather everything about a municipality."""
    plan = current_plan(municipality, locale.language_code)
    contacts = (municipality.coordinator, plan.coordinator if plan else None)
    return Overview(
        plan=plan,
        status=plan.plan_status if plan else PlanStatus.MISSING,
        coordinator=next((contact for contact in contacts if contact and contact.is_public), None),
        groups=_groups(municipality, locale),
        organisations=list(Organisation.objects.filter(municipality=municipality)),
        neighbours=[
            neighbour
            for county in counties(Q(county=municipality.county_id))
            for neighbour in county.municipalities
            if neighbour.code != municipality.code
        ],
    )


def counties(condition: Q | None = None) -> list[CountyWithPlans]:
    """Counties and their municipalities in Swedish order, each with the state of its plan."""
    today = timezone.localdate()
    valid = Municipality.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), condition or Q())
    statuses = _plan_statuses(valid)
    members: dict[County, list[Neighbour]] = defaultdict(list)
    for municipality in sorted(valid.select_related("county"), key=lambda row: swedish_key(row.name)):
        status = statuses.get(municipality.pk, PlanStatus.MISSING)
        members[municipality.county].append(Neighbour(municipality.code, municipality.name, status))
    found = sorted(members, key=lambda county: swedish_key(county.label))
    return [CountyWithPlans(county.code, county.label, members[county]) for county in found]


def addresses_with_content() -> Iterator[dict[str, str]]:
    """Addresses for the site map: the list, and every municipality about which there is something to read."""
    yield addresses("municipalities")
    types = ContentType.objects.get_for_models(*faceted_types()).values()
    for code in sorted(MUNICIPALITY.counts(public_pages(Page.objects.filter(content_type__in=types)))):
        yield addresses("municipality", code=code)


def _plan_statuses(municipalities: Iterable[Municipality]) -> dict[int, PlanStatus]:
    """Status of the current plan by municipality; those without a public plan are left out. Plans stand in Swedish."""
    plans = ServicePlanPage.objects.filter(municipality__in=municipalities, locale__language_code="sv")
    by_municipality: dict[int, list[ServicePlanPage]] = defaultdict(list)
    for plan in public_pages(plans).only("municipality_id", "progress", "period_from", "period_to"):
        by_municipality[plan.municipality_id].append(plan)
    return {key: plan.plan_status for key, found in by_municipality.items() if (plan := best_plan(found))}


def _groups(municipality: Municipality, locale: Locale) -> list[Group]:
    """Pages about a municipality by type, case studies first; the plan has its own place."""
    types = sorted((model for model in faceted_types() if model is not ServicePlanPage), key=_rank)
    about = public_pages_of(types, locale).filter(MUNICIPALITY.condition([municipality.code]))
    ids: dict[int, list[int]] = defaultdict(list)
    for pk, content_type in about.order_by("-first_published_at", "-pk").values_list("pk", "content_type"):
        ids[content_type].append(pk)
    newest = [pk for found in ids.values() for pk in found[:MOST_OF_A_TYPE]]
    pages = {page.pk: page for page in for_listing(Page.objects.filter(pk__in=newest))}
    groups = []
    for model, content_type in ContentType.objects.get_for_models(*types).items():
        if found := ids[content_type.pk]:
            shown = [pages[pk] for pk in found[:MOST_OF_A_TYPE]]
            more = _more(model, municipality, locale) if len(found) > len(shown) else ""
            groups.append(Group(capfirst(str(model._meta.verbose_name_plural)), shown, len(found), more))
    return groups


def _more(model: type[Page], municipality: Municipality, locale: Locale) -> str:
    index = index_of(model, locale)
    return f"{page_path(index)}?municipality={municipality.code}" if index else ""


def _rank(model: type[Page]) -> tuple[bool, str]:
    return (model._meta.label != "bank.CaseStudyPage", model._meta.label)
