"""The steps of our workflows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState

from cms.core.models import User
from cms.editorial.approval import has_written
from cms.editorial.forms import ApprovalForm, RejectionForm

Waiting = tuple[TaskState, Page]
"""A page with its state in a step."""


class ReviewStep(AbstractGroupApprovalTask):
    """A step that a group does: approve, with a comment or without, or send back with a reason."""

    begins_as = ""
    """The event that tells those of the group that it waits for them; a value of `notifications.table.Event`."""
    asks_for_readiness = False
    """Whether it approves only what is ready (ADR 31): what is found is corrected, or let pass with a reason."""
    outsider: Any = ""
    """Who is waited for before it waits for the group: somebody who has no account here."""

    class Meta:
        abstract = True

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        if not self.may_decide(obj, user):
            return []
        return [
            ("approve", _("Approve"), False),
            ("approve", _("Approve with a comment"), True),
            ("reject", _("Send back with a reason"), True),
        ]

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Begin the step, and have the links of the page asked, so that somebody who reads it has the answers.

        A page that was sent back, and written in since, begins with the first step that has not seen the new version.
        Wagtail would go on with the step that sent it back, ask the earlier ones afterwards, and let whoever comes last
        publish.
        """
        from cms.editorial.readiness.approval import ask_for_links_of  # its rules know pages, loaded after steps

        if (earlier := self.not_passed_before(workflow_state)) is not None:
            return earlier.start(workflow_state, user=user)
        state = super().start(workflow_state, user=user)
        ask_for_links_of(state.revision.as_object())
        return state

    def not_passed_before(self, workflow_state: WorkflowState) -> Any:
        """The first step of the workflow, if it is another, that has not passed the newest version."""
        step = workflow_state.get_next_task()
        return step.specific if step is not None and step.pk != self.pk else None

    def may_decide(self, obj: Page, user: User) -> bool:
        return bool(user.is_superuser or self._user_in_groups(user))

    def wait_since(self, waiting: Sequence[Waiting]) -> dict[int, datetime | None]:
        """Page ids → since when they wait for the group; None while they wait for the `outsider`."""
        return {page.pk: state.started_at for state, page in waiting}

    def not_for(self, waiting: Sequence[Waiting], user: User) -> set[int]:
        """Ids of those pages on which this member of the group cannot decide now; like `may_decide`, for lists."""
        return {pk for pk, since in self.wait_since(waiting).items() if since is None}

    def barred(self, waiting: Sequence[Waiting], among: Collection[int]) -> dict[int, set[int]]:
        """Page ids → ids of those among these people who may not decide on it, whatever their role."""
        return {}

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return RejectionForm if action == "reject" else ApprovalForm

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, /, **kwargs: Any) -> None:
        """Decide on the revision that the step is about. Whoever calls: the actions and the form above hold.

        Raises `NotReady` where an approval has something in its way.
        """
        from cms.editorial.readiness.approval import is_held_back  # its rules know pages, which are loaded after steps

        page = task_state.revision.content_object
        form = self.get_form_for_action(action_name)(kwargs)
        allowed = {name for name, _label, _modal in self.get_actions(page, user)}
        if action_name not in allowed or not form.is_valid():
            raise PermissionDenied
        if self.asks_for_readiness and action_name == "approve" and is_held_back(task_state):
            return
        super().on_action(task_state, user, action_name, comment=form.cleaned_data["comment"])


def kinds_of_steps() -> list[type[ReviewStep]]:
    """Of this app and others."""
    return [model for model in apps.get_models() if issubclass(model, ReviewStep)]


class EditorialCheckTask(ReviewStep):
    """Plain language, alternative texts, no personal data. The author may do it, but not the next step."""

    begins_as = "check_waits"
    asks_for_readiness = True

    class Meta:
        verbose_name = _("editorial check")
        verbose_name_plural = _("editorial checks")

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, /, **kwargs: Any) -> None:
        """An editor who corrects something and approves with the same button has checked what they wrote themselves."""
        page = task_state.revision.content_object
        newer = page.revisions.filter(pk__gt=task_state.revision_id).order_by("pk")
        if newer and {revision.user_id for revision in newer} == {user.pk}:
            task_state.revision = newer.last()
            task_state.save(update_fields=["revision"])
        super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls) -> Any:
        return _("An editor checks language, pictures and personal data. The author may do it.")


class FourEyesApprovalTask(ReviewStep):
    """The last step: somebody who has not written in the page since its last publication approves; it is published.

    A Swedish page has to be ready here too: it may have been edited since the editorial check.
    """

    begins_as = "four_eyes_wait"
    asks_for_readiness = True

    class Meta:
        verbose_name = _("four-eyes approval")
        verbose_name_plural = _("four-eyes approvals")

    @classmethod
    def get_description(cls) -> Any:
        return _("Somebody who has not written in the page since its last publication approves, and it is published.")

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        """With the time on the button, where approving does not publish at once."""
        from cms.editorial.scheduling import goes_live_at, named_for_later  # whose panel knows our templates

        actions = super().get_actions(obj, user)
        return named_for_later(actions, goes_live_at(obj)) if actions else actions

    def may_decide(self, obj: Page, user: User) -> bool:
        return super().may_decide(obj, user) and not has_written(obj, user)

    def not_for(self, waiting: Sequence[Waiting], user: User) -> set[int]:
        return {pk for pk, writers in self.barred(waiting, [user.pk]).items() if writers}

    def barred(self, waiting: Sequence[Waiting], among: Collection[int]) -> dict[int, set[int]]:
        from cms.editorial.contributions import writers_of  # which knows our models
        from cms.editorial.files_awaited import makers_of_files

        pages = [page for _state, page in waiting]
        found, makers = writers_of(pages, among), makers_of_files(pages, among)
        return {pk: people | makers[pk] for pk, people in found.items()}

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        """Without those that the user has written in: the dashboard shows what waits for this very person."""
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        own = [
            state.pk
            for state in states.select_related("revision").prefetch_related("revision__content_object")
            if state.revision.content_object and has_written(state.revision.content_object, user)
        ]
        return states.exclude(pk__in=own)
