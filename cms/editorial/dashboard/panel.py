"""The lists of work on the dashboard, in place of Wagtail's own, which ask about each page by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from cms.editorial.dashboard.lists import LISTS, WorkList

MOST = 7
"""Rows on the dashboard. The rest stands on the page of the list."""
WAGTAILS = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)


class WorkPanel(Component):
    template_name = "admin/dashboard/panel.html"

    def __init__(self, request: HttpRequest, work: WorkList, order: int) -> None:
        self.request, self.work, self.order = request, work, order
        self.name = f"work_{work.name}"

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user: Any = self.request.user
        found = self.work.find(user)
        # One more than is shown tells whether there are more; a list has been read as a whole anyway.
        some = list(found[: MOST + 1])
        return {
            "work": self.work,
            "rows": self.work.rows(some[:MOST], user),
            "has_more": len(some) > MOST,
            "csrf_token": (parent_context or {}).get("csrf_token"),
            "here": self.request.get_full_path(),
        }


def panels_for(request: HttpRequest) -> list[WorkPanel]:
    user: Any = request.user
    shown = ((place, work) for place, work in enumerate(LISTS) if work.is_for(user) and work.only_for(user))
    return [WorkPanel(request, work, 105 + place) for place, work in shown]


def replace_wagtails(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [panel for panel in panels if not isinstance(panel, WAGTAILS)]
    panels += panels_for(request)
