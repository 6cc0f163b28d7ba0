"""Many pages are sent for review or approved at once, each by itself and by the rules that hold for one (row 44)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from bank.models import CaseStudyPage
from cms.core.jobs import jobs
from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.batches import reviewing, working
from cms.editorial.models import Batch, BatchedPage
from cms.editorial.translation import translate
from home.models import ContentPage
from tests import factories
from tests.editorial.page_forms import soup_of, values_of


def work_off() -> None:
    """As the worker does it."""
    next(job for job in jobs if job.name == "work_on_many_pages").function()


def ask(
    client: Client, user: User, action: str, pages: list[Any], meanwhile: Callable[[], object] | None = None
) -> str:
    """Choose pages in a listing, press the button, answer the question; the address where the result stands.

    `meanwhile`: what happens while the question is read.
    """
    client.force_login(user)
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", action))
    url = f"{url}?{'&'.join(f'id={page.pk}' for page in pages)}"
    form = soup_of(client.get(url)).select_one("main form[method=POST]")
    if meanwhile:
        meanwhile()
    return str(client.post(url, values_of(form)).url)


def result(client: Client, url: str) -> tuple[str, dict[str, str]]:
    """What is said of all, and title → reason of those that were not possible."""
    page = soup_of(client.get(url))
    failed = [" ".join(item.get_text().split()) for item in page.select("[data-progress] > ul > li")]
    return page.select_one("#batch-progress").get_text(" ", strip=True), dict(
        line.split(": ", maxsplit=1) for line in failed
    )


def waits(page: Page) -> bool:
    return bool(Page.objects.get(pk=page.pk).workflow_in_progress)


def live(page: Page) -> bool:
    return bool(Page.objects.get(pk=page.pk).live)


class TestSending:
    def test_a_hundred_pages_of_which_one_is_not_whole_sends_99_and_tells_of_one(
        self, cast: factories.Cast, client: Client
    ) -> None:
        section = factories.make_content_page(title="Avdelning")
        pages = []
        for number in range(100):
            page = ContentPage(title=f"Del {number}", summary="Kort.", body=section.body, locale=section.locale)
            page.live = False
            section.add_child(instance=page)
            page.summary = "" if number == 41 else "Kort."
            page.save_revision(user=cast.contributor, clean=False)
            pages.append(page)
        url = ask(client, cast.editor, "submit", pages)
        assert "0 av 100" in result(client, url)[0], "nobody waits while it is done"
        while BatchedPage.objects.filter(state="waiting").exists():
            work_off()
        told, failed = result(client, url)
        assert "100 av 100 sidor är behandlade. Klara: 99. Gick inte: 1." in told
        assert list(failed) == ["Del 41"]
        assert "Sammanfattning" in failed["Del 41"]
        assert [page.title for page in pages if not waits(page)] == ["Del 41"]

    def test_that_is_stopped_goes_on_and_what_was_mended_is_tried_again(
        self, cast: factories.Cast, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pages = [factories.make_case(title=f"Box {n}", owner=cast.contributor, published=False) for n in range(3)]
        Page.objects.filter(pk=pages[0].pk).update(locked=True, locked_by=cast.superuser)
        url = ask(client, cast.editor, "submit", pages)
        submit = moderation.submit

        def stopped(page: Page, user: User) -> Any:
            if page.title == "Box 2":
                raise SystemExit
            return submit(page, user)

        monkeypatch.setattr(moderation, "submit", stopped)
        with pytest.raises(SystemExit):
            work_off()
        assert [waits(page) for page in pages] == [False, True, False]
        monkeypatch.setattr(moderation, "submit", submit)
        work_off()
        assert result(client, url)[1] == {"Box 0": "Sidan är låst."}
        Page.objects.filter(pk=pages[0].pk).update(locked=False, locked_by=None)
        client.post(url)
        work_off()
        assert [waits(page) for page in pages] == [True, True, True]
        assert result(client, url)[1] == {}

    def test_says_of_each_page_why_not(self, cast: factories.Cast, client: Client) -> None:
        public = factories.make_case(title="Publik", owner=cast.contributor)
        sent = factories.make_case(title="Skickad", owner=cast.contributor, published=False)
        moderation.submit(sent, cast.contributor)
        half = translate(public, factories.languages()[1], {}, cast.translator)
        url = ask(client, cast.editor, "submit", [public, sent])
        by_translator = working.ask_for(Batch.Kind.SUBMIT, [{"page_id": half.pk, "title": "Half"}], cast.translator)
        by_author = working.ask_for(Batch.Kind.SUBMIT, [{"page_id": sent.pk, "title": "Skickad"}], cast.contributor)
        work_off()
        assert result(client, url)[1] == {
            "Publik": "Inget i den har ändrats sedan den publicerades.",
            "Skickad": "Sidan är redan inskickad för granskning.",
        }
        assert "saknar översättning" in by_translator.pages.get().reason
        assert by_author.pages.get().reason == "Sidan är redan inskickad för granskning.", "not that it is locked"
        client.force_login(cast.contributor)
        assert client.get(url).status_code == 302, "the list is for whoever asked, and administrators"


class TestApproving:
    @pytest.fixture
    def checked(self, cast: factories.Cast) -> list[CaseStudyPage]:
        pages = [factories.make_case(title=f"Box {n}", owner=cast.contributor, published=False) for n in range(3)]
        for page in pages:
            moderation.submit(page, cast.contributor)
            factories.bring_to_four_eyes(page, cast)
        return pages

    def test_is_by_four_eyes_page_by_page_and_of_the_version_that_was_chosen(
        self, checked: list[CaseStudyPage], cast: factories.Cast, client: Client
    ) -> None:
        own, other, changed = checked
        draft = own.get_latest_revision_as_object()
        draft.summary = "Granskaren har skrivit här."
        draft.save_revision(user=cast.reviewer)

        def sent_anew() -> None:
            page = CaseStudyPage.objects.get(pk=changed.pk)
            page.current_workflow_state.cancel(user=cast.contributor)
            page.summary = "Det har ingen granskare sett."
            page.save_revision(user=cast.contributor)
            moderation.submit(page, cast.contributor)
            factories.bring_to_four_eyes(page, cast)

        url = ask(client, cast.reviewer, "approve", checked, meanwhile=sent_anew)
        work_off()
        failed = result(client, url)[1]
        assert "Du har skrivit i den" in failed["Box 0"]
        assert "En annan version väntar" in failed["Box 2"]
        assert [live(page) for page in checked] == [False, True, False]
        assert Page.objects.get(pk=other.pk).live_revision.user == cast.contributor

    @pytest.mark.parametrize("role", ["contributor", "editor", "superuser"])
    def test_is_for_those_who_may(
        self, role: str, checked: list[CaseStudyPage], cast: factories.Cast, client: Client
    ) -> None:
        if role == "superuser":
            moderation.approve(checked[0], cast.reviewer)
            waiting = factories.make_case(title="Egen", owner=cast.superuser, published=False)
            moderation.submit(waiting, cast.superuser)
            factories.bring_to_four_eyes(waiting, cast)
            checked = [waiting]
        ask(client, getattr(cast, role), "approve", checked)
        work_off()
        assert not any(live(page) for page in checked)
        assert set(BatchedPage.objects.values_list("state", flat=True)) == {"failed"}

    def test_of_the_editorial_check_holds_back_what_is_not_ready(self, cast: factories.Cast, client: Client) -> None:
        ready = factories.make_case(title="Färdig", owner=cast.contributor, published=False)
        lacking = factories.make_case(title="Ofärdig", owner=cast.contributor, published=False, must_be_whole=True)
        for page in (ready, lacking):
            moderation.submit(page, cast.contributor)
        url = ask(client, cast.editor, "approve", [ready, lacking])
        work_off()
        failed = result(client, url)[1]
        assert list(failed) == ["Ofärdig"]
        assert "behöver det här fältet" in failed["Ofärdig"]
        assert not Page.objects.get(pk=ready.pk).current_workflow_task.name.startswith("Redaktionell")

    def test_by_somebody_who_has_left_is_not_done(
        self, checked: list[CaseStudyPage], cast: factories.Cast, client: Client
    ) -> None:
        ask(client, cast.reviewer, "approve", checked)
        cast.reviewer.groups.clear()
        work_off()
        assert not any(live(page) for page in checked)

    def test_is_judged_like_everything_else(
        self,
        checked: list[CaseStudyPage],
        cast: factories.Cast,
        client: Client,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Somebody writes a kind of work that publishes past the workflow."""
        url = ask(client, cast.reviewer, "approve", checked[:1])

        def past_the_workflow(page: Page, _row: BatchedPage, user: User) -> str:
            page.get_latest_revision().publish(user=user, skip_permission_checks=True)
            return reviewing.DONE

        monkeypatch.setitem(working._works, "approve", past_the_workflow)
        work_off()
        assert "godkännande" in result(client, url)[1]["Box 0"]
        assert not live(checked[0])
