"""Who has written in a page, and what the last approval does.

``WAGTAIL_FINISH_WORKFLOW_ACTION`` names `publish_reviewed_revision`; Wagtail imports it while its own models load, so
models are imported inside the functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q

if TYPE_CHECKING:
    from wagtail.models import Page, WorkflowState

    from cms.core.models import User


def writers_since_publication(page: Page) -> set[int]:
    """Ids of everybody who wrote in the page since it was last published, or asked for its review.

    Revisions and translated strings both count: the last hand is not the only hand.
    """
    from wagtail_localize.models import StringTranslation

    revisions, strings = Q(), Q(locale_id=page.locale_id, context__object_id=page.translation_key)
    if page.last_published_at:
        # An autosave keeps the number of the revision that it overwrites, hence both.
        revisions = Q(created_at__gt=page.last_published_at)
        strings &= Q(updated_at__gt=page.last_published_at)
    if page.live_revision_id:
        revisions |= Q(pk__gt=page.live_revision_id)
    writers = {
        *page.revisions.filter(revisions).order_by().values_list("user_id", flat=True),
        *page.workflow_states.active().values_list("requested_by_id", flat=True),
        *StringTranslation.objects.filter(strings).values_list("last_translated_by_id", flat=True),
    }
    return writers - {None}


def has_written(page: Page, user: User) -> bool:
    return user.pk in writers_since_publication(page)


def publish_reviewed_revision(workflow_state: WorkflowState, user: User | None = None) -> None:
    """Publish the revision that the last step approved, by the authority of that step.

    A reviewer has no right to publish. Where the last step is not a four-eyes approval by somebody else, the user's own
    right decides.
    """
    from cms.editorial.models import FourEyesApprovalTask

    page, state = workflow_state.content_object.specific, workflow_state.current_task_state
    by_four_eyes = (
        isinstance(state.task.specific, FourEyesApprovalTask)
        and user is not None
        and state.finished_by_id == user.pk != workflow_state.requested_by_id
        and not has_written(page, user)
    )
    if by_four_eyes:
        _mark_as_reviewed(page)
    state.revision.publish(user=user, skip_permission_checks=by_four_eyes)


def _mark_as_reviewed(page: Any) -> None:
    """Raise the quality level of a Swedish page; its translations get it as a fact when it is published."""
    from cms.core.translation_state import is_source
    from cms.registers.vocabularies import QualityLevel

    if hasattr(page, "quality_level") and is_source(page):
        below = (QualityLevel.TIP, QualityLevel.DOCUMENTED)
        type(page).objects.filter(pk=page.pk, quality_level__in=below).update(quality_level=QualityLevel.REVIEWED)
