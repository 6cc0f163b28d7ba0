"""A whole page is answered from its stored document, and never says anything but what is true now."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client

from bank.models import CaseStudyPage
from cms.publishing.clock import keep_the_clock
from cms.publishing.models import PublishedDocument
from cms.publishing.recording import catch_up
from tests import factories
from tests.factories import Tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(site: Tree) -> CaseStudyPage:
    case = factories.make_case(main_image=factories.make_image(), service_types=["fuel"])
    catch_up()
    return case


def address(page: CaseStudyPage) -> str:
    return f"/api/v2/pages/{page.pk}/"


def test_it_takes_one_query(case: CaseStudyPage, client: Client, django_assert_num_queries):
    client.get(address(case))
    with django_assert_num_queries(1):
        assert client.get(address(case)).status_code == 200


def test_the_answer_is_the_same_as_a_fresh_rendering(case: CaseStudyPage, client: Client):
    stored = client.get(address(case))
    PublishedDocument.objects.filter(pk=case.pk).update(is_stale=True)
    fresh = client.get(address(case))
    assert stored.content == fresh.content
    for name in ("Content-Type", "Content-Language"):
        assert stored[name] == fresh[name]


def test_an_unchanged_page_is_not_sent_again(case: CaseStudyPage, client: Client, django_assert_num_queries):
    etag = client.get(address(case))["ETag"]
    assert etag.startswith('"'), "a strong one"
    with django_assert_num_queries(1):
        again = client.get(address(case), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    case.title = "Ett nytt namn"
    case.save_revision().publish()
    changed = client.get(address(case), headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed["ETag"] != etag
    assert changed.json()["title"] == "Ett nytt namn"


def test_what_was_written_past_the_log_shows_at_once(case: CaseStudyPage, client: Client):
    CaseStudyPage.objects.filter(pk=case.pk).update(summary="Skrivet förbi.")
    assert client.get(address(case)).json()["summary"] == "Skrivet förbi."


def test_what_was_withdrawn_is_gone_at_once(case: CaseStudyPage, client: Client):
    factories.restrict(case)
    assert client.get(address(case)).status_code == 404


def test_a_contact_who_is_no_longer_shown_is_gone_at_once(site: Tree, client: Client):
    contact = factories.contact("bagare", role_sv="bagare", role_email="bagaren@example.org")
    case = factories.make_case(contacts=[contact])
    assert b"bagaren@example.org" in client.get(address(case)).content
    contact.show_publicly = False
    contact.save()
    assert b"bagaren@example.org" not in client.get(address(case)).content


def test_a_new_day_needs_no_worker_to_be_true(site: Tree, client: Client):
    with time_machine.travel(dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)):
        keep_the_clock()
        plan = factories.make_plan(period_from=dt.date(2025, 1, 1), period_to=dt.date(2026, 11, 22))
        assert client.get(f"/api/v2/pages/{plan.pk}/").json()["status"]["code"] == "adopted"
    with time_machine.travel(dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)):
        assert client.get(f"/api/v2/pages/{plan.pk}/").json()["status"]["code"] == "expired"


def test_a_part_of_a_page_is_still_a_part(case: CaseStudyPage, client: Client):
    assert client.get(f"{address(case)}?fields=_,title").json().keys() == {"title"}


def test_an_unknown_parameter_is_still_refused(case: CaseStudyPage, client: Client):
    assert client.get(f"{address(case)}?x=1").status_code == 400
