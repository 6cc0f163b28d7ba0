"""What the dashboard says of the search."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from cms.editorial.roles import RoleName
from search.state import state_of_search


class StatePanel(Component):
    """A warning for network administrators while the search is not as it should be."""

    name = "search_state"
    order = 50
    template_name = "admin/panels/search_state.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        groups = self.request.user.groups  # type: ignore[union-attr]  # signed in
        is_told = groups.filter(name=RoleName.NETWORK_ADMINISTRATOR).exists()
        return {"state": state_of_search()["state"] if is_told else "ok"}
