"""Sending many pages for review and approving many pages: each by the rules that hold for one."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import Translation

from cms.core.models import User
from cms.core.panels import heading_of_rows
from cms.core.translation_state import is_source
from cms.editorial import moderation
from cms.editorial.models import BatchedPage, FourEyesApprovalTask
from cms.editorial.translations.segments import progress
from cms.editorial.translations.since import changed_while_it_waited

DONE = BatchedPage.State.DONE


def submit_one(page: Page, _row: BatchedPage, user: User) -> str:
    """Send the newest draft for review. Raises ValidationError with everything that is in the way."""
    may = page.permissions_for_user(user)
    state = page.current_workflow_state
    # A page that waits is locked to others than those who can act, too: the first reason says more.
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        raise ValidationError(_("This page has been submitted already."))
    if may.page_locked():
        raise ValidationError(_("The page is locked."))
    if not may.can_edit():
        raise ValidationError(_("You may not edit this page."))
    if not page.has_unpublished_changes or page.latest_revision_id is None:
        raise ValidationError(_("Nothing in it has changed since it was published."))
    _refuse_what_is_not_whole(page)
    moderation.submit(page, user)
    return DONE


def approve_one(page: Page, row: BatchedPage, user: User) -> str:
    """Approve the step that waits, if this user may, and it is about the version that they chose."""
    state = page.current_workflow_task_state
    if state is None or not page.workflow_in_progress:
        raise ValidationError(_("This page is not waiting for anybody."))
    if state.revision_id != row.revision_id:
        raise ValidationError(_("Another version waits than the one you chose. Look at it first."))
    step = state.task.specific
    if "approve" not in {name for name, _label, _modal in step.get_actions(page, user)}:
        raise ValidationError(_why_not(step, page, user))
    if changed_while_it_waited(page):
        raise ValidationError(_("The Swedish page has changed since the translation was sent. Look at it first."))
    moderation.approve(page, user)
    return DONE


def _why_not(step: Any, page: Page, user: User) -> str:
    if isinstance(step, FourEyesApprovalTask) and user.groups.filter(pk__in=step.groups.values("pk")).exists():
        return _("You have written in it since it was last public. Somebody else approves it.")
    return _("It waits for others than you.")


def _refuse_what_is_not_whole(page: Page) -> None:
    """As the form of the page does: every field and row by its rules, and no English page with Swedish texts."""
    draft = page.get_latest_revision_as_object()
    problems = _problems(draft)
    for relation in get_all_child_relations(type(draft)):
        name = relation.get_accessor_name()
        for row in getattr(draft, name).all():
            heading = heading_of_rows(type(draft), name) or row._meta.verbose_name
            problems += [f"{heading}: {problem}" for problem in _problems(row, leave_out={relation.field.name})]
    if problems:
        raise ValidationError(problems)
    if is_source(page):
        return
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).first()
    if translation is not None and progress(translation).missing:
        raise ValidationError(_("Texts have no translation. Send it for review from the page itself."))


def _problems(instance: Any, leave_out: set[str] | None = None) -> list[str]:
    """``Summary: This field cannot be blank.`` for each rule that does not hold."""
    try:
        instance.full_clean(exclude=leave_out)
    except ValidationError as error:
        return [
            f"{_label(instance, name)}: {message}"
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    return []


def _label(instance: Any, name: str) -> str:
    labels = {field.name: getattr(field, "verbose_name", "") for field in instance._meta.get_fields()}
    return capfirst(str(labels.get(name) or instance._meta.verbose_name))
