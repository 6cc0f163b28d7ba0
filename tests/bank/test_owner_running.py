"""Once a year the owner of a public case is asked whether it still runs."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bank.models import CaseOwner, CaseStudyPage, Confirmation, OwnerRequest
from bank.owner.asking import keep_asking
from cms.publishing.models import ContentChange
from cms.publishing.recording import catch_up
from tests import factories
from tests.bank.owners import links, make_owner

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    """Public, with an owner."""
    page = factories.make_case(title="Zyxboxen", owner=cast.contributor)
    make_owner(page)
    return page


def after(days: int) -> Any:
    return time_machine.travel(timezone.now() + days * DAY, tick=False)


def asked_after(days: int) -> int:
    with after(days):
        keep_asking()
    return len(links())


@pytest.fixture
def link(case: CaseStudyPage) -> str:
    with after(366):
        keep_asking()
        # The link is followed the same day: the tests that follow it travel there, too.
        OwnerRequest.objects.update(expires_at=timezone.now() + 60 * DAY)
    return links()[0]


def test_is_asked_when_the_publication_is_a_year_old(case: CaseStudyPage) -> None:
    assert asked_after(364) == 0
    assert asked_after(366) == 1
    assert asked_after(366) == 1, "the job bears being run twice"


def test_is_asked_when_the_last_confirmation_is_a_year_old(case: CaseStudyPage) -> None:
    answered = timezone.now() + 100 * DAY
    Confirmation.objects.create(case=case, asked_at=answered, answered_at=answered, outcome="confirmed")
    assert asked_after(400) == 0
    assert asked_after(466) == 1


def test_is_reminded_twice_and_asked_again_after_another_year(case: CaseStudyPage) -> None:
    assert [asked_after(days) for days in (366, 374, 381, 390, 460, 700, 735)] == [1, 2, 3, 3, 3, 3, 4]


@pytest.mark.parametrize("reason", ["closed", "hidden", "no owner", "no address", "translation"])
def test_is_not_asked(reason: str, case: CaseStudyPage) -> None:
    if reason == "closed":
        CaseStudyPage.objects.filter(pk=case.pk).update(solution_status="closed")
    elif reason == "hidden":
        case.unpublish()
    elif reason == "no owner":
        CaseOwner.objects.all().delete()
    elif reason == "no address":
        CaseOwner.objects.update(email="")
    else:
        CaseOwner.objects.update(case=factories.translate_page(case))
    assert asked_after(366) == 0


def test_yes_stands_on_the_page_in_both_languages_and_in_the_api_without_a_revision(
    case: CaseStudyPage, link: str, client: Client
) -> None:
    english = factories.translate_page(case)
    catch_up()
    revision, cursor = case.latest_revision_id, ContentChange.objects.latest("pk").pk
    with time_machine.travel("2028-03-03T10:00:00+01:00", tick=False):
        OwnerRequest.objects.update(expires_at=timezone.now() + DAY)
        assert "Är verksamheten fortfarande i drift?" in client.get(link).content.decode()
        assert client.post(link, {"answer": "yes"}).status_code == 200
    assert "I drift, bekräftat 3 mars 2028 av verksamheten" in client.get(case.url).content.decode()
    assert "Running, confirmed on 3 March 2028 by those who run it" in client.get(english.url).content.decode()
    for page in (case, english):
        item = client.get(f"/api/v2/pages/{page.pk}/").json()
        assert (item["confirmed_on"], item["confirmed_by_owner"]) == ("2028-03-03", True)
    assert CaseStudyPage.objects.get(pk=case.pk).latest_revision_id == revision
    logged = ContentChange.objects.filter(pk__gt=cursor)
    assert set(logged.values_list("page_id", flat=True)) == {case.pk, english.pk}


def test_no_changes_nothing_and_makes_a_task_for_editors(
    case: CaseStudyPage, link: str, client: Client, cast: factories.Cast
) -> None:
    catch_up()
    before, cursor = client.get(case.url).content, ContentChange.objects.latest("pk").pk
    answer = client.post(link, {"answer": "no", "other": "Vi stängde i maj."})
    assert "Inget på sidan har ändrats" in answer.content.decode()
    assert client.get(case.url).content == before
    assert not ContentChange.objects.filter(pk__gt=cursor).exists()
    client.force_login(cast.editor)
    assert "Zyxboxen" in client.get(reverse("wagtailadmin_home")).content.decode()
    question = reverse("owner_request", args=(OwnerRequest.objects.get().pk,))
    assert "Vi stängde i maj." in client.get(question).content.decode()
    client.post(question, {"handled": "1"})
    assert not OwnerRequest.objects.to_do().exists()
    assert OwnerRequest.objects.get().handled_by == cast.editor


@pytest.mark.parametrize("data", [{}, {"answer": "confirm"}, {"answer": "yes", "other": "x" * 501}])
def test_answer_that_cannot_be_taken_is_asked_for_again(data: dict[str, str], link: str, client: Client) -> None:
    assert client.post(link, data).status_code == 422
    assert not OwnerRequest.objects.exclude(outcome="").exists()


def test_page_that_nobody_answers_for_stays_as_it_is(case: CaseStudyPage, client: Client) -> None:
    before = client.get(case.url).content
    for days in (366, 374, 381, 460):
        asked_after(days)
    assert client.get(case.url).content == before
