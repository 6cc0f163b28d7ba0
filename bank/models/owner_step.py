"""The step between the editorial check and four eyes: the owner of a case says whether its facts are right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, TaskState, WorkflowState

from cms.core.models import User
from cms.editorial.forms import GoingOnForm, RejectionForm
from cms.editorial.guard import roles_of
from cms.editorial.models import ReviewStep, Waiting
from cms.editorial.roles import RoleName


class OwnerConfirmationTask(ReviewStep):
    """Waits for the owner of a case. Other pages pass, and so do facts that the owner has confirmed already."""

    begins_as = "owner_silent"
    outsider = _("the owner of the case")

    class Meta:
        verbose_name = _("confirmation by the case owner")
        verbose_name_plural = _("confirmations by case owners")

    @classmethod
    def get_description(cls) -> Any:
        return _(
            "Whoever answers for a case study gets a link by e-mail and says whether the facts are right. After 21 days"
            " without an answer, an editor may go on and write why."
        )

    def start(self, workflow_state: WorkflowState, user: User | None = None) -> TaskState:
        """Ask, unless there is nothing to ask about. Whoever has to go on without an owner gets Wagtail's mail."""
        from bank.owner.asking import ask_about_facts, has_owner, why_it_passes

        if (earlier := self.not_passed_before(workflow_state)) is not None:
            state: TaskState = earlier.start(workflow_state, user=user)
            return state
        page = workflow_state.content_object.specific
        passes = why_it_passes(page, workflow_state, self)
        if passes is None and not has_owner(page):
            return super().start(workflow_state, user=user)
        state = self.get_task_state_class()(
            workflow_state=workflow_state, task=self, revision=page.get_latest_revision()
        )
        if passes is None:
            state.status = TaskState.STATUS_IN_PROGRESS
            state.save()
            ask_about_facts(page, state, user)
        else:
            state.status, state.finished_at = TaskState.STATUS_SKIPPED, timezone.now()
            state.comment, state.finished_by = passes.why, passes.by
            state.save()
        return state

    def get_actions(self, obj: Page, user: User) -> list[tuple[str, Any, bool]]:
        if not self.may_decide(obj, user):
            return []
        actions = [("reject", _("Send back with a reason"), True)]
        if self.may_go_on(obj, user):
            actions.insert(0, ("approve", _("Go on without the owner's answer"), True))
        return actions

    def may_go_on(self, page: Page, user: User) -> bool:
        """An editor when nobody can be asked or has answered for 21 days; a network administrator at any time."""
        from bank.owner.asking import may_go_on_without_an_answer

        return RoleName.NETWORK_ADMINISTRATOR in roles_of(user) or may_go_on_without_an_answer(page)

    def wait_since(self, waiting: Sequence[Waiting]) -> dict[int, datetime | None]:
        """For the editors since nobody can be asked, or since the day on which they may go on without an answer."""
        from bank.owner.asking import free_from

        free, now = free_from(waiting), timezone.now()
        return {pk: since if since is not None and since <= now else None for pk, since in free.items()}

    def get_form_for_action(self, action: str) -> type[forms.Form]:
        return RejectionForm if action == "reject" else GoingOnForm

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: User, action_name: str, /, **kwargs: Any) -> None:
        from bank.owner.asking import end_with_the_step

        # Before the step ends: what waits then is another one.
        page = task_state.revision.content_object
        super().on_action(task_state, user, action_name, **kwargs)
        end_with_the_step(page, task_state, went_on=action_name == "approve", user=user)

    def get_task_states_user_can_moderate(self, user: User, **kwargs: Any) -> Any:
        """Those that wait for somebody here, and not for the owner."""
        states = super().get_task_states_user_can_moderate(user, **kwargs)
        waiting = [(state, state.revision.content_object) for state in states.select_related("revision")]
        held = self.not_for(waiting, user)
        return states.exclude(pk__in=[state.pk for state, page in waiting if page.pk in held])
