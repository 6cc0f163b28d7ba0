"""Index pages: where each kind of content stands in the tree and is listed."""

from typing import Any

from django.db import models
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page

from bank.models.plans import PlanStatus, with_status
from cms.core.api_fields import ValueField
from cms.core.models import BasePage
from cms.core.panels import tabs
from cms.core.translation import shared
from cms.core.visibility import public_pages
from cms.registers.filters import COMMON_FACETS, PHASE, THEME, ChoiceFacet, Choices
from cms.registers.listing import faceted_types, public_pages_of
from cms.registers.models import ThemeLink
from cms.registers.models.indexes import IndexPage
from cms.registers.vocabularies import ResourceKind, SolutionStatus

CASE_STATUS = Choices.of_field("bank.CaseStudyPage", "solution_status", SolutionStatus)
PLAN_STATUS = Choices("bank.ServicePlanPage", PlanStatus, with_status)
KIND = ChoiceFacet(
    "kind",
    pgettext_lazy("method, model, tool and so on", "Kind"),
    [Choices.of_field("bank.ResourceArticlePage", "kind", ResourceKind)],
)
STATUS_LABEL = pgettext_lazy("how far a solution or a plan has come", "Status")


class BankIndexPage(IndexPage):
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
    facets = (KIND, *COMMON_FACETS, PHASE, ChoiceFacet("status", STATUS_LABEL, [CASE_STATUS, PLAN_STATUS]))
    found = ngettext_lazy("%(number)s page in the bank", "%(number)s pages in the bank", "count")

    class Meta:
        verbose_name = _("bank index")


class CaseStudyIndexPage(IndexPage):
    parent_page_types = ["bank.BankIndexPage"]
    subpage_types = ["bank.CaseStudyPage"]
    page_description = _("Lists the case studies.")
    template = "pages/index.html"
    lists = ("bank.CaseStudyPage",)
    facets = (*COMMON_FACETS, ChoiceFacet("status", STATUS_LABEL, [CASE_STATUS]))
    found = ngettext_lazy("%(number)s good example", "%(number)s good examples", "count")

    class Meta:
        verbose_name = _("case study index")


class ResourceIndexPage(IndexPage):
    parent_page_types = ["bank.BankIndexPage"]
    subpage_types = ["bank.ResourceArticlePage"]
    page_description = _("Lists methods, models, tools, guidance and the other resource articles.")
    template = "pages/index.html"
    lists = ("bank.ResourceArticlePage",)
    facets = (KIND, PHASE, *COMMON_FACETS)
    found = ngettext_lazy("%(number)s method or tool", "%(number)s methods and tools", "count")

    class Meta:
        verbose_name = _("resource index")


class ServicePlanIndexPage(IndexPage):
    parent_page_types = ["bank.BankIndexPage"]
    subpage_types = ["bank.ServicePlanPage"]
    page_description = _("Lists the municipal service plans.")
    template = "pages/index.html"
    lists = ("bank.ServicePlanPage",)
    facets = (ChoiceFacet("status", STATUS_LABEL, [PLAN_STATUS]), *COMMON_FACETS)
    found = ngettext_lazy("%(number)s service plan", "%(number)s service plans", "count")

    class Meta:
        verbose_name = _("service plan index")


class CollectionIndexPage(IndexPage):
    parent_page_types = ["bank.BankIndexPage"]
    subpage_types = ["bank.CollectionPage"]
    page_description = _("Lists the curated collections.")
    template = "pages/index.html"
    lists = ("bank.CollectionPage",)
    found = ngettext_lazy("%(number)s collection", "%(number)s collections", "count")

    class Meta:
        verbose_name = _("collection index")


class TopicIndexPage(BasePage):
    parent_page_types = ["home.HomePage"]
    subpage_types = ["bank.TopicPage"]
    page_description = _("Lists the topic pages.")
    template = "pages/topic_index.html"

    edit_handler = tabs(story=BasePage.list_story_panels, visibility=BasePage.promote_panels)

    class Meta:
        verbose_name = _("topic index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["topics"] = self.topics()
        return context

    def topics(self) -> list["TopicPage"]:
        """Public topic pages below, each with ``number_of_pages`` of its theme."""
        topics = public_pages(TopicPage.objects.child_of(self)).select_related("theme", "locale")
        about = public_pages_of(faceted_types(), self.locale)
        links = ThemeLink.objects.filter(page__in=about.values("pk")).order_by()
        numbers = dict(links.values_list("term").annotate(Count("page", distinct=True)))
        found = list(topics.order_by("theme__sort_order", "title"))
        for topic in found:
            topic.number_of_pages = numbers.get(topic.theme_id, 0)
        return found


class TopicPage(IndexPage):
    """Everything about one theme, all kinds together (domain A24)."""

    theme = models.ForeignKey("registers.Theme", verbose_name=_("theme"), on_delete=models.PROTECT, related_name="+")

    parent_page_types = ["bank.TopicIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Gathers everything about one theme, all kinds together.")
    template = "pages/topic.html"
    facets = tuple(facet for facet in COMMON_FACETS if facet is not THEME)
    found = ngettext_lazy("%(number)s page on this theme", "%(number)s pages on this theme", "count")

    edit_handler = tabs(
        story=[
            FieldPanel("theme", help_text=_("All pages of the bank and the network with this theme are listed here.")),
            *BasePage.list_story_panels,
            *BasePage.row_panels,
        ],
        visibility=BasePage.promote_panels,
    )
    api_fields = [*BasePage.api_fields, APIField("theme", serializer=ValueField())]
    translatable_fields = [*BasePage.translatable_fields, *shared("theme")]

    class Meta:
        verbose_name = _("topic page")

    def listed_types(self) -> list[type[Page]]:
        return faceted_types()

    def listed_pages(self) -> QuerySet:
        return super().listed_pages().filter(THEME.condition([self.theme.code]))
