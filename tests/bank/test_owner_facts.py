"""The owner of a case confirms its facts by a link, or says what is wrong, and the workflow goes on from there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, TaskState

from bank.models import CaseOwner, CaseStudyPage, Confirmation, OwnerRequest
from bank.owner.asking import keep_asking
from cms.editorial import moderation
from tests import factories
from tests.bank.owners import ADDRESS, asked_case, bring_to_owner, links, make_owner, step_of

pytestmark = pytest.mark.django_db
OWNER, FOUR_EYES = "Verksamheten bekräftar", "Fyra ögon"


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


def state_of_the_database() -> list[Any]:
    return [
        list(OwnerRequest.objects.values()),
        list(Confirmation.objects.values()),
        list(TaskState.objects.values()),
        PageLogEntry.objects.count(),
    ]


def later(**delta: float) -> Any:
    return time_machine.travel(timezone.now() + dt.timedelta(**delta), tick=False)


class TestAsking:
    def test_owner_gets_a_link_when_the_editorial_check_is_done(self, cast: factories.Cast) -> None:
        case = asked_case(cast, title="Boxen i Slussfors")
        [message] = [message for message in mail.outbox if ADDRESS in message.to]
        assert message.subject == "Stämmer det vi skriver om ”Boxen i Slussfors”?"
        assert links()[0].startswith("/sv/bekrafta/")
        assert step_of(case) == OWNER

    def test_link_and_mail_are_in_the_owners_language(self, cast: factories.Cast, client: Client) -> None:
        asked_case(cast, owner={"language": "en"})
        [message] = [message for message in mail.outbox if ADDRESS in message.to]
        assert message.subject.startswith("Is what we write about")
        assert links()[0].startswith("/en/confirm/")
        assert "Are the facts right?" in client.get(links()[0]).content.decode()

    def test_nothing_about_the_owner_is_in_the_address(self, cast: factories.Cast) -> None:
        asked_case(cast)
        assert not any(word in links()[0].lower() for word in ("handlar", "kim", "blavagen", "@"))

    def test_other_pages_pass_without_anybody_asked(self, cast: factories.Cast) -> None:
        page = factories.make_resource(owner=cast.contributor, published=False)
        bring_to_owner(page, cast)
        assert step_of(page) == FOUR_EYES

    def test_case_without_an_owner_waits_for_an_editor_with_a_reason(
        self, cast: factories.Cast, client: Client
    ) -> None:
        case = factories.make_case(owner=cast.contributor, published=False)
        bring_to_owner(case, cast)
        assert step_of(case) == OWNER
        with pytest.raises(PermissionDenied):
            moderation.approve(case, cast.editor)
        moderation.approve(case, cast.editor, "Föreningen har ingen e-post.")
        assert step_of(case) == FOUR_EYES
        moderation.approve(case, cast.reviewer)
        assert "Ej bekräftad av verksamheten" in client.get(fresh(case).url).content.decode()

    def test_two_reminders_on_day_7_and_day_14_and_no_third(self, cast: factories.Cast) -> None:
        asked_case(cast)
        counts = []
        for day in (6, 7, 8, 14, 15, 30):
            with later(days=day, hours=1):
                keep_asking()
            counts.append(len(links()))
        assert counts == [1, 2, 2, 3, 3, 3]
        assert len(set(links())) == 1
        assert [m.subject for m in mail.outbox if ADDRESS in m.to][1].startswith("Påminnelse: ")

    def test_no_reminder_once_the_owner_has_answered(self, cast: factories.Cast, client: Client) -> None:
        asked_case(cast)
        client.post(links()[0], {"answer": "confirm"})
        with later(days=8):
            keep_asking()
        assert len(links()) == 1

    def test_owner_is_not_asked_again_when_no_fact_has_changed(self, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast)
        client.post(links()[0], {"answer": "confirm"})
        moderation.approve(case, cast.reviewer)
        draft = fresh(case).get_latest_revision_as_object()
        draft.lessons = "<p>Ring handlaren två gånger.</p>"
        draft.save_revision(user=cast.contributor)
        bring_to_owner(draft, cast)
        assert step_of(case) == FOUR_EYES
        assert len(links()) == 1

    def test_owner_is_asked_again_when_a_fact_has_changed(self, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast)
        client.post(links()[0], {"answer": "confirm"})
        moderation.approve(case, cast.reviewer)
        draft = fresh(case).get_latest_revision_as_object()
        draft.locality = "Slussfors"
        draft.save_revision(user=cast.contributor)
        bring_to_owner(draft, cast)
        assert step_of(case) == OWNER
        assert len(links()) == 2


class TestGoingOnWithoutAnAnswer:
    def test_an_editor_may_after_21_days_with_a_reason_and_the_page_says_so(
        self, cast: factories.Cast, client: Client
    ) -> None:
        case = asked_case(cast)
        with later(days=20, hours=23), pytest.raises(PermissionDenied):
            moderation.approve(case, cast.editor, "Hon svarar inte.")
        with later(days=21, hours=1):
            with pytest.raises(PermissionDenied):
                moderation.approve(case, cast.editor, "  ")
            moderation.approve(case, cast.editor, "Hon svarar inte.")
            moderation.approve(case, cast.reviewer)
        assert "Ej bekräftad av verksamheten" in client.get(fresh(case).url).content.decode()
        assert TaskState.objects.filter(comment="Hon svarar inte.", finished_by=cast.editor).exists()
        assert client.get(links()[0]).status_code == 410

    def test_a_network_administrator_may_at_any_time(self, cast: factories.Cast) -> None:
        case = asked_case(cast)
        moderation.approve(case, cast.network_administrator, "Hon har sagt ja i telefon.")
        assert step_of(case) == FOUR_EYES

    def test_earlier_confirmation_does_not_hold_for_what_nobody_confirmed(
        self, cast: factories.Cast, client: Client
    ) -> None:
        case = asked_case(cast)
        client.post(links()[0], {"answer": "confirm"})
        moderation.approve(case, cast.reviewer)
        draft = fresh(case).get_latest_revision_as_object()
        draft.locality = "Någon annanstans"
        draft.save_revision(user=cast.contributor)
        bring_to_owner(draft, cast)
        moderation.approve(case, cast.network_administrator, "Brådskande.")
        moderation.approve(case, cast.reviewer)
        assert "Ej bekräftad av verksamheten" in client.get(case.url).content.decode()


class TestTheOwnersPage:
    def test_shows_the_facts_of_the_revision_that_was_asked_about(self, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast, live=True, title="Boxen", locality="Slussfors")
        newer = fresh(case).get_latest_revision_as_object()
        newer.title = newer.draft_title = "Något helt annat"
        newer.save_revision(user=cast.editor)
        html = client.get(links()[0]).content.decode()
        for words in ("Boxen", "Slussfors", "Storuman", "I drift", "Dagligvaror, dygnet runt", "250\xa0000\xa0kr"):
            assert words in html
        assert "Något helt annat" not in html

    def test_shows_nothing_private_and_no_other_draft_text(self, cast: factories.Cast, client: Client) -> None:
        asked_case(cast, need="<p>Hemlig text som ingen har granskat.</p>")
        html = client.get(links()[0]).content.decode()
        for words in ("Hemlig text", "sa Kim", "Ring på förmiddagen", ADDRESS, "070-174 06 05", "Kim Handlare"):
            assert words not in html

    @pytest.mark.parametrize("method", ["get", "head"])
    def test_opening_it_changes_nothing(self, method: str, cast: factories.Cast, client: Client) -> None:
        """Mail programs open links to look for viruses."""
        asked_case(cast)
        before = state_of_the_database()
        for _time in range(3):
            assert getattr(client, method)(links()[0]).status_code == 200
        assert state_of_the_database() == before

    def test_is_kept_by_nobody_and_sets_no_cookie(self, cast: factories.Cast) -> None:
        asked_case(cast)
        client = Client(enforce_csrf_checks=True)
        answer = client.get(links()[0])
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert '<meta name="robots" content="noindex">' in answer.content.decode()
        answer = client.post(links()[0], {"answer": "confirm"}, headers={"Origin": "null"})
        assert answer.status_code == 200
        assert not client.cookies

    def test_everything_is_right_moves_the_page_to_four_eyes(self, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast)
        answer = client.post(links()[0], {"answer": "confirm"})
        assert "Tack!" in answer.content.decode()
        assert step_of(case) == FOUR_EYES
        assert not fresh(case).live
        entry = PageLogEntry.objects.get(page=case.pk, action="servicebanken.owner_answered")
        assert (entry.user, entry.data["outcome"]) == (None, "confirmed")

    def test_public_page_says_who_confirmed_when_the_page_is_published(
        self, cast: factories.Cast, client: Client
    ) -> None:
        case = asked_case(cast)
        with time_machine.travel("2026-12-03T10:00:00+01:00", tick=False):
            client.post(links()[0], {"answer": "confirm"})
        moderation.approve(case, cast.reviewer)
        html = client.get(fresh(case).url).content.decode()
        assert "I drift, bekräftat 3 december 2026 av verksamheten" in html
        item = client.get(f"/api/v2/pages/{case.pk}/").json()
        assert (item["confirmed_on"], item["confirmed_by_owner"]) == ("2026-12-03", True)

    def test_public_page_does_not_claim_it_before_it_is_published(self, cast: factories.Cast, client: Client) -> None:
        """Until then the public reads other facts."""
        case = asked_case(cast, live=True)
        client.post(links()[0], {"answer": "confirm"})
        assert "Ej bekräftad av verksamheten" in client.get(case.url).content.decode()
        assert fresh(case).confirmed_on is None

    def test_something_wrong_sends_the_page_back_with_what_was_written(
        self, cast: factories.Cast, client: Client
    ) -> None:
        case = asked_case(cast)
        answer = client.post(links()[0], {"answer": "dispute", "services": "Vi stänger klockan 18."})
        assert "Våra redaktörer har fått" in answer.content.decode()
        state = fresh(case).current_workflow_state
        assert state.status == state.STATUS_NEEDS_CHANGES
        assert "Tjänster och öppettider: Vi stänger klockan 18." in state.current_task_state.comment
        assert any("Vi stänger klockan 18." in message.body for message in mail.outbox)
        client.force_login(cast.editor)
        history = client.get(reverse("wagtailadmin_pages:history", args=(case.pk,))).content.decode()
        assert "Vi stänger klockan 18." in history

    def test_after_a_correction_the_owner_is_asked_anew(self, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast)
        client.post(links()[0], {"answer": "dispute", "place": "Det är i Slussfors."})
        draft = fresh(case).get_latest_revision_as_object()
        draft.locality = "Slussfors"
        draft.save_revision(user=cast.contributor)
        moderation.submit(draft, cast.contributor)
        if step_of(case) != OWNER:
            moderation.approve(case, cast.editor)
        assert step_of(case) == OWNER
        assert len(links()) == 2
        assert links()[0] != links()[1]

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"answer": "publish"},
            {"answer": "dispute"},
            {"answer": "dispute", "place": "   "},
            {"answer": "dispute", "place": "x" * 501},
            {"answer": "dispute", "place": "nul\0"},
            {"answer": "confirm", "place": "Det ligger någon annanstans."},
        ],
    )
    def test_answer_that_cannot_be_taken_is_asked_for_again_with_what_was_written(
        self, data: dict[str, str], cast: factories.Cast, client: Client
    ) -> None:
        case = asked_case(cast)
        answer = client.post(links()[0], data)
        html = answer.content.decode()
        assert answer.status_code == 422
        assert "Ert svar har inte skickats än" in html
        if "\0" not in data.get("place", ""):
            assert data.get("place", "").strip() in html
        assert step_of(case) == OWNER


class TestLinksThatLeadNowhere:
    def status(self, client: Client, case: CaseStudyPage) -> int:
        """Of the first link, by both methods, with nothing of the case on the page and nothing done."""
        before = state_of_the_database()
        answers = [client.get(links()[0]), client.post(links()[0], {"answer": "confirm"})]
        assert state_of_the_database() == before
        assert all(case.title not in answer.content.decode() for answer in answers)
        [status] = {answer.status_code for answer in answers}
        return status

    def test_used(self, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast)
        client.post(links()[0], {"answer": "confirm"})
        assert self.status(client, case) == 410
        assert "Ni har redan svarat" in client.get(links()[0]).content.decode()

    def test_too_old(self, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast)
        with later(days=60, hours=1):
            assert self.status(client, case) == 410
            assert "Länken fungerar inte" in client.get(links()[0]).content.decode()

    def test_review_cancelled(self, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast)
        fresh(case).current_workflow_state.cancel(user=cast.contributor)
        assert self.status(client, case) == 410

    @pytest.mark.parametrize("change", ["address", "person", "nobody"])
    def test_owner_is_somebody_else(self, change: str, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast)
        if change == "address":
            CaseOwner.objects.update(email="ny@example.org")
        else:
            CaseOwner.objects.all().delete()
        if change == "person":
            make_owner(case)
        assert self.status(client, case) == 410

    @pytest.mark.parametrize(
        "spoil", [lambda t: t[:-1], lambda t: f"{t}x", lambda t: t.replace(".", ""), lambda t: "å"]
    )
    def test_garbled(self, spoil: Any, cast: factories.Cast, client: Client) -> None:
        asked_case(cast)
        head, token = links()[0].rstrip("/").rsplit("/", 1)
        for method in (client.get, client.post):
            answer = method(f"{head}/{spoil(token)}/")
            assert answer.status_code == 404
            assert "Länken fungerar inte" in answer.content.decode()

    def test_revision_that_is_gone(self, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast)
        OwnerRequest.objects.update(revision=None)
        assert self.status(client, case) == 410

    def test_case_that_is_deleted(self, cast: factories.Cast, client: Client) -> None:
        case = asked_case(cast)
        fresh(case).delete()
        assert client.get(links()[0]).status_code == 404
