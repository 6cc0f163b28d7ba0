"""An answer is sent again only while it is exactly true."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bank.models import CaseStudyPage
from cms.api.kept import Kept
from cms.api.stamped import answers, stamp
from cms.publishing.clock import keep_the_clock
from cms.publishing.recording import catch_up, recording
from cms.registers.models import ServiceType
from tests import factories
from tests.factories import Tree

pytestmark = pytest.mark.django_db

LIST = "/api/v2/pages/?type=bank.CaseStudyPage&fields=*"


@pytest.fixture
def case(site: Tree) -> CaseStudyPage:
    case = factories.make_case(title="Boxen", service_types=["fuel"])
    keep_the_clock()
    catch_up()
    return case


def titles(client: Client, address: str = LIST) -> list[str]:
    return [item["title"] for item in client.get(address).json()["items"]]


def test_the_same_question_again_takes_one_query(case: CaseStudyPage, client: Client, django_assert_num_queries: Any):
    first = client.get(LIST)
    with django_assert_num_queries(1):
        again = client.get(LIST)
    assert again.content == first.content
    assert dict(again.items()) == dict(first.items())
    with django_assert_num_queries(1):
        assert client.get(LIST, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_whatever_is_published_between_two_questions_shows(case: CaseStudyPage, client: Client):
    assert titles(client) == ["Boxen"]
    case.title = "Lådan"
    case.save_revision().publish()
    assert titles(client) == ["Lådan"]
    second = factories.make_case(title="Bussen")
    assert set(titles(client)) == {"Lådan", "Bussen"}
    second.unpublish()
    assert titles(client) == ["Lådan"]
    factories.restrict(case)
    assert titles(client) == []


def test_what_is_no_page_shows_too(case: CaseStudyPage, client: Client):
    address = "/api/v2/service-types/fuel/"
    assert client.get(address).json()["label"] == "drivmedel"
    term = ServiceType.objects.get(code="fuel")
    term.name_sv = "Bensin och diesel"
    term.save()
    assert client.get(address).json()["label"] == "Bensin och diesel"
    assert b"Bensin och diesel" in client.get(LIST).content


def test_what_is_written_past_the_log_shows_at_once(case: CaseStudyPage, client: Client):
    titles(client)
    CaseStudyPage.objects.filter(pk=case.pk).update(title="Förbi")
    assert stamp() is None
    assert titles(client) == ["Förbi"]
    catch_up()
    assert stamp() is not None
    assert titles(client) == ["Förbi"]


def test_what_is_rolled_back_was_never_there(case: CaseStudyPage, client: Client):
    before = client.get(LIST)
    with transaction.atomic():
        with recording():
            case.title = "Aldrig"
            case.save_revision().publish()
        transaction.set_rollback(True)
    assert client.get(LIST).content == before.content


def test_a_new_day_is_waited_for(case: CaseStudyPage, client: Client):
    titles(client)
    with time_machine.travel(dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=1)):
        assert stamp() is None
        assert titles(client) == ["Boxen"]
        keep_the_clock()
        assert stamp() is not None


def test_what_a_key_opens_is_kept_for_nobody(case: CaseStudyPage, client: Client):
    client.get(LIST, headers={"Authorization": "Bearer nonsense"})
    assert answers.bytes == 0


def test_signing_in_changes_nothing(case: CaseStudyPage, client: Client, cast: factories.Cast):
    before = client.get(LIST).content
    for user in (cast.editor, cast.superuser):
        client.force_login(user)
        assert client.get(LIST).content == before


@pytest.mark.parametrize("language", ["sv", "en", "de;q=0.5", "*"])
def test_the_browsers_language_changes_nothing(case: CaseStudyPage, client: Client, language: str):
    before = client.get(LIST)
    answers.clear()
    assert client.get(LIST, headers={"Accept-Language": language}).content == before.content


def test_a_wrong_host_is_refused_here_too(case: CaseStudyPage, client: Client):
    client.get(LIST)
    assert client.get(LIST, headers={"Host": "evil.example"}).status_code == 400


def test_a_mistake_is_not_kept(case: CaseStudyPage, client: Client):
    swedish = client.get(f"{LIST}&x=1", headers={"Accept-Language": "sv"})
    english = client.get(f"{LIST}&x=1", headers={"Accept-Language": "en"})
    assert swedish.content != english.content


def test_a_page_that_is_withdrawn_answers_404(case: CaseStudyPage, client: Client):
    address = f"/api/v2/pages/{case.pk}/"
    assert client.get(address).status_code == 200
    case.unpublish()
    assert client.get(address).status_code == 404


def test_an_anonymous_get_writes_nothing(case: CaseStudyPage, client: Client):
    with CaptureQueriesContext(connection) as queries:
        for address in (LIST, LIST, "/api/v2/pages/", f"/api/v2/pages/{case.pk}/", "/api/v2/changes/?cursor="):
            client.get(address)
    assert [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}] == []


class TestTheStore:
    def test_never_holds_more_than_it_may(self):
        store: Kept[str] = Kept(most_bytes=10_000)
        for number in range(100):
            store.put(str(number), 1, "x", size=500)
        assert 0 < store.bytes <= 10_000
        assert store.get("99", 1) == "x"
        assert store.get("0", 1) is None

    def test_keeps_nothing_huge(self):
        store: Kept[str] = Kept(most_bytes=10_000)
        store.put("a", 1, "x", size=5_000)
        assert store.bytes == 0

    def test_lets_go_of_what_nobody_asked_for_longest(self):
        store: Kept[str] = Kept(most_bytes=5_000)
        for key in "abcdefghij":
            store.put(key, 1, "x", size=500)
        store.get("a", 1)
        store.put("k", 1, "x", size=500)
        assert [key for key in "abcdefghijk" if store.get(key, 1)] == list("acdefghijk")

    def test_replaces_an_older_answer(self):
        store: Kept[str] = Kept(most_bytes=5_000)
        store.put("a", 1, "old", size=10)
        store.put("a", 2, "new", size=10)
        assert store.get("a", 1) is None
        assert store.get("a", 2) == "new"
        assert store.bytes == 10
