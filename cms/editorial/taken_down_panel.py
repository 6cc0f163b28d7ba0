"""On the dashboard: what was taken down and waits for somebody to review it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from cms.editorial.guard import roles_of
from cms.editorial.roles import RoleName
from cms.editorial.take_down import waiting

WHO_REVIEWS = {RoleName.EDITOR.value, RoleName.REVIEWER.value, RoleName.NETWORK_ADMINISTRATOR.value}


class TakenDownPanel(Component):
    name = "taken_down"
    order = 110
    template_name = "admin/panels/taken_down.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        user: Any = self.request.user
        return {"taken_down": waiting() if WHO_REVIEWS & roles_of(user) else []}
