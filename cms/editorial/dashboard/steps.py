"""Pages on their way through a workflow: what waits for somebody, what came back, and what one has sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from cms.core.models import User
from cms.editorial.contributions import written_in_by
from cms.editorial.dashboard.rows import Row, changes_of, day, in_one_language, name_of
from cms.editorial.models import FourEyesApprovalTask, ReviewStep
from cms.editorial.notifications.due import REMIND_AFTER, due
from cms.editorial.roles import label_of

State = tuple[WorkflowState, Page]
"""A page with where it stands."""


def waiting_for(user: User) -> list[State]:
    """What the user can decide on, the oldest first. What they wrote themselves somebody else approves."""
    steps = {step.pk: step for step in _steps(user)}
    states = _states(WorkflowState.STATUS_IN_PROGRESS, Q(current_task_state__task__in=[*steps]))
    four_eyes = [page for state, page in states if isinstance(steps[_task(state)], FourEyesApprovalTask)]
    own = written_in_by(four_eyes, user)
    return [
        (state, page)
        for state, page in states
        if not (page.pk in own and isinstance(steps[_task(state)], FourEyesApprovalTask))
    ]


def sent_back_to(user: User) -> list[State]:
    """What a step has sent back to the user, or to a page of theirs."""
    return _states(WorkflowState.STATUS_NEEDS_CHANGES, _of(user))


def sent_by(user: User) -> list[State]:
    """What the user has sent for review, or others for a page of theirs, and waits."""
    return _states(WorkflowState.STATUS_IN_PROGRESS, _of(user))


def rows_that_wait(states: Sequence[State], user: User) -> list[Row]:
    return [_row(state, page, _waits(state), links=(changes_of(page),)) for state, page in states]


def rows_that_came_back(states: Sequence[State], user: User) -> list[Row]:
    rows = []
    for state, page in states:
        step: Any = state.current_task_state
        says = _("Sent back by %(by)s, %(day)s") % {
            "by": name_of(step.finished_by),
            "day": day(step.finished_at or step.started_at),
        }
        rows.append(_row(state, page, (says,), reason=step.comment))
    return rows


def rows_that_were_sent(states: Sequence[State], user: User) -> list[Row]:
    groups = _groups_of_steps() if states else {}
    rows = []
    for state, page in states:
        step: Any = state.current_task_state
        holders = ", ".join(label_of(name) for name in groups.get(step.task_id, ()))
        says = _("%(step)s: lies with %(roles)s since %(day)s") % {
            "step": in_one_language(step.task.name),
            "roles": holders or _("nobody in particular"),
            "day": day(step.started_at),
        }
        rows.append(_row(state, page, (says,), links=(changes_of(page),), can_be_withdrawn=True))
    return rows


def _row(state: WorkflowState, page: Page, says: tuple[str, ...], **values: Any) -> Row:
    late = state.status == WorkflowState.STATUS_IN_PROGRESS and _due(state) < timezone.now()
    return Row(page.pk, page.draft_title or page.title, page.locale.language_code, says, is_late=late, **values)


def _waits(state: WorkflowState) -> tuple[str, ...]:
    step: Any = state.current_task_state
    sent = _("%(step)s: sent by %(by)s, waits since %(day)s") % {
        "step": in_one_language(step.task.name),
        "by": name_of(state.requested_by),
        "day": day(step.started_at),
    }
    return sent, _("to be done by %(day)s") % {"day": day(_due(state))}


def _due(state: WorkflowState) -> Any:
    step: Any = state.current_task_state
    return due(step.started_at, REMIND_AFTER)


def _task(state: WorkflowState) -> int:
    step: Any = state.current_task_state
    return step.task_id


def _steps(user: User) -> list[ReviewStep]:
    """Steps that groups of the user do. A superuser stands in for everybody."""
    found: list[ReviewStep] = []
    for model in _kinds_of_steps():
        steps = model.objects.filter(active=True)
        found += steps if user.is_superuser else steps.filter(groups__user=user).distinct()
    return found


def _kinds_of_steps() -> list[Any]:
    return [model for model in apps.get_models() if issubclass(model, ReviewStep)]


def _groups_of_steps() -> dict[int, list[str]]:
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for model in _kinds_of_steps():
        for pk, name in model.objects.values_list("pk", "groups__name"):
            if name:
                groups[pk].append(name)
    return groups


def _of(user: User) -> Q:
    """Of the user's own asking, and of the Swedish pages that they own."""
    owned = Page.objects.filter(owner=user, locale__language_code=settings.LANGUAGE_CODE)
    return Q(requested_by=user) | Q(object_id__in=owned.annotate(key=Cast("pk", CharField())).values("key"))


def _states(status: str, which: Q) -> list[State]:
    """Workflows of pages with their pages, longest waiting first."""
    states = list(
        WorkflowState.objects.filter(
            which,
            status=status,
            base_content_type=ContentType.objects.get_for_model(Page),
            current_task_state__status__in=(TaskState.STATUS_IN_PROGRESS, TaskState.STATUS_REJECTED),
        )
        .select_related("requested_by", "current_task_state__task", "current_task_state__finished_by")
        .order_by("current_task_state__started_at", "pk")
    )
    pages = (
        Page.objects.select_related("locale", "live_revision")
        .defer("live_revision__content")
        .in_bulk([int(state.object_id) for state in states])
    )
    return [(state, pages[int(state.object_id)]) for state in states if int(state.object_id) in pages]
