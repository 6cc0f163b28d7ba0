"""Two people decide about one page in the same moment: what becomes public was approved, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, WorkflowState

from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.models import Approval
from cms.publishing.recording import catch_up
from tests import factories
from tests.bank.owners import asked_case, links, step_of
from tests.editorial.comparisons import change
from tests.editorial.page_forms import edit_url, filled_in

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
Act = Callable[[], int]


@pytest.fixture
def people(site: factories.Tree) -> factories.Cast:
    return factories.make_cast()


@pytest.fixture
def waiting(people: factories.Cast) -> Any:
    """A public case with a change that waits for four eyes."""
    case = factories.make_case(title="Boxen", owner=people.contributor)
    moderation.submit(change(case, people.contributor, summary="Granskad."), people.contributor)
    factories.bring_to_four_eyes(case, people)
    catch_up()
    return case


def decide(page: Page, by: User, action: str, comment: str = "") -> Act:
    """As from a form that was opened before."""
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=(page.pk, action, state.pk))
    return sending(by, address, {"comment": comment})


def approve(page: Page, by: User) -> Act:
    return decide(page, by, "approve")


def send_back(page: Page, by: User) -> Act:
    return decide(page, by, "reject", "Siffran stämmer inte.")


def withdraw(page: Page, by: User) -> Act:
    return sending(by, reverse("withdraw_from_review", args=(page.pk,)), {})


def save(page: Page, by: User, **changes: str) -> Act:
    client = Client()
    client.force_login(by)
    form = filled_in(client.get(edit_url(page)))
    return sending(by, edit_url(page), {**form, **changes})


def sending(by: User, address: str, data: dict[str, Any]) -> Act:
    client = Client()
    client.force_login(by)
    sent = {name: value for name, value in data.items() if value is not None}
    return lambda: client.post(address, sent).status_code


def at_once(*acts: Act) -> list[int]:
    """The statuses of what these answer, each in a thread and on a connection of its own."""
    start = Barrier(len(acts))

    def work(act: Act) -> int:
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as workers:
        return list(workers.map(work, acts))


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def approvals(page: Page) -> int:
    """How often the history says that a step was approved."""
    return PageLogEntry.objects.filter(page=page.pk, action="wagtail.workflow.approve").count()


def states(page: Page) -> list[str]:
    return list(WorkflowState.objects.filter(object_id=str(page.pk)).values_list("status", flat=True))


def test_two_who_approve_publish_it_once(waiting: Any, people: factories.Cast) -> None:
    before = approvals(waiting)
    mail.outbox = []
    statuses = at_once(approve(waiting, people.reviewer), approve(waiting, people.other_reviewer))
    assert statuses == [302, 302]
    assert fresh(waiting).summary == "Granskad."
    assert approvals(waiting) == before + 1
    assert Approval.objects.filter(page=waiting).count() == 1
    assert [message.to for message in mail.outbox].count([people.contributor.email]) == 1


def test_saving_while_another_approves_publishes_what_was_approved(waiting: Any, people: factories.Cast) -> None:
    unseen = save(waiting, people.editor, summary="Ingen har sett det.")
    statuses = at_once(approve(waiting, people.reviewer), unseen)
    assert max(statuses) < 500
    assert fresh(waiting).summary != "Ingen har sett det."


def test_of_approving_and_sending_back_one_happens(waiting: Any, people: factories.Cast) -> None:
    assert max(at_once(approve(waiting, people.reviewer), send_back(waiting, people.other_reviewer))) < 500
    is_public = fresh(waiting).summary == "Granskad."
    assert states(waiting) == ["approved" if is_public else "needs_changes"]


def test_of_approving_and_taking_back_one_happens(waiting: Any, people: factories.Cast) -> None:
    assert max(at_once(approve(waiting, people.reviewer), withdraw(waiting, people.contributor))) < 500
    is_public = fresh(waiting).summary == "Granskad."
    assert states(waiting) == ["approved" if is_public else "cancelled"]


def test_two_who_submit_start_one_review(people: factories.Cast) -> None:
    case = factories.make_case(title="Boxen", owner=people.contributor, published=False)
    forms = [save(case, person, **{"action-submit": "1"}) for person in (people.contributor, people.editor)]
    assert max(at_once(*forms)) < 500
    assert states(case) == ["in_progress"]


def test_owner_answers_while_an_editor_goes_on_without(people: factories.Cast) -> None:
    case = asked_case(people)
    with time_machine.travel(timezone.now() + dt.timedelta(days=22)):
        go_on = decide(case, people.editor, "approve", comment="De svarar inte.")
        answer = sending(people.stranger, links()[0], {"answer": "confirm"})
        assert max(at_once(answer, go_on)) < 500
    assert step_of(case) == "Fyra ögon"
    assert approvals(case) == 2, "the editorial check, and this"
