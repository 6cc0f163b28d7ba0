"""The first thing on the dashboard: what one does here, in plain words, and where to begin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from cms.editorial.roles import SWEDISH, RoleName

WHAT_ONE_DOES: dict[str, Any] = {
    RoleName.CONTRIBUTOR: _(
        "You write drafts and send them for review. Nothing is public before somebody else has approved it."
    ),
    RoleName.EDITOR: _(
        "You help others with their texts, make the editorial check and start translations. A reviewer publishes."
    ),
    RoleName.TRANSLATOR: _("You translate into English and send the translation for review. A reviewer publishes."),
    RoleName.REVIEWER: _(
        "You approve pages and translations that others have written, or send them back with a reason. "
        "What you have written yourself, somebody else approves."
    ),
    RoleName.NETWORK_ADMINISTRATOR: _("You look after people, sections, redirects and registers."),
}

NEW_PAGES = (
    (_("Write a case study"), "bank.CaseStudyPage", "bank.CaseStudyIndexPage"),
    (_("Write a resource article"), "bank.ResourceArticlePage", "bank.ResourceIndexPage"),
)


class WelcomePanel(Component):
    name = "welcome"
    order = 100
    template_name = "admin/panels/welcome.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        groups = set(self.request.user.groups.values_list("name", flat=True))  # type: ignore[union-attr]  # signed in
        return {
            "sentences": [text for role, text in WHAT_ONE_DOES.items() if role in groups],
            "new_pages": list(self._new_pages()),
        }

    def _new_pages(self) -> Any:
        for label, page_type, parent_type in NEW_PAGES:
            parent = apps.get_model(parent_type)._default_manager.filter(locale__language_code=SWEDISH).first()
            if parent is not None and parent.permissions_for_user(self.request.user).can_add_subpage():
                app, model = page_type.lower().split(".")
                yield label, reverse("wagtailadmin_pages:add", args=(app, model, parent.pk))
