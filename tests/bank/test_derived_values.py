"""What can be computed is never typed."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from bank.models import Confirmation, MethodUsed, PlanStatus, current_plan, plan_status_of
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_county_follows_from_the_municipality(site):
    case = factories.make_case(municipality="0765")
    assert case.county.code == "07"
    assert case.county.name_sv == "Kronobergs län"


def test_a_method_lists_the_public_cases_that_used_it_with_how_it_went(site):
    method = factories.make_resource()
    case = factories.make_case(
        methods_used=[MethodUsed(resource=method, worked="partly", adaptation="Bara två kvällar")]
    )
    factories.make_case(methods_used=[MethodUsed(resource=method, worked="yes")], published=False)
    assert [(use.page_id, use.worked) for use in method.used_in] == [(case.pk, "partly")]


def test_the_english_method_lists_the_english_cases(site):
    method = factories.make_resource()
    case = factories.make_case(methods_used=[MethodUsed(resource=method, worked="yes")])
    english_method, english_case = factories.translate_page(method), factories.translate_page(case)
    assert [use.page_id for use in english_method.used_in] == [english_case.pk]


@pytest.mark.parametrize(
    ("today", "progress", "status"),
    [
        ("2025-06-01", "adopted", PlanStatus.ADOPTED),
        ("2027-12-31", "adopted", PlanStatus.ADOPTED),
        ("2028-01-01", "adopted", PlanStatus.EXPIRED),
        ("2028-01-01", "under_revision", PlanStatus.EXPIRED),
        ("2028-01-01", "in_progress", PlanStatus.IN_PROGRESS),
        ("2025-06-01", "extended", PlanStatus.EXTENDED),
    ],
)
def test_the_status_of_a_plan_follows_its_dates(site, today, progress, status):
    plan = factories.make_plan(period_from=dt.date(2024, 1, 1), period_to=dt.date(2027, 12, 31), progress=progress)
    with time_machine.travel(f"{today} 12:00 +0100"):
        assert plan.plan_status == status


def test_midnight_is_swedish(site):
    plan = factories.make_plan(period_from=dt.date(2024, 1, 1), period_to=dt.date(2027, 12, 31))
    with time_machine.travel("2027-12-31 23:30 +0000"):
        assert plan.plan_status == PlanStatus.EXPIRED


def test_a_municipality_without_a_plan_page_is_missing_one(site):
    assert plan_status_of(factories.municipality("2421")) == PlanStatus.MISSING
    factories.make_plan(municipality="2421", published=False)
    assert plan_status_of(factories.municipality("2421")) == PlanStatus.MISSING


def test_the_current_plan_is_the_one_that_holds_today(site):
    year = timezone.localdate().year
    periods = [(year - 8, year - 5), (year - 1, year + 2), (year + 3, year + 6)]
    plans = [
        factories.make_plan(
            municipality="2421", period_from=dt.date(begins, 1, 1), period_to=dt.date(ends, 12, 31), progress="adopted"
        )
        for begins, ends in periods
    ]
    assert current_plan(factories.municipality("2421"), "sv") == plans[1]


def test_the_owners_confirmation_shows_as_a_date_and_makes_no_revision(site):
    case = factories.make_case()
    english = factories.translate_page(case)
    revisions = case.revisions.count()
    answered = dt.datetime(2026, 3, 3, 9, 0, tzinfo=dt.UTC)
    Confirmation.objects.create(case=case, asked_at=answered, answered_at=answered, outcome="confirmed")
    Confirmation.objects.create(case=case, asked_at=answered, outcome="no_answer")
    assert case.confirmed_on == english.confirmed_on == dt.date(2026, 3, 3)
    assert case.revisions.count() == revisions
