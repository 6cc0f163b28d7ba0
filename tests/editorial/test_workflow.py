"""The workflow of the bank: an editorial check, then four eyes, and then it is public."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, PageLogEntry, TaskState, Workflow, WorkflowTask

from bank.models import CaseStudyPage
from cms.core.models import User
from cms.editorial import moderation
from cms.editorial.contributions import writers_since_publication
from tests import factories
from tests.editorial.page_forms import edit_url, send, soup_of


@pytest.fixture
def draft(cast: factories.Cast) -> CaseStudyPage:
    """A contributor's draft."""
    return factories.make_case(owner=cast.contributor, published=False)


@pytest.fixture
def submitted(draft: CaseStudyPage, cast: factories.Cast) -> CaseStudyPage:
    """The same, waiting for the editorial check."""
    moderation.submit(draft, cast.contributor)
    return draft


@pytest.fixture
def checked(submitted: CaseStudyPage, cast: factories.Cast) -> CaseStudyPage:
    """The same, waiting for four eyes."""
    factories.bring_to_four_eyes(submitted, cast)
    return submitted


def fresh(page: Page) -> Any:
    return type(page).objects.get(pk=page.pk)


def action_url(page: Page, action: str) -> str:
    state = fresh(page).current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=(page.pk, action, state.pk))


def actions_for(page: Page, user: User) -> set[str]:
    page = fresh(page)
    return {name for name, _label, _modal in page.current_workflow_task.get_actions(page, user)}


