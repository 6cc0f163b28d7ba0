"""One of the group takes what waits for all of them: everybody sees who has it, and nobody is kept from acting."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from bank.models import CaseStudyPage
from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.models import Claim
from cms.editorial.notifications.reminders import remind
from cms.editorial.translation import translate
from tests import factories
from tests.editorial.comparisons import change
from tests.editorial.page_forms import edit_url, soup_of, values_of
from tests.editorial.test_dashboard import SENT, WAITING, checked, dashboard, titles, words
from tests.editorial.test_notifications import mail_to, told

MARCH = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def press(user: User, address: str, button: str) -> Any:
    """Press a button about a claim on a page of the admin, and see where it leads."""
    client = signed_in(user)
    page = soup_of(client.get(address))
    [form] = [found.find_parent("form") for found in page.select("button") if found.get_text(strip=True) == button]
    return client.post(form["action"], values_of(form), follow=True)


def take(user: User, page: Page) -> Any:
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    return signed_in(user).post(reverse("take_step", args=(state.pk,)))


HOME = "/admin/"


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    """Waits for four eyes since 3 March."""
    with time_machine.travel(MARCH, tick=False):
        return checked(cast, "Boxen")


class TestTaking:
    @pytest.mark.parametrize("place", ["dashboard", "comparison", "form"])
    def test_everybody_sees_who_has_it(
        self, place: str, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        address = {
            "dashboard": HOME,
            "comparison": reverse("page_changes", args=(case.pk,)),
            "form": edit_url(case),
        }[place]
        with time_machine.travel(MARCH, tick=False):
            answer = press(cast.reviewer, address, "Jag tar den")
        assert answer.request["PATH_INFO"] == address, "one stays where one was"
        assert "Du har tagit ”Boxen”." in answer.content.decode()
        assert "du har den sedan 3 mars 2026" in words(dashboard(client, cast.reviewer)[WAITING])
        assert "ligger hos reviewer sedan 3 mars 2026" in words(dashboard(client, cast.other_reviewer)[WAITING])
        assert "Fyra ögon: ligger hos reviewer sedan 3 mars 2026" in words(dashboard(client, cast.contributor)[SENT])
        shown = soup_of(signed_in(cast.other_reviewer).get(reverse("page_changes", args=(case.pk,))))
        assert "ligger hos reviewer sedan 3 mars 2026" in words(shown.select_one(".sb-claim"))

    def test_it_is_given_back(self, case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        take(cast.reviewer, case)
        press(cast.reviewer, HOME, "Lämna tillbaka")
        assert "ligger hos granskare" in words(dashboard(client, cast.contributor)[SENT])

    def test_it_is_no_lock(self, case: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        take(cast.reviewer, case)
        answer = press(cast.other_reviewer, HOME, "Ta över")
        assert "Du har tagit över ”Boxen” från reviewer." in answer.content.decode()
        assert "ligger hos other_reviewer" in words(dashboard(client, cast.reviewer)[WAITING])
        moderation.approve(case, cast.reviewer)
        assert Page.objects.get(pk=case.pk).live

    def test_nobody_takes_from_another_by_giving_back(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        take(cast.reviewer, case)
        signed_in(cast.other_reviewer).post(reverse("give_step_back", args=(Claim.objects.get().state_id,)))
        assert Claim.objects.get().user == cast.reviewer

    def test_translation_is_taken_in_its_editor(self, cast: factories.Cast) -> None:
        draft = translate(factories.make_case(), factories.languages()[1], {"title": "The box"}, cast.translator)
        moderation.submit(draft, cast.translator)
        press(cast.reviewer, edit_url(draft), "Jag tar den")
        assert Claim.objects.get().user == cast.reviewer

    @pytest.mark.parametrize("role", ["contributor", "editor", "translator", "member", "network_administrator"])
    def test_only_those_take_it_who_can_decide(self, role: str, case: CaseStudyPage, cast: factories.Cast) -> None:
        take(getattr(cast, role), case)
        assert not Claim.objects.exists()

    def test_what_one_wrote_is_not_taken(self, cast: factories.Cast) -> None:
        case = factories.make_case(owner=cast.contributor)
        moderation.submit(change(case, cast.reviewer, summary="Granskarens mening."), cast.contributor)
        factories.bring_to_four_eyes(case, cast)
        take(cast.reviewer, case)
        assert not Claim.objects.exists()

    def test_looking_takes_nothing_and_leads_nowhere_else(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        client, state = signed_in(cast.reviewer), Page.objects.get(pk=case.pk).current_workflow_task_state
        address = reverse("take_step", args=(state.pk,))
        assert client.get(address).status_code == 405
        assert client.post(address, {"next": "https://evil.example/"})["Location"] == HOME
        assert client.post(reverse("take_step", args=(0,))).status_code == 404

    def test_too_late_says_so(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        state = Page.objects.get(pk=case.pk).current_workflow_task_state
        moderation.approve(case, cast.other_reviewer)
        answer = signed_in(cast.reviewer).post(reverse("take_step", args=(state.pk,)), follow=True)
        assert "väntar inte längre på någon" in answer.content.decode()


class TestWhatCounts:
    def test_it_ends_with_the_step(self, cast: factories.Cast, client: Client) -> None:
        case = factories.make_case(title="Boxen", owner=cast.contributor, published=False)
        moderation.submit(case, cast.contributor)
        take(cast.editor, case)
        factories.bring_to_four_eyes(case, cast)
        assert "ligger hos granskare" in words(dashboard(client, cast.contributor)[SENT])

    @pytest.mark.parametrize("why", ["wrote", "left the role", "left"])
    def test_not_of_somebody_who_cannot_act_any_more(
        self, why: str, case: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        take(cast.reviewer, case)
        if why == "wrote":
            change(case, cast.reviewer, summary="Granskarens mening.")
        elif why == "left the role":
            cast.reviewer.groups.clear()
        else:
            User.objects.filter(pk=cast.reviewer.pk).update(is_active=False)
        assert "ligger hos granskare" in words(dashboard(client, cast.contributor)[SENT])
        assert "ligger hos" not in words(dashboard(client, cast.other_reviewer)[WAITING])

    def test_reminder_goes_to_the_one_who_has_it(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        take(cast.reviewer, case)
        mail.outbox.clear()
        with time_machine.travel(MARCH + dt.timedelta(days=8)):
            remind()
        assert told() == ["reviewer"]
        assert "Tagen av: reviewer" in mail_to(cast.reviewer).body
        with time_machine.travel(MARCH + dt.timedelta(days=15)):
            remind()
        assert told("Ingen har gjort") == ["network_administrator"]

    def test_reminder_goes_to_all_where_nobody_has_it(self, case: CaseStudyPage, cast: factories.Cast) -> None:
        mail.outbox.clear()
        with time_machine.travel(MARCH + dt.timedelta(days=8)):
            remind()
        assert told() == ["other_reviewer", "reviewer"]


def test_list_says_what_it_did_before_where_nobody_has_taken_anything(
    case: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    section = dashboard(client, cast.reviewer)[WAITING]
    assert titles(section) == ["Boxen"]
    assert "ligger hos" not in words(section)
