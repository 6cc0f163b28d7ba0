"""Reminds those who can act, and tells network administrators when nobody does: each of them once a step."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from cms.core.jobs import JobFailed
from cms.editorial.models import Notice, kinds_of_steps
from cms.editorial.notifications.due import ESCALATE_AFTER, REMIND_AFTER, due, is_holiday
from cms.editorial.notifications.occasion import Occasion, who_can_act
from cms.editorial.notifications.sending import tell
from cms.editorial.notifications.table import Event

logger = logging.getLogger(__name__)


def remind() -> None:
    """Go through all steps that wait. Nothing is sent in the holiday weeks.

    A step whose mail cannot be written is tried again at the next run, and does not keep the others waiting; then
    `JobFailed` is raised.
    """
    now = timezone.now()
    if is_holiday(timezone.localtime(now).date()):
        return
    failed = 0
    for step, page in waiting_steps():
        try:
            _look_after(step, page, now)
        except Exception:
            logger.exception("nobody could be reminded of step %s", step.pk)
            failed += 1
    if failed:
        raise JobFailed(f"nobody could be reminded of {failed} steps")


def waiting_steps() -> Iterator[tuple[TaskState, Page]]:
    """Steps of ours in which a page waits, oldest first."""
    states = (
        TaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
            workflow_state__base_content_type=ContentType.objects.get_for_model(Page),
            task__content_type__in=ContentType.objects.get_for_models(*kinds_of_steps()).values(),
        )
        .select_related("task", "workflow_state__requested_by")
        .order_by("started_at", "pk")
    )
    pages = Page.objects.in_bulk([int(state.workflow_state.object_id) for state in states])
    for state in states:
        page = pages.get(int(state.workflow_state.object_id))
        if page is not None:
            yield state, page


def _look_after(step: TaskState, page: Page, now: datetime) -> None:
    task = step.task.specific
    since = task.wait_since([(step, page)]).get(page.pk)
    if since is None:
        return
    if now >= due(since, ESCALATE_AFTER) or not who_can_act(step, page):
        _once(Event.STILL_NOT_DONE, step, page, since)
    elif now >= due(since, REMIND_AFTER):
        _once(Event.NOT_DONE, step, page, since)
    elif since != step.started_at:
        _once(Event(task.begins_as), step, page, since)


@transaction.atomic
def _once(event: Event, step: TaskState, page: Page, since: datetime) -> None:
    if Notice.objects.claim(f"{event.value}:{step.pk}"):
        # Nobody has done it, so there is nobody to leave out.
        tell(Occasion(event, page=page, step=step, since=since))
