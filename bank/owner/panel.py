"""On the dashboard: answers of case owners that somebody has to do something about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from wagtail.admin.ui.components import Component

from bank.models import OwnerRequest
from bank.owner.admin_views import may_see

MOST = 10


class OwnersPanel(Component):
    name = "owners"
    order = 116
    template_name = "admin/owners/panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        to_do = OwnerRequest.objects.to_do().select_related("case")
        return {"to_do": list(to_do[:MOST]) if may_see(self.request.user) else []}
