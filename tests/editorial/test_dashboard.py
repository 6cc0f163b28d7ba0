"""What waits for whom: the lists of work on the dashboard."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from bs4 import Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState

from bank.models import CaseStudyPage
from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.dashboard.panel import MOST
from cms.editorial.dashboard.steps import waiting_for
from cms.editorial.translation import translate
from cms.editorial.views import work
from tests import factories
from tests.editorial.comparisons import change
from tests.editorial.page_forms import soup_of

WAITING, BACK, SENT = "Väntar på dig", "Skickat tillbaka till dig", "Skickat av dig"
BEHIND, SOON, APPROVED = "Översättningar efter", "Snart inaktuellt", "Godkänt denna vecka"


def dashboard(client: Client, user: User) -> dict[str, Tag]:
    """Heading → list, for one person."""
    client.force_login(user)
    page = soup_of(client.get(reverse("wagtailadmin_home")))
    return {section.h2.get_text(strip=True): section for section in page.select(".sb-work")}


def titles(section: Tag) -> list[str]:
    return [link.get_text(strip=True) for link in section.select(".sb-work__title a")]


def words(section: Tag) -> str:
    return " ".join(section.get_text().split())


def submitted(cast: factories.Cast, title: str = "Boxen", **values: Any) -> CaseStudyPage:
    case = factories.make_case(title=title, owner=cast.contributor, published=False, **values)
    moderation.submit(case, cast.contributor)
    return case


def checked(cast: factories.Cast, title: str = "Boxen") -> CaseStudyPage:
    case = submitted(cast, title)
    factories.bring_to_four_eyes(case, cast)
    return case


# --- For whom -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "lists"),
    [
        ("contributor", {BACK, SENT, SOON, APPROVED}),
        ("editor", {WAITING, BACK, SENT, BEHIND, SOON, APPROVED}),
        ("translator", {BACK, SENT, BEHIND, APPROVED}),
        ("reviewer", {WAITING, BACK, SENT, APPROVED}),
        ("network_administrator", {SOON, APPROVED}),
    ],
)
def test_each_role_has_its_lists(role: str, lists: set[str], cast: factories.Cast, client: Client) -> None:
    found = dashboard(client, getattr(cast, role))
    assert set(found) == lists
    assert all(section.select_one(".sb-work__nothing") for section in found.values()), "nothing is said in plain words"


def test_wagtails_own_lists_are_gone(cast: factories.Cast, client: Client) -> None:
    checked(cast)
    for user in (cast.reviewer, cast.contributor):
        client.force_login(user)
        page = soup_of(client.get(reverse("wagtailadmin_home")))
        assert not page.select("[data-workflow-action-url], #objects-in-workflow, #objects-to-moderate")


@pytest.mark.parametrize("role", ["contributor", "editor", "translator", "reviewer", "network_administrator"])
def test_whole_list_opens_for_the_same_roles(role: str, cast: factories.Cast, client: Client) -> None:
    found = dashboard(client, getattr(cast, role))
    names = {"waiting": WAITING, "sent-back": BACK, "sent": SENT, "translations": BEHIND, "out-of-date": SOON}
    for name, heading in names.items():
        assert (client.get(reverse("work_list", args=(name,))).status_code == 200) is (heading in found)
    assert client.get(reverse("work_list", args=("nonsense",))).status_code == 404


# --- Steps --------------------------------------------------------------------------------------------------------


class TestWaiting:
    def test_says_who_sent_what_and_since_when(self, cast: factories.Cast, client: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), tick=False):
            case = submitted(cast)
            section = dashboard(client, cast.editor)[WAITING]
        assert titles(section) == ["Boxen"]
        assert "Redaktionell kontroll: skickad av contributor, väntar sedan 2 mars 2026" in words(section)
        assert "bör vara klart den 9 mars 2026" in words(section)
        assert section.select_one(f'a[href="{reverse("page_changes", args=(case.pk,))}"]')
        assert not section.select_one(".sb-badge--late")

    def test_says_when_it_is_late(self, cast: factories.Cast, client: Client) -> None:
        case = submitted(cast)
        TaskState.objects.filter(workflow_state=case.current_workflow_state).update(
            started_at=timezone.now() - dt.timedelta(days=60)
        )
        assert dashboard(client, cast.editor)[WAITING].select_one(".sb-badge--late").get_text(strip=True) == "sent"

    def test_passes_on_from_step_to_step(self, cast: factories.Cast, client: Client) -> None:
        case = submitted(cast)
        assert titles(dashboard(client, cast.reviewer)[WAITING]) == []
        factories.bring_to_four_eyes(case, cast)
        assert titles(dashboard(client, cast.editor)[WAITING]) == []
        assert titles(dashboard(client, cast.reviewer)[WAITING]) == ["Boxen"]
        moderation.approve(case, cast.reviewer)
        assert titles(dashboard(client, cast.reviewer)[WAITING]) == []

    def test_what_one_wrote_waits_for_somebody_else(self, cast: factories.Cast, client: Client) -> None:
        case = factories.make_case(title="Boxen", owner=cast.contributor)
        moderation.submit(change(case, cast.reviewer, summary="Granskarens mening."), cast.contributor)
        factories.bring_to_four_eyes(case, cast)
        assert titles(dashboard(client, cast.reviewer)[WAITING]) == []
        assert titles(dashboard(client, cast.other_reviewer)[WAITING]) == ["Boxen"]

    def test_is_what_the_steps_themselves_say(self, cast: factories.Cast) -> None:
        """Asked for all pages at once, the answer is the one that each step gives for each page."""
        by = [cast.contributor, cast.reviewer, cast.other_reviewer]
        for number, writer in enumerate(by):
            for published in (True, False):
                case = factories.make_case(owner=writer if published else cast.contributor, published=published)
                draft = change(case, writer, summary=f"Nummer {number}.")
                moderation.submit(draft, by[number - 1])
                if published:
                    factories.bring_to_four_eyes(case, cast)
        taken_down = factories.make_case(owner=cast.reviewer)
        taken_down.unpublish()
        moderation.submit(taken_down.get_latest_revision_as_object(), cast.contributor)
        factories.bring_to_four_eyes(taken_down, cast)
        for user in (*by, cast.editor, cast.translator, cast.superuser):
            mine = {state.current_task_state_id for state, _page in waiting_for(user)}
            assert mine == set(TaskState.objects.reviewable_by(user).values_list("pk", flat=True)), user

    def test_translation_waits_for_a_reviewer(self, cast: factories.Cast, client: Client) -> None:
        case = factories.make_case(title="Boxen")
        draft = translate(case, factories.languages()[1], {"title": "The box"}, cast.translator)
        moderation.submit(draft, cast.translator)
        section = dashboard(client, cast.reviewer)[WAITING]
        assert "Engelska" in words(section)
        assert section.select_one(".sb-work__title a")["lang"] == "en"


class TestWhatOneHasSent:
    def test_author_sees_who_has_it_since_when(self, cast: factories.Cast, client: Client) -> None:
        with time_machine.travel(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), tick=False):
            checked(cast)
            section = dashboard(client, cast.contributor)[SENT]
        assert "Fyra ögon: ligger hos granskare sedan 2 mars 2026" in words(section)
        assert titles(dashboard(client, cast.other_contributor)[SENT]) == []

    def test_owner_sees_it_when_somebody_else_sent_it(self, cast: factories.Cast, client: Client) -> None:
        case = factories.make_case(title="Boxen", owner=cast.contributor, published=False)
        moderation.submit(case, cast.editor)
        for user in (cast.contributor, cast.editor):
            assert titles(dashboard(client, user)[SENT]) == ["Boxen"]

    def test_author_takes_it_back(self, cast: factories.Cast, client: Client) -> None:
        case = submitted(cast)
        form = dashboard(client, cast.contributor)[SENT].form
        answer = client.post(form["action"], {"csrfmiddlewaretoken": form.input["value"]}, follow=True)
        assert "”Boxen” är ett utkast igen." in answer.content.decode()
        assert not Page.objects.get(pk=case.pk).workflow_in_progress
        assert titles(dashboard(client, cast.editor)[WAITING]) == []
        again = client.post(form["action"], follow=True)
        assert again.status_code == 200

    @pytest.mark.parametrize("role", ["other_contributor", "translator", "editor", "reviewer", "member"])
    def test_nobody_else_does(self, role: str, cast: factories.Cast, client: Client) -> None:
        case = submitted(cast)
        client.force_login(getattr(cast, role))
        client.post(reverse("withdraw_from_review", args=(case.pk,)))
        assert Page.objects.get(pk=case.pk).workflow_in_progress

    def test_looking_takes_nothing_back(self, cast: factories.Cast, client: Client) -> None:
        case = submitted(cast)
        client.force_login(cast.contributor)
        assert client.get(reverse("withdraw_from_review", args=(case.pk,))).status_code == 405
        assert Page.objects.get(pk=case.pk).workflow_in_progress

    def test_what_comes_back_says_why(self, cast: factories.Cast, client: Client) -> None:
        case = submitted(cast)
        moderation.reject(case, cast.editor, "Skriv <b>vem</b> som äger boxen.")
        found = dashboard(client, cast.contributor)
        assert titles(found[SENT]) == []
        assert "Skickat tillbaka av editor" in words(found[BACK])
        assert found[BACK].blockquote.get_text(strip=True) == "Skriv <b>vem</b> som äger boxen."
        assert titles(dashboard(client, cast.other_contributor)[BACK]) == []


# --- Pages --------------------------------------------------------------------------------------------------------


class TestPages:
    def test_out_of_date_soon(self, cast: factories.Cast, client: Client) -> None:
        today = timezone.localdate()
        days = {"Om ett år": 365, "Om en månad": 30, "Passerad": -1}
        for title, number in days.items():
            factories.make_case(title=title, review_due_on=today + dt.timedelta(days=number), owner=cast.contributor)
        factories.make_plan(title="Planen", review_due_on=today + dt.timedelta(days=59))
        section = dashboard(client, cast.editor)[SOON]
        assert titles(section) == ["Passerad", "Om en månad", "Planen"]
        assert len(section.select(".sb-badge--late")) == 1
        assert titles(dashboard(client, cast.contributor)[SOON]) == ["Passerad", "Om en månad"], "those one owns"

    def test_translations_behind(self, cast: factories.Cast, client: Client) -> None:
        for title in ("Boxen", "Macken"):
            case = factories.make_case(title=title)
            factories.translate_page(case, title=f"{title} in English")
        assert titles(dashboard(client, cast.translator)[BEHIND]) == []
        change(case, cast.contributor, summary="Något nytt.").latest_revision.publish()
        section = dashboard(client, cast.translator)[BEHIND]
        assert titles(section) == ["Macken in English"]
        assert "den svenska sidan ändrades den" in words(section)

    def test_approved_this_week(self, cast: factories.Cast, client: Client) -> None:
        with time_machine.travel(timezone.now() - dt.timedelta(days=8), tick=False):
            moderation.approve(checked(cast, "Förra veckan"), cast.reviewer)
        moderation.approve(checked(cast, "Denna vecka"), cast.reviewer)
        section = dashboard(client, cast.contributor)[APPROVED]
        assert titles(section) == ["Denna vecka"]
        assert "godkänd av reviewer" in words(section)


# --- How much -----------------------------------------------------------------------------------------------------


def many(cast: factories.Cast, number: int) -> None:
    """Something of everything, `number` times."""
    today = timezone.localdate()
    for place in range(number):
        case = checked(cast, f"Väntar {place}")
        submitted(cast, f"Kontroll {place}")
        moderation.reject(submitted(cast, f"Tillbaka {place}"), cast.editor, "Nej.")
        case = factories.make_case(title=f"Gammal {place}", owner=cast.contributor, review_due_on=today)
        factories.translate_page(case, title=f"Old {place}")
        CaseStudyPage.objects.filter(pk=case.pk).update(text_digest="ny")
        moderation.approve(checked(cast, f"Godkänd {place}"), cast.reviewer)


def test_dashboard_asks_the_same_of_two_and_of_ten(cast: factories.Cast, client: Client) -> None:
    counts: list[dict[str, int]] = []
    for number in (2, 8):
        many(cast, number)
        counts.append({})
        for role in ("contributor", "editor", "translator", "reviewer", "network_administrator"):
            dashboard(client, getattr(cast, role))
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("wagtailadmin_home"))
            counts[-1][role] = len(queries)
    assert counts[0] == counts[1]
    assert max(counts[1].values()) <= 70


def test_more_than_has_room_stands_in_the_whole_list(cast: factories.Cast, client: Client) -> None:
    for number in range(MOST + 2):
        submitted(cast, f"Fall {number}")
    section = dashboard(client, cast.editor)[WAITING]
    assert len(titles(section)) == MOST
    [link] = section.find_all("a", href=reverse("work_list", args=("waiting",)))
    assert len(titles(soup_of(client.get(link["href"])))) == MOST + 2


def test_long_list_has_pages(cast: factories.Cast, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "A_PAGE", 3)
    for number in range(4):
        factories.make_case(title=f"Fall {number}", review_due_on=timezone.localdate())
    client.force_login(cast.editor)
    address = reverse("work_list", args=("out-of-date",))
    first = soup_of(client.get(address))
    [following] = first.select('a[href="?p=2"]')
    second = soup_of(client.get(address + following["href"]))
    assert len(titles(first)) == 3
    assert {*titles(first), *titles(second)} == {f"Fall {number}" for number in range(4)}
