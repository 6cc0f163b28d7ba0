"""On the dashboard: what others have proposed and this person may decide, and what they have proposed themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from cms.editorial.proposals import deciding

MOST = 10


class ProposalsPanel(Component):
    name = "proposals"
    order = 115
    template_name = "admin/proposals/panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user: Any = self.request.user
        roles = deciding.roles_of(user)
        rows = list(deciding.waiting()) if roles & deciding.MAY_PROPOSE else []
        if not roles & deciding.MAY_DECIDE:
            rows = [row for row in rows if row.by_id == user.pk]
        return {"rows": [(row, row.by_id == user.pk) for row in rows[:MOST]]}
