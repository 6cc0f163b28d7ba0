"""Index pages of the service network."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from cms.core.models import BasePage
from cms.core.panels import tabs
from cms.registers.filters import COMMON_FACETS, ChoiceFacet, Choices
from cms.registers.listing import for_listing, public_pages_of
from cms.registers.models.indexes import IndexPage
from network.models.events import EventPage, EventStatus, EventType
from network.models.networks import NetworkPage
from network.models.projects import ProjectPage, ProjectStatus

MOST_UPCOMING = 3
MOST_PROJECTS = 3


class NetworkIndexPage(BasePage):
    """The entrance to the service network."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["network.NetworkPage", "network.EventIndexPage", "network.ProjectIndexPage"]
    page_description = _("The entrance to the service network: who we are, meetings, projects.")
    template = "pages/network_index.html"

    edit_handler = tabs(story=BasePage.list_story_panels, visibility=BasePage.promote_panels)

    class Meta:
        verbose_name = _("network index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Networks, the next events and the newest projects, in the page's language."""
        context = super().get_context(request, *args, **kwargs)
        events = public_pages_of([EventPage], self.locale).exclude(status=EventStatus.CANCELLED)
        projects = public_pages_of([ProjectPage], self.locale)
        context["networks"] = for_listing(public_pages_of([NetworkPage], self.locale).child_of(self).order_by("path"))
        context["next_events"] = for_listing(
            events.filter(ends_at__gte=timezone.now()).order_by("starts_at")[:MOST_UPCOMING]
        )
        context["projects"] = for_listing(projects.order_by("-period_from", "-pk")[:MOST_PROJECTS])
        return context


class EventIndexPage(IndexPage):
    parent_page_types = ["network.NetworkIndexPage"]
    subpage_types = ["network.EventPage"]
    page_description = _("Lists meetings, webinars and conferences.")
    template = "pages/index.html"
    lists = ("network.EventPage",)
    facets = (
        ChoiceFacet("event_type", _("Kind of event"), [Choices.of_field("network.EventPage", "event_type", EventType)]),
        ChoiceFacet(
            "status",
            pgettext_lazy("of an event", "Status"),
            [Choices.of_field("network.EventPage", "status", EventStatus)],
        ),
        *COMMON_FACETS,
    )
    found = ngettext_lazy("%(number)s event", "%(number)s events", "count")
    order = ("-starts_at", "-pk")

    class Meta:
        verbose_name = _("event index")


class ProjectIndexPage(IndexPage):
    parent_page_types = ["network.NetworkIndexPage"]
    subpage_types = ["network.ProjectPage"]
    page_description = _("Lists the projects.")
    template = "pages/index.html"
    lists = ("network.ProjectPage",)
    facets = (
        ChoiceFacet(
            "status",
            pgettext_lazy("of a project", "Status"),
            [Choices.of_field("network.ProjectPage", "project_status", ProjectStatus)],
        ),
        *COMMON_FACETS,
    )
    found = ngettext_lazy("%(number)s project", "%(number)s projects", "count")
    order = ("-period_from", "-pk")

    class Meta:
        verbose_name = _("project index")
