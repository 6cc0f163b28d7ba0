"""Submitting and deciding, as the admin does it, for commands and views that do not go through its forms."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState

from cms.core.models import User


def is_held(page: Page) -> bool:
    """Whether the page, or one below it, is locked or waits for review: it stays where it is until that is over."""
    pages = page.get_descendants(inclusive=True)
    if pages.filter(locked=True).exists():
        return True
    waiting = WorkflowState.objects.active().filter(base_content_type__model="page")
    return bool(waiting.filter(object_id__in=[str(pk) for pk in pages.values_list("pk", flat=True)]).exists())


@transaction.atomic
def submit(page: Page, user: User) -> WorkflowState:
    """Start the workflow of a page with its newest revision, or go on with one that was sent back."""
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
        return state
    if state is not None:
        raise ValidationError(_("This page has been submitted already."))
    workflow = page.get_workflow()
    if workflow is None:
        raise ValidationError(_("No workflow is set for this page. Ask the network administrator."))
    return workflow.start(page, user)


def approve(page: Page, user: User, comment: str = "") -> None:
    """Approve the step that waits; the last one publishes. Raises PermissionDenied where the admin shows no button."""
    _decide(page, user, "approve", comment)


def reject(page: Page, user: User, reason: str) -> None:
    """Send the page back with a reason."""
    _decide(page, user, "reject", reason)


def _decide(page: Page, user: User, action: str, comment: str) -> None:
    # Asked for anew: the page that the caller holds may know an older step.
    page = Page.objects.get(pk=page.pk)
    state = page.current_workflow_task_state
    if state is None:
        raise ValidationError(_("This page is not waiting for anybody."))
    state.task.specific.on_action(state.specific, user, action, comment=comment)
