"""What our admin templates ask for."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import prefetch_related_objects
from wagtail.models import Page, WorkflowState
from wagtail_localize.models import Translation

from cms.core.models import BasePage
from cms.editorial import claims
from cms.editorial.dashboard.rows import in_one_language
from cms.editorial.models import MachineTranslation
from cms.editorial.translations import notes
from cms.editorial.translations.segments import changed_segments, progress
from cms.editorial.translations.since import changed_since
from cms.editorial.views.page_readiness import context_of

register = template.Library()


@register.simple_tag
def with_steps(workflows: list[WorkflowState]) -> list[dict[str, Any]]:
    """Workflows of pages with the names of the workflow and its last step; asked for all rows together."""
    prefetch_related_objects(workflows, "current_task_state__task")
    rows = []
    for state in workflows:
        page, step = state.content_object, state.current_task_state
        rows.append(
            {
                "state": state,
                "page": page,
                "title": getattr(page, "draft_title", "") or str(page),
                "workflow": in_one_language(state.workflow.name),
                "step": in_one_language(step.task.name) if step else "",
            }
        )
    return rows


@register.inclusion_tag("admin/panels/translation_review.html", takes_context=True)
def translation_review(context: dict[str, Any], page: Page, translation: Translation) -> dict[str, Any]:
    """Where a translation stands in its workflow, and what this person can do about it."""
    user = context["request"].user
    state = page.current_workflow_state
    task_state: Any = state.current_task_state if state else None
    waiting = bool(state and state.status == WorkflowState.STATUS_IN_PROGRESS)
    standing = progress(translation)
    return {
        "page": page,
        "request": context["request"],
        "state": state,
        "task_state": task_state,
        "waiting": waiting,
        "overtaken": changed_since(translation, task_state.revision) if waiting else 0,
        "actions": task_state.task.specific.get_actions(page, user) if waiting else [],
        "claim": claims.standing(task_state, page, user) if waiting else None,
        "here": context["request"].get_full_path(),
        "csrf_token": context.get("csrf_token"),
        "progress": standing,
        "machine": MachineTranslation.objects.filter(translation_id=translation.pk).first(),
        "changed": changed_segments(translation.source, translation.target_locale_id) if standing.changed else [],
        "can_submit": not waiting and not page.permissions_for_user(user).page_locked(),
    }


@register.inclusion_tag("admin/claims/row.html", takes_context=True)
def who_has_it(context: dict[str, Any], page: Page) -> dict[str, Any]:
    """Who has taken the step in which the page waits, and a button for those who can decide on it."""
    request, state = context["request"], page.current_workflow_task_state
    return {
        "claim": claims.standing(state, page, request.user)
        if state is not None and page.workflow_in_progress
        else None,
        "title": page.draft_title,
        "here": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
        "stands_alone": True,
    }


@register.filter
def with_notes(props: str, translation: Translation) -> str:
    """What the translation editor is drawn from, with our remarks beside the segments."""
    return notes.with_notes(props, translation)


@register.inclusion_tag("admin/readiness/panel.html")
def readiness_panel(page: Page, *, elsewhere: bool = False) -> dict[str, Any]:
    """What the newest draft still lacks, above its form, or elsewhere with links to the form."""
    if not isinstance(page.specific, BasePage):
        return {}
    context = context_of(page)
    return {**context, "form_url": context["edit_url"] if elsewhere else ""}
