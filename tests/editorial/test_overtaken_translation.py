"""A Swedish page that changes while its translation waits for approval: whoever approves is told, and by how much."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from bank.models import CaseStudyPage
from cms.core.translation_state import TranslationState
from cms.editorial import moderation
from cms.editorial.batches.working import work_off
from cms.editorial.translation import translate
from tests import factories
from tests.editorial.page_forms import edit_url, soup_of

CHANGED = "The Swedish page has changed since"


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def case(cast: factories.Cast) -> CaseStudyPage:
    return factories.make_case(title="Boxen i byn", need="<p>Affären stängde.</p><p>Macken stängde.</p>")


@pytest.fixture
def waiting(case: CaseStudyPage, cast: factories.Cast, client: Client) -> Any:
    """In English but for the title, and waiting for four eyes; a reviewer who reads English is signed in."""
    UserProfile.objects.update_or_create(user=cast.reviewer, defaults={"preferred_language": "en"})
    english = Locale.objects.get(language_code="en")
    draft = translate(
        case, english, lambda path, text: None if path == "title" else f"{text} (in English)", cast.translator
    )
    moderation.submit(draft, cast.translator)
    client.force_login(cast.reviewer)
    return fresh(draft)


def publish(case: CaseStudyPage, **values: Any) -> None:
    case = fresh(case)
    for name, value in values.items():
        setattr(case, name, value)
    case.save_revision().publish()


def panel(client: Client, page: Page) -> Any:
    return soup_of(client.get(edit_url(page))).select_one(".sb-review")


def buttons(client: Client, page: Page) -> list[str]:
    return [button["data-workflow-action-url"] for button in panel(client, page).select("[data-workflow-action-url]")]


class TestTheReviewPanel:
    def test_says_what_was_missing_when_it_was_sent_and_nothing_more(
        self, waiting: CaseStudyPage, client: Client
    ) -> None:
        said = panel(client, waiting).get_text(" ", strip=True)
        assert "Never translated: 1" in said
        assert CHANGED not in said

    @pytest.mark.parametrize(
        ("need", "number"),
        [
            ("<p>Affären stängde.</p><p>Macken stängde i höstas.</p>", 1),
            ("<p>Affären stängde.</p>", 1),
            ("<p>Affären stängde.</p><p>Macken stängde.</p><p>Bussen drogs in.</p><p>Banken med.</p>", 2),
        ],
        ids=["worded anew", "taken away", "added"],
    )
    def test_says_how_many_texts_have_changed_since(
        self, need: str, number: int, case: CaseStudyPage, waiting: CaseStudyPage, client: Client
    ) -> None:
        publish(case, need=need)
        said = panel(client, waiting).get_text(" ", strip=True)
        assert f"{CHANGED} the translation was sent for review: {number} text" in said

    def test_says_nothing_of_a_changed_fact(self, case: CaseStudyPage, waiting: CaseStudyPage, client: Client) -> None:
        publish(case, solution_status="closed")
        assert CHANGED not in panel(client, waiting).get_text(" ", strip=True)


class TestApproving:
    def test_with_a_button_that_was_shown_before_the_change_is_not_done(
        self, case: CaseStudyPage, waiting: CaseStudyPage, client: Client
    ) -> None:
        approve = buttons(client, waiting)[0]
        publish(case, lessons="<p>Fråga först.</p>")
        answer = client.post(approve, follow=True)
        assert "Not approved: the Swedish page has changed" in soup_of(answer).select_one(".messages").get_text()
        assert (fresh(waiting).live, fresh(waiting).workflow_in_progress) == (False, True)

    @pytest.mark.parametrize("with_comment", [False, True])
    def test_with_one_that_was_shown_after_it_publishes_what_was_sent(
        self, with_comment: bool, case: CaseStudyPage, waiting: CaseStudyPage, client: Client
    ) -> None:
        publish(case, lessons="<p>Fråga först.</p>")
        address = buttons(client, waiting)[with_comment]
        if with_comment:
            dialogue = client.get(address).json()["html"]
            assert "?changed=1" in dialogue
        client.post(address, {"comment": "Det får gå."})
        page = fresh(waiting)
        assert page.live
        assert "Fråga först." not in page.lessons
        assert page.translation_state == TranslationState.OUTDATED

    def test_is_not_done_when_more_has_changed_than_was_told(
        self, case: CaseStudyPage, waiting: CaseStudyPage, client: Client
    ) -> None:
        publish(case, lessons="<p>Fråga först.</p>")
        approve = buttons(client, waiting)[0]
        publish(case, need="<p>Allt stängde.</p>")
        client.post(approve)
        assert not fresh(waiting).live

    @pytest.mark.parametrize("told", ["x", "-1", "9" * 40, "²"])
    def test_takes_no_nonsense_for_a_number(
        self, told: str, case: CaseStudyPage, waiting: CaseStudyPage, client: Client
    ) -> None:
        publish(case, lessons="<p>Fråga först.</p>")
        state = waiting.current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=(waiting.pk, "approve", state.pk))
        assert client.post(f"{address}?changed={told}").status_code == 302
        assert not fresh(waiting).live

    def test_a_swedish_page_is_as_before(self, cast: factories.Cast, client: Client) -> None:
        case = factories.make_case(owner=cast.contributor, published=False)
        moderation.submit(case, cast.contributor)
        factories.bring_to_four_eyes(case, cast)
        client.force_login(cast.reviewer)
        state = fresh(case).current_workflow_task_state
        client.post(reverse("wagtailadmin_pages:workflow_action", args=(case.pk, "approve", state.pk)))
        assert fresh(case).live

    def test_sending_back_is_always_possible(self, case: CaseStudyPage, waiting: CaseStudyPage, client: Client) -> None:
        reject = buttons(client, waiting)[-1]
        publish(case, lessons="<p>Fråga först.</p>")
        client.post(reject, {"comment": "Den svenska sidan har ändrats."})
        assert not fresh(waiting).workflow_in_progress


def test_with_others_at_once_it_is_not_approved_unseen(
    case: CaseStudyPage, waiting: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    publish(case, need="<p>Affären stängde i maj.</p><p>Macken stängde.</p>")
    url = reverse("wagtail_bulk_action", args=("wagtailcore", "page", "approve"))
    version = fresh(waiting).current_workflow_task_state.revision_id
    answer = client.post(f"{url}?id={waiting.pk}", {f"version-{waiting.pk}": version})
    work_off()
    assert not fresh(waiting).live
    assert "The Swedish page has changed" in client.get(answer["Location"]).content.decode()
    client.post(f"{buttons(client, waiting)[0]}")
    assert fresh(waiting).live
