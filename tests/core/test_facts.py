"""Facts hold in both languages at the same moment; texts wait for their translation."""

import datetime as dt

import pytest
from django.urls import reverse

from bank.models import (
    CaseContact,
    CaseStudyPage,
    CostLine,
    PlanAction,
    PlanActionLink,
    ResourceStep,
    ServiceOffered,
    ServicePlanPage,
)
from cms.core.models import Source
from cms.registers.models import FACET_LINKS
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(site):
    return factories.make_case(title="Boxen i Slussfors", service_types=["groceries"], solution_status="running")


@pytest.fixture
def english(case):
    return factories.translate_page(
        case, title="The box in Slussfors", result="<p>People can shop at any hour.</p>", slug="the-box"
    )


def publish(page):
    page.save_revision().publish()


def reload(page):
    return type(page).objects.get(pk=page.pk)


def set_service_types(page, *codes):
    page.service_type_links = [
        FACET_LINKS["service_types"](term=factories.term("service_type", code)) for code in codes
    ]


def test_service_types_status_and_contact_follow_the_swedish_page_at_once(case, english, client):
    newcomer = factories.contact("ny-kontakt", role_sv="landsbygdsutvecklare", role_en="rural developer")
    set_service_types(case, "fuel", "pharmacy")
    case.solution_status = "paused"
    before = case.contacts.get()
    case.contacts = [
        CaseContact(contact=newcomer, sort_order=0),
        CaseContact(contact=before.contact, sort_order=1),
    ]
    case.result = "<p>Boxen vilar.</p>"
    publish(case)

    page = reload(english)
    assert [term.code for term in page.terms("service_types")] == ["fuel", "pharmacy"]
    assert page.solution_status == "paused"
    assert [row.contact.code for row in page.contacts.all()] == ["ny-kontakt", "servicesamordnare"]
    assert page.result == "<p>People can shop at any hour.</p>", "text waits for its translation"
    assert page.title == "The box in Slussfors"

    index = site_url("cases_en")
    assert "The box in Slussfors" in client.get(index, {"service_type": "fuel"}).content.decode()
    assert "The box in Slussfors" not in client.get(index, {"service_type": "groceries"}).content.decode()

    answer = client.get(reverse("wagtailapi_v2:pages:detail", args=[english.pk])).json()
    assert [value["code"] for value in answer["service_types"]] == ["fuel", "pharmacy"]
    assert answer["solution_status"]["code"] == "paused"
    assert [person["role"] for person in answer["contacts"]] == ["rural developer", "service coordinator"]
    found = client.get(reverse("wagtailapi_v2:pages:listing"), {"service_type": "pharmacy", "locale": "en"}).json()
    assert [item["id"] for item in found["items"]] == [english.pk]


def test_a_cleared_fact_is_cleared_in_english_too(case, english):
    set_service_types(case)
    case.place_type = ""
    case.sources = []
    publish(case)
    page = reload(english)
    assert page.terms("service_types") == []
    assert page.place_type == ""


def test_a_draft_changes_nothing(case, english):
    case.solution_status = "closed"
    case.save_revision()
    assert reload(english).solution_status == "running"


def test_rows_of_facts_follow(case, english):
    case.sources = [Source(title="Kommunens beslut", url="https://www.storuman.se/")]
    publish(case)
    assert [source.title for source in reload(english).sources.all()] == ["Kommunens beslut"]


def test_amounts_follow_while_notes_keep_their_translation(case, english):
    line = english.costs.get()
    line.note = "The box and its base"
    line.save()
    swedish_line = case.costs.get()
    swedish_line.amount = 310_000
    swedish_line.note = "Boxen, grunden och elen"
    case.costs = [swedish_line]
    publish(case)
    line = reload(english).costs.get()
    assert line.amount == 310_000
    assert line.note == "The box and its base"


def test_a_new_row_comes_without_text_and_a_removed_one_goes(case, english):
    case.costs = [CostLine(type="yearly_operation", amount=40_000, year=2025, note="El och tillsyn")]
    case.services_offered = [
        *case.services_offered.all(),
        ServiceOffered(service_type=factories.term("service_type", "post"), opening_hours="vardagar"),
    ]
    publish(case)
    page = reload(english)
    assert [(line.type, line.amount, line.note, line.locale.language_code) for line in page.costs.all()] == [
        ("yearly_operation", 40_000, "", "en")
    ]
    assert [(row.service_type.code, row.opening_hours) for row in page.services_offered.all()] == [
        ("groceries", "dygnet runt"),
        ("post", ""),
    ]


def test_an_english_draft_does_not_bring_old_facts_back(case, english):
    english.result = "<p>Better words.</p>"
    english.save_revision()
    case.solution_status = "closed"
    case.ended_on = dt.date(2026, 10, 1)
    publish(case)
    page = reload(english)
    assert page.has_unpublished_changes
    page.get_latest_revision().publish()
    page = reload(english)
    assert page.result == "<p>Better words.</p>"
    assert page.solution_status == "closed"


def test_facts_of_rows_below_rows_follow(site):
    plan = factories.make_plan()
    case = factories.make_case()
    plan.actions = [PlanAction(text="Ny mack", due=dt.date(2027, 1, 1), links=[PlanActionLink(target=case)])]
    publish(plan)
    english = factories.translate_page(plan)
    other = factories.make_case()
    action = reload(plan).actions.get()
    action.status = "done"
    action.links = [PlanActionLink(target=other)]
    plan = ServicePlanPage.objects.get(pk=plan.pk)
    plan.actions = [action]
    publish(plan)
    translated = reload(english).actions.get()
    assert translated.status == "done"
    assert [link.target_id for link in translated.links.all()] == [other.pk]


def test_files_of_a_step_follow_while_its_text_keeps_its_translation(site, client):
    first, second = factories.make_document(title="Inbjudan"), factories.make_document(title="Mall")
    method = factories.make_resource(
        steps=[ResourceStep(title="Bjud in", text="<p>Ring.</p>", files=[("file", first)])]
    )
    english = factories.translate_page(method)
    step = english.steps.get()
    step.title = "Invite"
    step.save()
    step = reload(method).steps.get()
    step.files = [("file", second), ("file", first)]
    method.steps = [step]
    publish(method)
    step = reload(english).steps.get()
    assert step.title == "Invite"
    assert step.documents == [second, first]
    answer = client.get(reverse("wagtailapi_v2:pages:detail", args=[english.pk])).json()
    assert [file["title"] for file in answer["steps"][0]["files"]] == ["Mall", "Inbjudan"]


def test_english_never_changes_swedish(case, english):
    english.solution_status = "closed"
    publish(english)
    assert CaseStudyPage.objects.get(pk=case.pk).solution_status == "running"


def site_url(name):
    return factories.build_world().__dict__[name].url
