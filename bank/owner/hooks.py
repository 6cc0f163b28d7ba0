"""What the admin gets: addresses, the history's words, a button on cases, a report, and a panel of the dashboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import Page

from bank.models import CaseStudyPage, OwnerRequest
from bank.owner import addresses, admin_views
from bank.owner.answering import ANSWERED
from bank.owner.asking import ASKED, WITHDRAWN
from bank.owner.panel import OwnersPanel
from cms.core.translation_state import is_source


@hooks.register("register_admin_urls")
def pages_of_ours() -> list[URLPattern]:
    return [
        path("owner-requests/", admin_views.owner_requests, name="owner_requests"),
        path("owner-requests/<int:owner_request_id>/", admin_views.owner_request, name="owner_request"),
    ]


class Asked(LogFormatter):
    label = _("Ask the case owner")
    message = _("Asked the case owner")


class Withdrawn(LogFormatter):
    label = _("Take back a question to the case owner")
    message = _("Took back a question to the case owner")


class Answered(LogFormatter):
    label = _("Answer of the case owner")

    def format_message(self, log_entry: Any) -> str:
        outcome = dict(OwnerRequest.Outcome.choices).get(log_entry.data.get("outcome"), "")
        return str(_("The case owner answered: %(answer)s")) % {"answer": outcome}

    def format_comment(self, log_entry: Any) -> str:
        return str(log_entry.data.get("reason", ""))


class Addressed(LogFormatter):
    label = _("Address of the case owner")
    message = _("Wrote or changed the address at which the owner is asked")

    def format_comment(self, log_entry: Any) -> str:
        return addresses.warning(log_entry)


@hooks.register("register_log_actions")
def name_our_actions(actions: LogActionRegistry) -> None:
    actions.register_action(ASKED)(Asked)
    actions.register_action(WITHDRAWN)(Withdrawn)
    actions.register_action(ANSWERED)(Answered)
    actions.register_action(addresses.ADDRESS)(Addressed)


@hooks.register("register_page_header_buttons")
def button_on_a_case(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if issubclass(page.specific_class or Page, CaseStudyPage) and is_source(page) and admin_views.may_see(user):
        url = f"{reverse('owner_requests')}?case={page.pk}"
        yield Button(_("Questions to the owner"), url, icon_name="mail", priority=62)


@hooks.register("register_reports_menu_item")
def menu_item() -> MenuItem:
    return OwnersMenuItem(
        _("Answers from case owners"), reverse("owner_requests"), name="owner-requests", icon_name="mail", order=760
    )


class OwnersMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return admin_views.may_see(request.user)


@hooks.register("construct_homepage_panels")
def panel(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(OwnersPanel(request))
