from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.core.models import BasePage
from cms.core.panels import tabs


class NetworkIndexPage(BasePage):
    """The entrance to the service network."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["network.NetworkPage", "network.EventIndexPage", "network.ProjectIndexPage"]
    page_description = _("The entrance to the service network: who we are, meetings, projects.")
    template = "pages/network_index.html"

    edit_handler = tabs(story=[*BasePage.common_story_panels, FieldPanel("body")], visibility=BasePage.promote_panels)

    class Meta:
        verbose_name = _("network index")


class EventIndexPage(BasePage):
    parent_page_types = ["network.NetworkIndexPage"]
    subpage_types = ["network.EventPage"]
    page_description = _("Lists meetings, webinars and conferences.")
    template = "pages/index.html"
    lists = ("network.EventPage",)

    edit_handler = tabs(story=[*BasePage.common_story_panels, FieldPanel("body")], visibility=BasePage.promote_panels)

    class Meta:
        verbose_name = _("event index")


class ProjectIndexPage(BasePage):
    parent_page_types = ["network.NetworkIndexPage"]
    subpage_types = ["network.ProjectPage"]
    page_description = _("Lists the projects.")
    template = "pages/index.html"
    lists = ("network.ProjectPage",)

    edit_handler = tabs(story=[*BasePage.common_story_panels, FieldPanel("body")], visibility=BasePage.promote_panels)

    class Meta:
        verbose_name = _("project index")
