"""A page with a time: the button says it, the clock of the village holds, and a stopped worker is seen (row 43)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.users.models import UserProfile

from cms.core.jobs import jobs
from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.translation import translate
from cms.publishing.models import JobRun
from cms.publishing.schedule import JOB
from cms.publishing.worker import Worker
from tests import factories
from tests.editorial.page_forms import edit_url, errors_of, send, soup_of

AUTUMN = dt.datetime(2026, 11, 2, 8, 0, tzinfo=dt.UTC)
TYPED_AND_MEANT = {
    "2026-03-29 01:30": "2026-03-29T00:30Z",
    "2026-03-29 03:30": "2026-03-29T01:30Z",
    "2026-10-25 01:30": "2026-10-24T23:30Z",
    "2026-10-25 03:30": "2026-10-25T02:30Z",
}
NINE_IN_DECEMBER = dt.datetime(2026, 12, 12, 8, 0, tzinfo=dt.UTC)


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


def waiting_for_four_eyes(cast: factories.Cast, at: dt.datetime, page: Any = None) -> Any:
    page = page or factories.make_case(title="Boxen", owner=cast.contributor, published=False)
    draft = page.get_latest_revision_as_object()
    draft.go_live_at = at
    draft.save_revision(user=cast.contributor)
    moderation.submit(page, cast.contributor)
    factories.bring_to_four_eyes(page, cast)
    return page


def labels(client: Client, url: str) -> set[str]:
    """What the buttons that approve say."""
    soup = soup_of(client.get(url))
    approving = soup.select('[data-workflow-action-url*="/approve/"], [data-workflow-action-name="approve"]')
    return {" ".join(button.get_text().split()) for button in approving}


def worker_runs() -> None:
    """A worker that has just started, and does what is due of this."""
    Worker([job for job in jobs if job.name == JOB]).run_due()


class TestTheButton:
    def test_says_when_the_page_becomes_public_in_the_language_of_the_reviewer(
        self, cast: factories.Cast, client: Client
    ) -> None:
        with time_machine.travel(AUTUMN):
            page = waiting_for_four_eyes(cast, NINE_IN_DECEMBER)
            client.force_login(cast.reviewer)
            swedish = {
                "Godkänn och publicera 12 dec 09:00",
                "Godkänn och publicera 12 dec 09:00, med en kommentar",
            }
            changes = reverse("page_changes", args=(page.pk,))
            assert labels(client, edit_url(page)) == labels(client, changes) == swedish
            UserProfile.objects.update_or_create(user=cast.reviewer, defaults={"preferred_language": "en"})
            assert "Approve and publish 12 Dec 09:00" in labels(client, changes)
        with time_machine.travel(NINE_IN_DECEMBER + dt.timedelta(minutes=1)):
            client.force_login(cast.reviewer)
            assert "Approve" in labels(client, changes), "the time is past: it is published at once"

    def test_names_the_year_when_it_is_another(self, cast: factories.Cast, client: Client) -> None:
        with time_machine.travel(AUTUMN):
            page = waiting_for_four_eyes(cast, dt.datetime(2027, 1, 4, 8, 0, tzinfo=dt.UTC))
            client.force_login(cast.reviewer)
            assert "Godkänn och publicera 4 jan 2027 09:00" in labels(client, edit_url(page))

    def test_of_the_editorial_check_says_nothing_of_it(self, cast: factories.Cast, client: Client) -> None:
        with time_machine.travel(AUTUMN):
            page = factories.make_case(owner=cast.contributor, published=False)
            page.go_live_at = NINE_IN_DECEMBER
            page.save_revision(user=cast.contributor)
            moderation.submit(page, cast.contributor)
            client.force_login(cast.editor)
            assert labels(client, edit_url(page)) == {"Godkänn", "Godkänn med en kommentar"}


class TestWhatIsApprovedForLater:
    def test_becomes_public_exactly_once_though_the_worker_was_away_for_days(
        self, cast: factories.Cast, client: Client
    ) -> None:
        with time_machine.travel(AUTUMN):
            page = waiting_for_four_eyes(cast, NINE_IN_DECEMBER)
            moderation.approve(page, cast.reviewer)
            assert not fresh(page).live
            client.force_login(cast.contributor)
            assert "blir publik 12 dec 09:00" in client.get(reverse("wagtailadmin_home")).content.decode()
        for days in (3, 4):
            with time_machine.travel(NINE_IN_DECEMBER + dt.timedelta(days=days)):
                worker_runs()
                worker_runs()
        assert fresh(page).live
        assert PageLogEntry.objects.filter(page=page.pk, action="wagtail.publish.scheduled").count() == 1
        assert fresh(page).last_published_at - NINE_IN_DECEMBER < dt.timedelta(days=3, minutes=1)

    def test_follows_the_clock_on_the_wall_when_it_is_changed(self, cast: factories.Cast, client: Client) -> None:
        """Hours that people in Sweden type around the nights when the clock is put forward and back."""
        with time_machine.travel(dt.datetime(2026, 3, 2, 8, 0, tzinfo=dt.UTC)):
            page = factories.make_case(owner=cast.contributor, published=False)
            client.force_login(cast.contributor)
            for typed, utc in TYPED_AND_MEANT.items():
                send(client, edit_url(page), go_live_at=typed)
                stored = Revision.objects.get(pk=fresh(page).latest_revision_id).as_object().go_live_at
                assert stored == dt.datetime.fromisoformat(utc), typed
            for typed in ("2026-03-29 02:30", "2026-10-25 02:30"):
                answer = send(client, edit_url(page), go_live_at=typed)
                assert "go_live_at" in errors_of(answer), "that hour does not exist, or comes twice"
            moment = dt.datetime(2026, 3, 29, 1, 30, tzinfo=dt.UTC)
            send(client, edit_url(page), go_live_at="2026-03-29 03:30")
            moderation.submit(page, cast.contributor)
            factories.bring_to_four_eyes(page, cast)
            client.force_login(cast.reviewer)
            assert "Godkänn och publicera 29 mar 03:30" in labels(client, edit_url(page))
            moderation.approve(page, cast.reviewer)
        for seconds, is_live in ((-30, False), (30, True)):
            with time_machine.travel(moment + dt.timedelta(seconds=seconds)):
                worker_runs()
                assert fresh(page).live is is_live

    def test_in_english_follows_its_own_time(self, cast: factories.Cast) -> None:
        with time_machine.travel(AUTUMN):
            swedish = factories.make_case(title="Boxen", owner=cast.contributor)
            draft = swedish.get_latest_revision_as_object()
            draft.go_live_at, draft.expire_at = NINE_IN_DECEMBER, NINE_IN_DECEMBER + dt.timedelta(days=30)
            draft.title = "Boxen, ny text"
            draft.save_revision(user=cast.contributor)
            moderation.submit(swedish, cast.contributor)
            factories.bring_to_four_eyes(swedish, cast)
            moderation.approve(swedish, cast.reviewer)
        with time_machine.travel(NINE_IN_DECEMBER + dt.timedelta(minutes=1)):
            worker_runs()
            english = translate(fresh(swedish), factories.languages()[1], lambda _path, text: text, cast.translator)
            assert (english.go_live_at, english.expire_at) == (None, None)
            later = NINE_IN_DECEMBER + dt.timedelta(days=2)
            english.go_live_at = later
            english.save_revision(user=cast.translator)
            moderation.submit(english, cast.translator)
            moderation.approve(english, cast.reviewer)
            worker_runs()
            assert (fresh(swedish).title, fresh(english).live) == ("Boxen, ny text", False)
        with time_machine.travel(later + dt.timedelta(minutes=1)):
            worker_runs()
            assert fresh(english).live
        with time_machine.travel(NINE_IN_DECEMBER + dt.timedelta(days=31)):
            worker_runs()
            assert (fresh(swedish).live, fresh(english).live) == (False, True)


class TestTheWarning:
    def shown(self, client: Client, user: User) -> str:
        client.force_login(user)
        found = soup_of(client.get(reverse("wagtailadmin_home"))).select_one("#schedule-warning")
        return " ".join(found.get_text().split()) if found else ""

    def test_comes_when_nobody_has_looked_for_five_minutes(self, cast: factories.Cast, client: Client) -> None:
        assert "har aldrig gått" in self.shown(client, cast.contributor)
        run = JobRun.objects.create(name=JOB, started_at=timezone.now() - dt.timedelta(minutes=4))
        assert self.shown(client, cast.contributor) == ""
        run.started_at -= dt.timedelta(minutes=2)
        run.save()
        assert "har inte tittat sedan" in self.shown(client, cast.contributor)
        worker_runs()
        assert self.shown(client, cast.contributor) == ""

    def test_names_what_the_worker_did_not_manage(self, cast: factories.Cast, client: Client) -> None:
        page = factories.make_case(title="Boxen", owner=cast.contributor, published=False)
        past = timezone.now() - dt.timedelta(minutes=6)
        Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=past)
        worker_runs()
        shown = self.shown(client, cast.reviewer)
        assert "Boxen" in shown
        assert "har inte tittat" not in shown
