"""Index pages: where each kind of content stands in the tree and is listed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField

from cms.core.api_fields import ValueField
from cms.core.models import BasePage
from cms.core.panels import tabs
from cms.core.translation import shared


class BankIndexPage(BasePage):
    """The whole bank: every kind together."""

    parent_page_types = ["home.HomePage"]
    subpage_types = [
        "bank.CaseStudyIndexPage",
        "bank.ResourceIndexPage",
        "bank.ServicePlanIndexPage",
        "bank.CollectionIndexPage",
    ]
    page_description = _("The entrance to the bank, listing all kinds of content together.")
    template = "pages/index.html"
    lists = ("bank.CaseStudyPage", "bank.ResourceArticlePage", "bank.ServicePlanPage", "bank.CollectionPage")

    edit_handler = tabs(story=[*BasePage.common_story_panels, FieldPanel("body")], visibility=BasePage.promote_panels)

    class Meta:
        verbose_name = _("bank index")


class CaseStudyIndexPage(BasePage):
    parent_page_types = ["bank.BankIndexPage"]
    subpage_types = ["bank.CaseStudyPage"]
    page_description = _("Lists the case studies.")
    template = "pages/index.html"
    lists = ("bank.CaseStudyPage",)

    edit_handler = tabs(story=[*BasePage.common_story_panels, FieldPanel("body")], visibility=BasePage.promote_panels)

    class Meta:
        verbose_name = _("case study index")


class ResourceIndexPage(BasePage):
    parent_page_types = ["bank.BankIndexPage"]
    subpage_types = ["bank.ResourceArticlePage"]
    page_description = _("Lists methods, models, tools, guidance and the other resource articles.")
    template = "pages/index.html"
    lists = ("bank.ResourceArticlePage",)

    edit_handler = tabs(story=[*BasePage.common_story_panels, FieldPanel("body")], visibility=BasePage.promote_panels)

    class Meta:
        verbose_name = _("resource index")


class ServicePlanIndexPage(BasePage):
    parent_page_types = ["bank.BankIndexPage"]
    subpage_types = ["bank.ServicePlanPage"]
    page_description = _("Lists the municipal service plans.")
    template = "pages/index.html"
    lists = ("bank.ServicePlanPage",)

    edit_handler = tabs(story=[*BasePage.common_story_panels, FieldPanel("body")], visibility=BasePage.promote_panels)

    class Meta:
        verbose_name = _("service plan index")


class CollectionIndexPage(BasePage):
    parent_page_types = ["bank.BankIndexPage"]
    subpage_types = ["bank.CollectionPage"]
    page_description = _("Lists the curated collections.")
    template = "pages/index.html"
    lists = ("bank.CollectionPage",)

    edit_handler = tabs(story=[*BasePage.common_story_panels, FieldPanel("body")], visibility=BasePage.promote_panels)

    class Meta:
        verbose_name = _("collection index")


class TopicIndexPage(BasePage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["bank.TopicPage"]
    page_description = _("Lists the topic pages.")
    template = "pages/topic_index.html"

    edit_handler = tabs(story=[*BasePage.common_story_panels, FieldPanel("body")], visibility=BasePage.promote_panels)

    class Meta:
        verbose_name = _("topic index")


class TopicPage(BasePage):
    """Everything about one theme, all kinds together (domain A24)."""

    theme = models.ForeignKey("registers.Theme", verbose_name=_("theme"), on_delete=models.PROTECT, related_name="+")

    parent_page_types = ["bank.TopicIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Gathers everything about one theme, all kinds together.")
    template = "pages/topic.html"

    edit_handler = tabs(
        story=[FieldPanel("theme"), *BasePage.common_story_panels, *BasePage.common_end_panels],
        visibility=BasePage.promote_panels,
    )
    api_fields = [*BasePage.api_fields, APIField("theme", serializer=ValueField())]
    translatable_fields = [*BasePage.translatable_fields, *shared("theme")]

    class Meta:
        verbose_name = _("topic page")
