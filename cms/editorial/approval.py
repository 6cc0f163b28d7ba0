"""Who may approve a page, and what the last approval does.

``WAGTAIL_FINISH_WORKFLOW_ACTION`` names `publish_reviewed_revision`; Wagtail imports it while its own models load, so
models are imported inside the functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wagtail.models import Page, WorkflowState

    from cms.core.models import User


def has_written(page: Page, user: User) -> bool:
    from cms.editorial.contributions import hands_in
    from cms.editorial.files_awaited import makers_of_files

    return user.pk in hands_in(page) or bool(makers_of_files([page], [user.pk])[page.pk])


def publish_reviewed_revision(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish the revision that the last step approved, by the authority of that step.

    A reviewer has no right to publish. Where the last step is not a four-eyes approval by somebody else, the user's own
    right decides, and then the guard.
    """
    page, state = workflow_state.content_object.specific, workflow_state.current_task_state
    by_four_eyes = user is not None and _is_approved_by_somebody_else(page, workflow_state, user)
    if by_four_eyes:
        _remember(page, state.revision, user)
        _mark_as_reviewed(page)
    state.revision.publish(user=user, skip_permission_checks=by_four_eyes)


def _is_approved_by_somebody_else(page: Page, workflow_state: WorkflowState, user: User) -> bool:
    from cms.editorial.models import FourEyesApprovalTask

    state = workflow_state.current_task_state
    return (
        isinstance(state.task.specific, FourEyesApprovalTask)
        and state.status == state.STATUS_APPROVED  # not skipped, because somebody has switched the step off
        and state.finished_by_id == user.pk != workflow_state.requested_by_id
        and not has_written(page, user)
    )


def _remember(page: Page, revision: Any, user: Any) -> None:
    """What was approved, and by whom, for the guard and for anybody who asks later."""
    from cms.editorial.contributions import hands_in
    from cms.editorial.models import Approval
    from cms.publishing.guarding import permit

    Approval.objects.update_or_create(
        revision_id=revision.pk,
        defaults={
            "page": page,
            "revision_at": revision.created_at,
            "ground": Approval.Ground.FOUR_EYES,
            "by": user,
            "writers": sorted(hands_in(page)),
        },
    )
    permit("publish", page.pk, revision.pk)


def _mark_as_reviewed(page: Any) -> None:
    """Raise the quality level of a Swedish page; its translations get it as a fact when it is published."""
    from cms.core.translation_state import is_source
    from cms.registers.vocabularies import QualityLevel

    if hasattr(page, "quality_level") and is_source(page):
        below = (QualityLevel.TIP, QualityLevel.DOCUMENTED)
        type(page).objects.filter(pk=page.pk, quality_level__in=below).update(quality_level=QualityLevel.REVIEWED)
