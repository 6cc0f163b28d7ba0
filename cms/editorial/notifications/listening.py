"""Turns what Wagtail says has happened into our events, and keeps Wagtail from writing about it as well."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    page_published,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
)

from cms.core.models import BasePage, User
from cms.core.translation_state import TranslationState, is_source, translation_state
from cms.editorial.models import ReviewStep
from cms.editorial.notifications.occasion import approved_on_the_way_to
from cms.editorial.notifications.sending import notify
from cms.editorial.notifications.table import Event
from cms.editorial.notifications.texts import name_of
from cms.publishing.acting import who_acts


def listen() -> None:
    """Connect the receivers.

    Those with the names of Wagtail's own stand in their place: Wagtail connects its mail afterwards, and a name that is
    taken stays with whoever had it first.
    """
    task_submitted.connect(
        step_begins, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
    )
    workflow_rejected.connect(
        sent_back, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )
    workflow_approved.connect(approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification")
    workflow_cancelled.connect(withdrawn, sender=WorkflowState)
    page_published.connect(translation_is_behind)


def step_begins(instance: TaskState, user: User | None = None, **_kwargs: Any) -> None:
    page, task = _page_of(instance.workflow_state), instance.task.specific
    if page is not None and isinstance(task, ReviewStep):
        notify(Event(task.begins_as), page=page, by=user, step=instance, since=instance.started_at)


def sent_back(instance: WorkflowState, user: User | None = None, **_kwargs: Any) -> None:
    page, step = _page_of(instance), instance.current_task_state
    if page is not None and step is not None:
        for event in (Event.SENT_BACK, Event.SENT_BACK_LATER):
            notify(event, page=page, by=user, step=step, reason=step.comment)


def approved(instance: WorkflowState, user: User | None = None, **_kwargs: Any) -> None:
    page = _page_of(instance)
    if page is not None:
        step = instance.current_task_state
        notify(Event.APPROVED, page=page, by=user, step=step, reason=_comments_on_the_way_to(step) if step else "")


def _comments_on_the_way_to(step: TaskState) -> str:
    """What those wrote who approved it, a line each with their name."""
    comments = ((state.finished_by, state.comment.strip()) for state in approved_on_the_way_to(step))
    return "\n".join(f"{name_of(who)}: {comment}" if who else comment for who, comment in comments if comment)


def withdrawn(instance: WorkflowState, user: User | None = None, **_kwargs: Any) -> None:
    """Whoever was asked to act need not, any more. What had been sent back waited for nobody but its author."""
    page = _page_of(instance)
    waited = instance.task_states.filter(status=TaskState.STATUS_CANCELLED, pk=instance.current_task_state_id).first()
    if page is not None and waited is not None:
        notify(Event.WITHDRAWN, page=page, by=user, step=waited)


def translation_is_behind(instance: Page, **_kwargs: Any) -> None:
    """Also when the worker publishes what was approved for this day; not when a command on the server publishes."""
    author = who_acts()
    if author is None or not isinstance(instance, BasePage) or not is_source(instance):
        return
    by = User.objects.filter(pk=author.user_id).first() if author.user_id else None
    for translation in type(instance).objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk):
        if translation.alias_of_id is None and translation_state(translation) == TranslationState.OUTDATED:
            notify(Event.TRANSLATION_BEHIND, page=translation, by=by)


def _page_of(state: WorkflowState) -> Page | None:
    page = state.content_object
    return page if isinstance(page, Page) else None
