"""Pages on their way through a workflow: what waits for somebody, what came back, and what one has sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Q
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState

from cms.core.models import User
from cms.editorial.claims import standing_of, who_has
from cms.editorial.dashboard.rows import Row, changes_of, day, in_one_language, name_of
from cms.editorial.models import Absence, Claim, ReviewStep, Waiting, kinds_of_steps
from cms.editorial.notifications.due import REMIND_AFTER, due
from cms.editorial.roles import label_of

State = tuple[WorkflowState, Page]
"""A page with where it stands."""


def waiting_for(user: User) -> list[State]:
    """What the user can decide on, the oldest first. What they wrote themselves somebody else approves."""
    steps = {step.pk: step for step in _steps(user)}
    states = _states(WorkflowState.STATUS_IN_PROGRESS, Q(current_task_state__task__in=[*steps]))
    left_out: set[int] = set()
    for pk, step in steps.items():
        left_out |= step.not_for(_in_step(states, pk), user)
    return [(state, page) for state, page in states if page.pk not in left_out]


def sent_back_to(user: User) -> list[State]:
    """What a step has sent back to the user, or to a page of theirs."""
    return _states(WorkflowState.STATUS_NEEDS_CHANGES, _of(user))


def sent_by(user: User) -> list[State]:
    """What the user has sent for review, or others for a page of theirs, and waits."""
    return _states(WorkflowState.STATUS_IN_PROGRESS, _of(user))


def left_to(user: User) -> list[State]:
    """What those have taken for whom the user stands in now, also where somebody else has to decide."""
    away = [row.user_id for row in Absence.objects.deputised_by(user.pk)]
    taken = Claim.objects.filter(user__in=away).values("state")
    return _states(WorkflowState.STATUS_IN_PROGRESS, Q(current_task_state__in=taken)) if away else []


def stands_in(user: User) -> bool:
    return bool(Absence.objects.deputised_by(user.pk))


def rows_that_wait(states: Sequence[State], user: User) -> list[Row]:
    """Of what the user can decide on."""
    return _rows_with_claims(states, user, {page.pk for _state, page in states})


def rows_left(states: Sequence[State], user: User) -> list[Row]:
    return _rows_with_claims(states, user, {page.pk for _state, page in waiting_for(user)} if states else set())


def _rows_with_claims(states: Sequence[State], user: User, decidable: set[int]) -> list[Row]:
    steps = _all_steps() if states else {}
    since, holdings = _since(states, steps), who_has(_waiting(states), steps)
    rows = []
    for state, page in states:
        current: Any = state.current_task_state
        claim = standing_of(current, holdings.get(page.pk), user, may_take=page.pk in decidable)
        says = (*_waits(state, since[page.pk]), *([claim.says] if claim.says else []))
        rows.append(_row(state, page, says, since[page.pk], links=(changes_of(page),), claim=claim))
    return rows


def rows_that_came_back(states: Sequence[State], user: User) -> list[Row]:
    rows = []
    for state, page in states:
        step: Any = state.current_task_state
        says = _("Sent back by %(by)s, %(day)s") % {
            "by": name_of(step.finished_by),
            "day": day(step.finished_at or step.started_at),
        }
        rows.append(_row(state, page, (says,), None, reason=step.comment))
    return rows


def rows_that_were_sent(states: Sequence[State], user: User) -> list[Row]:
    steps = _all_steps() if states else {}
    since, holdings = _since(states, steps), who_has(_waiting(states), steps)
    rows = []
    for state, page in states:
        current: Any = state.current_task_state
        step, waits_here, holding = steps[current.task_id], since[page.pk], holdings.get(page.pk)
        if waits_here and holding is not None:
            claim = standing_of(current, holding, user, may_take=False)
            says = _("%(step)s: %(who_has_it)s") % {"step": in_one_language(step.name), "who_has_it": claim.says}
        else:
            groups = ", ".join(label_of(group.name) for group in step.groups.all())
            says = _("%(step)s: lies with %(roles)s since %(day)s") % {
                "step": in_one_language(step.name),
                "roles": (groups if waits_here else step.outsider) or _("nobody in particular"),
                "day": day(waits_here or current.started_at),
            }
        rows.append(_row(state, page, (says,), waits_here, links=(changes_of(page),), can_be_withdrawn=True))
    return rows


def _row(state: WorkflowState, page: Page, says: tuple[str, ...], since: dt.datetime | None, **values: Any) -> Row:
    """`since`: since when it waits for somebody here."""
    late = since is not None and due(since, REMIND_AFTER) < timezone.now()
    return Row(page.pk, page.draft_title or page.title, page.locale.language_code, says, is_late=late, **values)


def _waits(state: WorkflowState, since: dt.datetime | None) -> tuple[str, ...]:
    step: Any = state.current_task_state
    since = since or step.started_at
    sent = _("%(step)s: sent by %(by)s, waits since %(day)s") % {
        "step": in_one_language(step.task.name),
        "by": name_of(state.requested_by),
        "day": day(since),
    }
    return sent, _("to be done by %(day)s") % {"day": day(due(since, REMIND_AFTER))}


def _steps(user: User) -> list[ReviewStep]:
    """Steps that groups of the user do. A superuser stands in for everybody."""
    found: list[ReviewStep] = []
    for model in kinds_of_steps():
        steps = model.objects.filter(active=True)
        found += steps if user.is_superuser else steps.filter(groups__user=user).distinct()
    return found


def _all_steps() -> dict[int, ReviewStep]:
    """Also those that are switched off: pages may still wait in them."""
    return {step.pk: step for model in kinds_of_steps() for step in model.objects.prefetch_related("groups")}


def _since(states: Sequence[State], steps: Mapping[int, ReviewStep]) -> dict[int, dt.datetime | None]:
    """Page ids → since when they wait for somebody here; None while they wait for somebody outside."""
    found: dict[int, dt.datetime | None] = {}
    for pk, step in steps.items():
        found |= step.wait_since(_in_step(states, pk))
    return found


def _waiting(states: Sequence[State]) -> list[Waiting]:
    return [(step, page) for state, page in states if (step := state.current_task_state)]


def _in_step(states: Sequence[State], step_id: int) -> list[Waiting]:
    return [(step, page) for state, page in states if (step := state.current_task_state) and step.task_id == step_id]


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