def test_contributor_editor_and_reviewer_bring_a_draft_to_the_public(
    draft: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    client.force_login(cast.contributor)
    send(client, edit_url(draft), action="action-submit")
    assert client.get(draft.url).status_code == 404

    client.force_login(cast.editor)
    client.post(action_url(draft, "approve"))
    client.post(action_url(draft, "approve"), {"comment": "Föreningen har ingen e-post."})
    assert client.get(draft.url).status_code == 404

    client.force_login(cast.reviewer)
    client.post(action_url(draft, "approve"))
    client.logout()
    assert fresh(draft).live
    assert PageLogEntry.objects.get(page=draft.pk, action="wagtail.publish").user == cast.reviewer


@pytest.mark.parametrize(
    "role", ["contributor", "translator", "reviewer", "network_administrator", "other_contributor"]
)
def test_editorial_check_is_for_editors(role: str, submitted: CaseStudyPage, cast: factories.Cast) -> None:
    assert actions_for(submitted, getattr(cast, role)) == set()
    assert actions_for(submitted, cast.editor) == {"approve", "reject"}


@pytest.mark.parametrize("role", ["contributor", "translator", "editor", "network_administrator"])
def test_last_approval_is_for_reviewers(
    role: str, checked: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    assert actions_for(checked, getattr(cast, role)) == set()
    client.force_login(getattr(cast, role))
    client.post(action_url(checked, "approve"))
    assert not fresh(checked).live
    assert actions_for(checked, cast.reviewer) == {"approve", "reject"}


def test_approving_in_the_page_form_without_changing_anything_is_no_edit(
    checked: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    """Although the rich text editor gives keys to paragraphs that were not written in it."""
    client.force_login(cast.reviewer)
    send(client, edit_url(checked), action="action-workflow-action", **{"workflow-action-name": "approve"})
    assert fresh(checked).live


def test_editor_corrects_and_approves_with_one_button(
    submitted: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    client.force_login(cast.editor)
    changes = {"summary": "Utan stavfel.", "workflow-action-name": "approve"}
    send(client, edit_url(submitted), action="action-workflow-action", **changes)
    state = fresh(submitted).current_workflow_task_state
    assert state.task.name.startswith("Verksamheten bekräftar")
    assert state.revision.as_object().summary == "Utan stavfel."


def test_editor_may_check_what_they_wrote_but_not_publish_it(cast: factories.Cast) -> None:
    page = factories.make_case(owner=cast.editor, published=False)
    moderation.submit(page, cast.editor)
    factories.bring_to_four_eyes(page, cast)
    cast.editor.groups.add(Group.objects.get(name="reviewer"))  # so that only their words stand in the way
    assert actions_for(page, cast.editor) == set()
    with pytest.raises(PermissionDenied):
        moderation.approve(page, cast.editor)
    assert not fresh(page).live
    moderation.approve(page, cast.reviewer)
    assert fresh(page).live


class TestFourEyes:
    def wrote_and_waits(self, page: CaseStudyPage, writer: User, cast: factories.Cast) -> None:
        """`writer` writes in the page, somebody else submits it and it passes the check."""
        page = fresh(page).get_latest_revision_as_object()
        page.summary = "En ändrad mening."
        page.save_revision(user=writer)
        moderation.submit(page, cast.contributor)
        factories.bring_to_four_eyes(page, cast)

    @pytest.mark.parametrize("role", ["reviewer", "superuser"])
    def test_nobody_approves_what_they_wrote(
        self, role: str, draft: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        writer = getattr(cast, role)
        self.wrote_and_waits(draft, writer, cast)
        assert actions_for(draft, writer) == set()
        client.force_login(writer)
        for action in ("approve", "reject"):
            client.post(action_url(draft, action), {"comment": "Bra."})
        assert not fresh(draft).live
        assert fresh(draft).workflow_in_progress
        assert actions_for(draft, cast.other_reviewer) == {"approve", "reject"}

    def test_nobody_approves_what_they_asked_to_have_reviewed(self, draft: CaseStudyPage, cast: factories.Cast) -> None:
        moderation.submit(draft, cast.reviewer)
        factories.bring_to_four_eyes(draft, cast)
        assert actions_for(draft, cast.reviewer) == set()
        assert actions_for(draft, cast.other_reviewer) == {"approve", "reject"}

    def test_writing_before_the_last_publication_does_not_count(self, cast: factories.Cast) -> None:
        page = factories.make_case(owner=cast.reviewer)
        assert writers_since_publication(page) == set()
        self.wrote_and_waits(page, cast.contributor, cast)
        assert actions_for(page, cast.reviewer) == {"approve", "reject"}

    def test_writing_earlier_in_the_same_draft_counts(self, cast: factories.Cast) -> None:
        """The last hand is not the only hand."""
        page = factories.make_case(owner=cast.contributor)
        draft = page.get_latest_revision_as_object()
        draft.summary = "Granskarens mening."
        draft.save_revision(user=cast.reviewer)
        self.wrote_and_waits(page, cast.contributor, cast)
        assert actions_for(page, cast.reviewer) == set()

    def test_autosave_over_a_published_revision_counts(self, cast: factories.Cast) -> None:
        """An autosave keeps the number of the revision that it writes over."""
        page = factories.make_case(owner=cast.reviewer)
        draft = page.get_latest_revision_as_object()
        draft.summary = "En ändrad mening."
        draft.save_revision(user=cast.reviewer, overwrite_revision=page.latest_revision)
        assert writers_since_publication(fresh(page)) == {cast.reviewer.pk}

    def test_reviewer_who_edits_while_approving_publishes_nothing(
        self, checked: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        """Edit and approval in one and the same request."""
        client.force_login(cast.reviewer)
        changes = {"summary": "Granskarens egen mening.", "workflow-action-name": "approve"}
        send(client, edit_url(checked), action="action-workflow-action", **changes)
        assert not fresh(checked).live
        assert actions_for(checked, cast.reviewer) == set()

    def test_nobody_publishes_by_switching_the_step_off(
        self, checked: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        """Wagtail then ends the workflow as if it had been approved, by whoever did it."""
        client.force_login(cast.superuser)
        task = fresh(checked).current_workflow_task
        client.post(reverse("wagtailadmin_workflows:disable_task", args=(task.pk,)))
        assert not fresh(checked).live


class TestWhatWasSentBackAtTheEnd:
    """By four eyes, after the steps before had passed it."""

    @pytest.mark.parametrize("is_mended", [True, False])
    def test_is_seen_by_every_step_that_has_not_seen_it_and_by_four_eyes_last(
        self, is_mended: bool, checked: CaseStudyPage, cast: factories.Cast
    ) -> None:
        moderation.reject(checked, cast.reviewer, "Vilken by?")
        if is_mended:
            draft = checked.get_latest_revision_as_object()
            draft.summary = "I Slussfors."
            draft.save_revision(user=cast.contributor)
        moderation.submit(fresh(checked), cast.contributor)
        if is_mended:
            assert fresh(checked).current_workflow_task.name.startswith("Redaktionell kontroll")
            factories.bring_to_four_eyes(checked, cast)
        assert fresh(checked).current_workflow_task.name.startswith("Fyra ögon")
        moderation.approve(checked, cast.reviewer)
        assert fresh(checked).live
        assert not is_mended or fresh(checked).summary == "I Slussfors."

    def test_goes_the_same_way_from_the_form(
        self, checked: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        moderation.reject(checked, cast.reviewer, "Vilken by?")
        client.force_login(cast.contributor)
        send(client, edit_url(checked), action="action-restart-workflow", summary="I Slussfors.")
        factories.bring_to_four_eyes(checked, cast)
        client.force_login(cast.reviewer)
        client.post(action_url(checked, "approve"))
        assert fresh(checked).summary == "I Slussfors."
        assert fresh(checked).live


class TestWhatIsPublished:
    def test_is_the_revision_that_was_reviewed(self, checked: CaseStudyPage, cast: factories.Cast) -> None:
        reviewed = fresh(checked).current_workflow_task_state.revision
        moderation.approve(checked, cast.reviewer)
        assert fresh(checked).live_revision == reviewed

    def test_is_nothing_when_the_draft_changed_after_the_reviewer_looked(
        self, checked: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        url = action_url(checked, "approve")
        page = fresh(checked).get_latest_revision_as_object()
        page.summary = "Smugen in efteråt."
        page.save_revision(user=cast.contributor)
        client.force_login(cast.reviewer)
        for said in ("ändrades efter den version som du godkände", "har ändrats sedan du öppnade den"):
            answer = client.post(url, follow=True)
            assert said in soup_of(answer).select_one(".messages").get_text()
        page = fresh(checked)
        assert not page.live
        assert page.current_workflow_state.current_task_state.revision == page.latest_revision

    def test_stays_public_unchanged_while_a_change_waits(self, cast: factories.Cast, client: Client) -> None:
        page = factories.make_case(summary="Den gamla meningen.")
        client.force_login(cast.contributor)
        draft = page.get_latest_revision_as_object()
        draft.summary = "Den nya meningen."
        draft.save_revision(user=cast.contributor)
        moderation.submit(draft, cast.contributor)
        assert fresh(page).summary == "Den gamla meningen."
        factories.bring_to_four_eyes(page, cast)
        moderation.approve(page, cast.reviewer)
        assert fresh(page).summary == "Den nya meningen."

    def test_is_marked_as_reviewed(self, checked: CaseStudyPage, cast: factories.Cast) -> None:
        assert checked.quality_level == "documented"
        moderation.approve(checked, cast.reviewer)
        assert fresh(checked).quality_level == "reviewed"

    def test_keeps_a_higher_quality_level(self, checked: CaseStudyPage, cast: factories.Cast) -> None:
        CaseStudyPage.objects.filter(pk=checked.pk).update(quality_level="followed_up")
        moderation.approve(checked, cast.reviewer)
        assert fresh(checked).quality_level == "followed_up"

    def test_carries_its_quality_level_to_the_translation(self, cast: factories.Cast) -> None:
        page = factories.make_case()
        english = factories.translate_page(page)
        assert english.quality_level == "documented"
        moderation.submit(page, cast.contributor)
        factories.bring_to_four_eyes(page, cast)
        moderation.approve(page, cast.reviewer)
        assert fresh(english).quality_level == "reviewed"

    def test_needs_the_right_to_publish_when_the_last_step_is_no_four_eyes_approval(
        self, draft: CaseStudyPage, cast: factories.Cast
    ) -> None:
        """A workflow that somebody makes by hand lends nobody our authority."""
        shortcut = Workflow.objects.create(name="Genväg")
        task = GroupApprovalTask.objects.create(name="Alla")
        task.groups.set(cast.reviewer.groups.all())
        WorkflowTask.objects.create(workflow=shortcut, task=task)
        shortcut.start(draft, cast.contributor)
        with pytest.raises(PermissionDenied):
            moderation.approve(draft, cast.reviewer)
        assert not fresh(draft).live


class TestSendingBack:
    @pytest.mark.parametrize("comment", ["", "   ", None])
    def test_needs_a_reason(
        self, comment: str | None, submitted: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.editor)
        data = {} if comment is None else {"comment": comment}
        client.post(action_url(submitted, "reject"), data)
        assert fresh(submitted).current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS

    def test_without_a_reason_is_refused_in_the_page_form_too(
        self, submitted: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        """There the browser sends the reason beside the form, and Wagtail does not check it."""
        client.force_login(cast.editor)
        changes = {"workflow-action-name": "reject", "workflow-action-extra-data": '{"comment": ""}'}
        send(client, edit_url(submitted), action="action-workflow-action", **changes)
        assert fresh(submitted).current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS

    def test_form_says_that_a_reason_is_needed(
        self, submitted: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.editor)
        answer = client.post(action_url(submitted, "reject"), headers={"x-requested-with": "XMLHttpRequest"})
        assert answer.json()["step"] == "action"
        assert "error-message" in answer.json()["html"]

    def test_tells_the_author_why_and_lets_them_submit_again(
        self, submitted: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.editor)
        client.post(action_url(submitted, "reject"), {"comment": "Skriv vad som gick fel."})
        assert fresh(submitted).current_workflow_state.current_task_state.comment == "Skriv vad som gick fel."
        assert any("Skriv vad som gick fel." in message.body for message in mail.outbox)
        client.force_login(cast.contributor)
        send(client, edit_url(submitted), action="action-submit", summary="Nu står det vad som gick fel.")
        assert fresh(submitted).current_workflow_task_state.status == TaskState.STATUS_IN_PROGRESS

    def test_can_be_done_by_the_last_reviewer(
        self, checked: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.reviewer)
        client.post(action_url(checked, "reject"), {"comment": "Bilden visar en person utan samtycke."})
        assert fresh(checked).current_workflow_state.status == "needs_changes"
        assert not fresh(checked).live


class TestBadRequests:
    @pytest.mark.parametrize("extra", ['{"update": false}', '{"user": 1, "comment": ["x"]}', "{}"])
    def test_extra_data_of_an_action_cannot_steer_it(
        self, extra: str, submitted: CaseStudyPage, cast: factories.Cast, client: Client
    ) -> None:
        client.force_login(cast.editor)
        changes = {"workflow-action-name": "approve", "workflow-action-extra-data": extra}
        answer = send(client, edit_url(submitted), action="action-workflow-action", **changes)
        assert answer.status_code == 302
        assert fresh(submitted).current_workflow_task.name.startswith("Verksamheten bekräftar")

    def test_unknown_action_is_refused(self, submitted: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
        client.force_login(cast.editor)
        assert client.post(action_url(submitted, "publish")).status_code == 302
        assert not fresh(submitted).live


def test_author_can_withdraw(submitted: CaseStudyPage, cast: factories.Cast, client: Client) -> None:
    client.force_login(cast.contributor)
    send(client, edit_url(submitted), action="action-cancel-workflow")
    assert not fresh(submitted).workflow_in_progress


def test_page_is_closed_to_its_author_while_it_waits(
    submitted: CaseStudyPage, cast: factories.Cast, client: Client
) -> None:
    client.force_login(cast.contributor)
    send(client, edit_url(submitted), title="Smyger in en ändring")
    assert fresh(submitted).draft_title != "Smyger in en ändring"


@pytest.mark.parametrize("role", ["contributor", "editor", "reviewer"])
def test_no_publish_button_and_no_way_to_press_it(role: str, cast: factories.Cast, client: Client) -> None:
    user = getattr(cast, role)
    page = factories.make_case(owner=user, published=False)
    client.force_login(user)
    assert not soup_of(client.get(edit_url(page))).select("[name=action-publish]")
    send(client, edit_url(page), action="action-publish")
    assert not fresh(page).live


def test_submitting_twice_is_refused(submitted: CaseStudyPage, cast: factories.Cast) -> None:
    with pytest.raises(ValidationError):
        moderation.submit(fresh(submitted), cast.contributor)
