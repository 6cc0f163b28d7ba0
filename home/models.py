"""The front page and plain pages."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.core.blocks import BODY_BLOCKS
from cms.core.fields import StreamField
from cms.core.models import BasePage
from cms.core.panels import tabs


class HomePage(BasePage):
    """The front page of one language."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.ContentPage",
        "bank.BankIndexPage",
        "bank.TopicIndexPage",
        "network.NetworkIndexPage",
    ]
    max_count_per_parent = 2
    page_description = _("The front page. There is one for each language.")
    template = "pages/home.html"

    edit_handler = tabs(
        story=[
            *BasePage.common_story_panels,
            FieldPanel(
                "body",
                help_text=_(
                    "Stands beside the next meeting, below the newest examples, for example: how to send in a tip."
                ),
            ),
            *BasePage.row_panels,
        ],
        visibility=BasePage.promote_panels,
    )

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.context import home_context

        return {**super().get_context(request, *args, **kwargs), **home_context(self)}


class ContentPage(BasePage):
    """About, accessibility statement, privacy and the like."""

    body = StreamField(BODY_BLOCKS, verbose_name=_("content"), use_json_field=True)
    """Required: the page is nothing but its content."""

    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = ["home.ContentPage"]
    page_description = _("A plain page: about us, accessibility statement, privacy.")
    template = "pages/content.html"

    edit_handler = tabs(
        story=[
            *BasePage.common_story_panels,
            FieldPanel(
                "body",
                help_text=_(
                    "The page itself: begin with what the reader came for, and put a heading at each new matter."
                ),
            ),
            *BasePage.row_panels,
        ],
        visibility=BasePage.promote_panels,
    )

    class Meta:
        verbose_name = _("plain page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.context import content_context

        return {**super().get_context(request, *args, **kwargs), **content_context(self)}
