"""While a case waits for its owner, nobody here is pressed; when the owner does not answer, the editors are told."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bank.models import OwnerRequest
from bank.owner.asking import ask_whether_it_still_runs
from cms.editorial.notifications.reminders import remind
from tests import factories
from tests.bank.owners import asked_case, bring_to_owner, links, make_owner
from tests.editorial.page_forms import soup_of

pytestmark = pytest.mark.django_db
SPRING = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
"""No holiday weeks for long."""


def subjects(user: Any) -> list[str]:
    return [message.subject for message in mail.outbox if message.to == [user.email]]


def after(days: int) -> Any:
    return time_machine.travel(SPRING + dt.timedelta(days=days, hours=1), tick=False)


def list_on_dashboard(client: Client, user: Any, heading: str) -> str:
    client.force_login(user)
    page = soup_of(client.get(reverse("wagtailadmin_home")))
    [section] = [section for section in page.select(".sb-work") if section.h2.get_text(strip=True) == heading]
    return " ".join(section.get_text().split())


@pytest.fixture
def waiting(cast: factories.Cast) -> Any:
    with time_machine.travel(SPRING, tick=False):
        case = asked_case(cast, title="Boxen")
    mail.outbox.clear()
    return case


def test_nobody_is_pressed_while_the_owner_may_answer(waiting: Any, cast: factories.Cast) -> None:
    for day in (7, 14, 20):
        with after(day):
            remind()
    assert [*subjects(cast.editor), *subjects(cast.network_administrator)] == []


def test_editors_are_told_once_when_they_may_go_on(waiting: Any, cast: factories.Cast) -> None:
    for day in (21, 22, 23):
        with after(day):
            remind()
    assert subjects(cast.editor) == ["Inget svar från verksamheten: ”Boxen”"]
    with after(21 + 7):
        remind()
    assert subjects(cast.editor)[1:] == ["Väntar fortfarande: ”Boxen”"]


def test_network_administrator_is_told_when_no_editor_goes_on(waiting: Any, cast: factories.Cast) -> None:
    with after(21 + 14):
        remind()
    assert "Ingen har gjort något: ”Boxen”" in subjects(cast.network_administrator)


def test_editors_are_told_at_once_when_there_is_nobody_to_ask(cast: factories.Cast) -> None:
    colleague = factories.make_user("editor")
    bring_to_owner(factories.make_case(title="Boxen", owner=cast.contributor, published=False), cast)
    assert "Inget svar från verksamheten: ”Boxen”" in subjects(colleague)


def test_dashboard_says_that_it_lies_with_the_owner(waiting: Any, cast: factories.Cast, client: Client) -> None:
    with after(1):
        assert "ligger hos verksamheten" in list_on_dashboard(client, cast.contributor, "Skickat av dig")
        assert "Boxen" not in list_on_dashboard(client, cast.editor, "Väntar på dig")
    with after(21):
        assert "ligger hos redaktör" in list_on_dashboard(client, cast.contributor, "Skickat av dig")
        assert "Boxen" in list_on_dashboard(client, cast.editor, "Väntar på dig")


def test_editors_are_told_that_a_case_is_not_running(cast: factories.Cast, client: Client) -> None:
    case = factories.make_case(title="Macken")
    make_owner(case)
    with time_machine.travel(timezone.now() + dt.timedelta(days=400), tick=False):
        ask_whether_it_still_runs()
        client.post(links()[0], {"answer": "no", "other": "Vi stängde i maj."})
    [message] = [message for message in mail.outbox if message.to == [cast.editor.email]]
    assert message.subject == "Inte längre i drift: ”Macken”"
    assert "Vi stängde i maj." in message.body
    assert reverse("owner_request", args=(OwnerRequest.objects.get().pk,)) in message.body
