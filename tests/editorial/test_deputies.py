"""Somebody is away and a colleague of the same role stands in: mail and dashboard follow, rights do not."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.models import Absence
from cms.editorial.notifications.reminders import remind
from tests import factories
from tests.editorial.comparisons import change
from tests.editorial.page_forms import soup_of, values_of
from tests.editorial.test_claims import MARCH, signed_in, take
from tests.editorial.test_dashboard import SENT, WAITING, checked, dashboard, submitted, words
from tests.editorial.test_notifications import told

STANDING_IN = "Du vikarierar för andra"
ACCOUNT = "/admin/account/"


def say_away(user: User, first: Any, last: Any, deputy: User | None) -> HttpResponse:
    """Fill in the account page."""
    client = signed_in(user)
    form = soup_of(client.get(ACCOUNT)).select_one("main form")
    values = {"first_day": first, "last_day": last, "deputy": deputy.pk if deputy else ""}
    sent = {**values_of(form), **{f"absence-{name}": value for name, value in values.items()}}
    return save(client, user, sent)


def save(client: Client, user: User, sent: dict[str, Any]) -> HttpResponse:
    """With the names that the page asks for, and the password left as it is."""
    names = {"name_email-first_name": user.username, "name_email-last_name": "Ek"}
    return client.post(ACCOUNT, {name: value for name, value in {**sent, **names}.items() if "password" not in name})


def errors(response: HttpResponse) -> str:
    return words(soup_of(response).select_one("[id*=absence].w-panel, #tab-notifications"))


@pytest.fixture
def away(cast: factories.Cast) -> Absence:
    """The reviewer, from 2 to 20 March 2026; the other one stands in."""
    with time_machine.travel(MARCH, tick=False):
        assert say_away(cast.reviewer, "2026-03-02", "2026-03-20", cast.other_reviewer).status_code == 302
    return Absence.objects.get()


class TestAccountPage:
    def test_is_told_from_when_to_when_and_who_stands_in(self, away: Absence, cast: factories.Cast) -> None:
        assert (away.user, away.deputy) == (cast.reviewer, cast.other_reviewer)
        assert (away.first_day, away.last_day) == (dt.date(2026, 3, 2), dt.date(2026, 3, 20))
        with time_machine.travel(MARCH, tick=False):
            say_away(cast.reviewer, "", "", None)
        assert not Absence.objects.exists()

    def test_refuses_in_plain_words(self, cast: factories.Cast) -> None:
        today = timezone.localdate()
        past, soon = today - dt.timedelta(days=9), today + dt.timedelta(days=9)
        Absence.objects.create(
            user=cast.other_reviewer, first_day=soon, last_day=soon, deputy=factories.make_user("reviewer")
        )
        refused: list[tuple[Any, Any, User | None, str]] = [
            (today, soon, cast.editor, "editor har inte samma roller som du"),
            (today, soon, cast.reviewer, "Du kan inte vara din egen vikarie."),
            (past, past, cast.other_reviewer, "Den tiden har gått."),
            (soon, today, cast.other_reviewer, "Den sista dagen kommer före den första."),
            (today, soon, None, "eller lämna alla tre tomma"),
            (today, soon, cast.other_reviewer, "other_reviewer är också borta under den tiden."),
        ]
        for first, last, deputy, why in refused:
            response = say_away(cast.reviewer, first, last, deputy)
            assert response.status_code == 200, why
            assert why in words(soup_of(response).main)
        assert not Absence.objects.filter(user=cast.reviewer).exists()
        assert say_away(cast.reviewer, today, "nonsense", cast.other_reviewer).status_code == 200

    def test_offers_those_who_fit(self, cast: factories.Cast) -> None:
        page = soup_of(signed_in(cast.reviewer).get(ACCOUNT))
        offered = {option["value"] for option in page.select("[name=absence-deputy] option")}
        assert offered == {"", str(cast.other_reviewer.pk)}

    @pytest.mark.parametrize(
        ("role", "expected"),
        [
            ("contributor", {"rejected", "approved"}),
            ("editor", {"submitted", "rejected", "approved"}),
            ("translator", {"rejected", "approved"}),
            ("reviewer", {"submitted", "rejected", "approved"}),
        ],
    )
    def test_has_the_switches_of_the_mail_that_one_gets(
        self, role: str, expected: set[str], cast: factories.Cast
    ) -> None:
        user = getattr(cast, role)
        client = signed_in(user)
        form = soup_of(client.get(ACCOUNT)).select_one("main form")
        switches = {field["name"] for field in form.select("[name^=notifications-]")}
        assert switches - {"notifications-updated_comments_notifications"} == {
            f"notifications-{name}_notifications" for name in expected
        }
        sent = {name: value for name, value in values_of(form).items() if name not in switches}
        assert save(client, user, sent).status_code == 302
        mail.outbox.clear()
        checked(cast)
        assert user.username not in told("Att")


class TestWhileAway:
    def test_mail_goes_to_the_deputy(self, away: Absence, cast: factories.Cast) -> None:
        third = factories.make_user("reviewer", "third")
        with time_machine.travel(MARCH, tick=False):
            case = checked(cast)
            assert told("Att godkänna") == ["other_reviewer", "third"]
            take(cast.reviewer, case)
            mail.outbox.clear()
        with time_machine.travel(MARCH + dt.timedelta(days=8)):
            remind()
        assert told() == ["other_reviewer"]
        assert third.is_active

    def test_dashboards_say_who_stands_in(self, away: Absence, cast: factories.Cast, client: Client) -> None:
        with time_machine.travel(MARCH, tick=False):
            case = checked(cast)
            take(cast.reviewer, case)
            found = dashboard(client, cast.other_reviewer)
            for heading in (STANDING_IN, WAITING):
                text = words(found[heading])
                assert "ligger hos reviewer Ek sedan 3 mars 2026, du vikarierar för reviewer Ek" in text
            sent = words(dashboard(client, cast.contributor)[SENT])
            assert "ligger hos reviewer Ek sedan 3 mars 2026, other_reviewer vikarierar" in sent
            assert STANDING_IN not in dashboard(client, cast.reviewer)
            assert client.get(reverse("work_list", args=("stand-in",))).status_code == 200

    def test_four_eyes_hold_for_the_deputy(self, away: Absence, cast: factories.Cast, client: Client) -> None:
        with time_machine.travel(MARCH, tick=True):
            case = factories.make_case(title="Boxen", owner=cast.contributor)
            moderation.submit(change(case, cast.other_reviewer, summary="Vikariens mening."), cast.contributor)
            mail.outbox.clear()
            factories.bring_to_four_eyes(case, cast)
            assert told("Att godkänna") == ["reviewer"], "the deputy could do nothing about it"
            take(cast.reviewer, case)
            found = dashboard(client, cast.other_reviewer)
            assert "Boxen" in words(found[STANDING_IN])
            assert not found[STANDING_IN].select("form")
            assert "Boxen" not in words(found[WAITING])

    def test_what_is_sent_back_is_told_to_a_deputy_who_may_write_in_it(self, cast: factories.Cast) -> None:
        colleague = factories.make_user("editor", "colleague")
        today = timezone.localdate()
        for who, deputy in ((cast.contributor, cast.other_contributor), (cast.editor, colleague)):
            Absence.objects.create(user=who, first_day=today, last_day=today, deputy=deputy)
        moderation.reject(submitted(cast, "Skribentens"), colleague, "Nej.")
        assert told("Skickad tillbaka") == ["contributor"]
        case = factories.make_case(owner=cast.editor, published=False)
        moderation.submit(case, cast.editor)
        factories.bring_to_four_eyes(case, cast)
        mail.outbox.clear()
        moderation.reject(case, cast.reviewer, "Nej.")
        assert told("Skickad tillbaka") == ["colleague", "editor"]

    @pytest.mark.parametrize("why", ["over", "deputy left", "deputy lost the role", "deputy is away"])
    def test_afterwards_and_without_a_deputy_all_is_as_before(
        self, why: str, away: Absence, cast: factories.Cast, client: Client
    ) -> None:
        moment = MARCH
        if why == "over":
            moment += dt.timedelta(days=18)
        elif why == "deputy left":
            User.objects.filter(pk=cast.other_reviewer.pk).update(is_active=False)
        elif why == "deputy lost the role":
            cast.other_reviewer.groups.clear()
        else:
            values = {"first_day": away.first_day, "last_day": away.last_day, "deputy": factories.make_user("reviewer")}
            Absence.objects.create(user=cast.other_reviewer, **values)
        with time_machine.travel(moment, tick=False):
            case = checked(cast)
            assert "reviewer" in told("Att godkänna")
            take(cast.reviewer, case)
            assert "vikarierar" not in words(dashboard(client, cast.contributor)[SENT])
            if why == "over":
                assert STANDING_IN not in dashboard(client, cast.other_reviewer)
                page = soup_of(signed_in(cast.reviewer).get(ACCOUNT))
                assert not page.select_one("[name=absence-last_day]").get("value")
                assert say_away(cast.reviewer, "", "", None).status_code == 302
