"""The mail of Monday morning, reminders of what waits, and the holiday weeks in which nobody is called."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bank.models import CaseStudyPage
from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.notifications.digest import send_digest
from cms.editorial.notifications.due import due
from cms.editorial.notifications.reminders import remind
from cms.editorial.take_down import take_down
from cms.publishing.recording import catch_up
from tests import factories
from tests.editorial.page_forms import soup_of, values_of

REASON = "Ett privat telefonnummer."


def at(*moment: int) -> dt.datetime:
    """Year, month, day and time, on a Swedish clock."""
    return dt.datetime(*moment, tzinfo=timezone.get_default_timezone())  # type: ignore[arg-type,misc]  # at most seven


def mail_to(user: User) -> list[Any]:
    return [message for message in mail.outbox if message.to == [user.email]]


# --- When something is late


@pytest.mark.parametrize(
    ("since", "days", "late"),
    [
        (at(2026, 3, 2, 9), 7, at(2026, 3, 9, 9)),
        (at(2026, 10, 22, 9), 7, at(2026, 10, 29, 9)),  # the clocks change in between
        (at(2026, 6, 26, 9), 7, at(2026, 7, 31, 9)),  # three days before the holiday weeks, four after them
        (at(2026, 7, 1, 9), 14, at(2026, 8, 10)),  # counted from the Monday after
    ],
)
def test_holiday_weeks_do_not_count(since: dt.datetime, days: int, late: dt.datetime) -> None:
    assert due(since, days) == late


@pytest.fixture
def waiting(cast: factories.Cast) -> CaseStudyPage:
    """Submitted on a Monday in March."""
    case = factories.make_case(title="Zyxboxen", owner=cast.contributor, published=False)
    with time_machine.travel(at(2026, 3, 2, 9), tick=False):
        moderation.submit(case, cast.contributor)
    mail.outbox.clear()
    return case


def run(*moment: int) -> None:
    with time_machine.travel(at(*moment), tick=False):
        remind()


def test_week_without_anybody_reminds_those_who_can_act_once(waiting: CaseStudyPage, cast: factories.Cast) -> None:
    run(2026, 3, 9, 8)
    assert mail.outbox == []
    run(2026, 3, 9, 10)
    run(2026, 3, 9, 11)
    assert [message.to for message in mail.outbox] == [[cast.editor.email]]
    assert "Zyxboxen" in mail.outbox[0].subject


def test_fortnight_goes_to_network_administrators_once(waiting: CaseStudyPage, cast: factories.Cast) -> None:
    run(2026, 3, 16, 10)
    run(2026, 3, 17, 10)
    assert [message.to for message in mail.outbox] == [[cast.network_administrator.email]]


def test_step_that_nobody_can_do_is_told_at_once(cast: factories.Cast) -> None:
    case = factories.make_case(title="Zyxboxen", owner=cast.contributor, published=False)
    moderation.submit(case, cast.contributor)
    cast.editor.groups.clear()
    mail.outbox.clear()
    remind()
    assert cast.network_administrator.email in {address for message in mail.outbox for address in message.to}


def test_nobody_is_reminded_in_the_holiday_weeks(waiting: CaseStudyPage) -> None:
    run(2026, 7, 6, 10)
    assert mail.outbox == []


def test_what_has_been_decided_reminds_nobody(waiting: CaseStudyPage, cast: factories.Cast) -> None:
    factories.bring_to_four_eyes(waiting, cast)
    moderation.approve(waiting, cast.reviewer)
    mail.outbox.clear()
    run(2026, 3, 20, 10)
    assert mail.outbox == []


# --- The week


def digest(*moment: int) -> None:
    mail.outbox.clear()
    with time_machine.travel(at(*moment), tick=False):
        send_digest()


def test_tells_reviewers_and_administrators_what_was_decided_without_a_review(
    cast: factories.Cast, client: Client
) -> None:
    with time_machine.travel(at(2026, 3, 3, 9)):
        case = factories.make_case(title="Zyxboxen")
        term = factories.term("theme", "safety")
        catch_up()
        take_down(case, cast.reviewer, REASON)
        client.force_login(cast.editor)
        url = reverse("theme:edit", args=(term.pk,))
        form = soup_of(client.get(url)).select_one("main form[method=post], main form[method=POST]")
        client.post(url, {**values_of(form), "name_sv": "trygghet i byn"})
    digest(2026, 3, 9, 8)
    [message] = mail_to(cast.other_reviewer)
    assert "Zyxboxen" in message.body
    assert f"> {REASON}" in message.body
    assert "trygghet i byn" in message.body
    assert len(mail_to(cast.network_administrator)) == 1
    assert mail_to(cast.contributor) == []


def test_administrators_reason_lands_in_it(cast: factories.Cast, client: Client) -> None:
    with time_machine.travel(at(2026, 3, 3, 9)):
        case = factories.make_case(title="Zyxboxen")
        catch_up()
        client.force_login(cast.network_administrator)
        client.post(reverse("wagtailadmin_pages:unpublish", args=(case.pk,)), {"override_reason": "Beslut 12."})
    case.refresh_from_db()
    assert not case.live
    digest(2026, 3, 9, 8)
    assert "> Beslut 12." in mail_to(cast.reviewer)[0].body


def test_comes_once_on_a_monday_and_begins_where_the_last_one_ended(cast: factories.Cast) -> None:
    with time_machine.travel(at(2026, 3, 3, 9)):
        take_down(factories.make_case(title="Förra veckan"), cast.reviewer, REASON)
    digest(2026, 3, 9, 8)
    assert "Förra veckan" in mail_to(cast.other_reviewer)[0].body
    digest(2026, 3, 9, 9)
    assert mail.outbox == []
    with time_machine.travel(at(2026, 3, 10, 9)):
        take_down(factories.make_case(title="Denna vecka"), cast.reviewer, REASON)
    digest(2026, 3, 18, 9)  # the worker slept over a Monday
    [message] = mail_to(cast.other_reviewer)
    assert "Denna vecka" in message.body
    assert "Förra veckan" not in message.body


def test_week_in_which_nothing_happened_is_not_written_about(cast: factories.Cast) -> None:
    digest(2026, 3, 9, 8)
    assert mail.outbox == []
