"""A curated collection: pages somebody has chosen and says why."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.api import APIField
from wagtail.models import Page
from wagtail.search import index

from cms.core.api_fields import RowsField
from cms.core.fields import SectionField
from cms.core.models import BasePage, TextRow
from cms.core.panels import tabs
from cms.core.translation import shared, translated
from cms.registers.models.pages import FacetedPage


class CollectionPage(FacetedPage):
    introduction = SectionField(_("introduction"), blank=True)

    parent_page_types = ["bank.CollectionIndexPage"]
    subpage_types: list[str] = []
    page_description = _("Pages of the bank, chosen and put in order for a purpose.")
    template = "pages/collection.html"

    edit_handler = tabs(
        story=[
            *BasePage.common_story_panels,
            FieldPanel(
                "introduction",
                help_text=_(
                    "For whom the pages are and how to use them, for example: for a village that loses its shop."
                ),
            ),
            InlinePanel(
                "items",
                heading=_("Chosen pages"),
                label=_("Page"),
                help_text=_("The pages in the order in which they should be read."),
            ),
            *BasePage.common_end_panels,
        ],
        facts=FacetedPage.facet_panels,
        visibility=BasePage.promote_panels,
    )
    search_fields = [*FacetedPage.search_fields, index.SearchField("introduction")]
    api_fields = [
        *FacetedPage.api_fields,
        APIField("introduction"),
        APIField("items", serializer=RowsField(needs="page")),
    ]
    translatable_fields = [*FacetedPage.translatable_fields, *translated("introduction", "items")]

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")

    def required_rows(self) -> dict[str, str]:
        return {"items": _("Choose at least one page.")}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from bank.context import collection_context

        return {**super().get_context(request, *args, **kwargs), **collection_context(self)}


class CollectionItem(TextRow):
    page = ParentalKey(CollectionPage, on_delete=models.CASCADE, related_name="items")
    target = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("why it is here"), max_length=300, blank=True)

    panels = [
        FieldPanel("target", help_text=_("A page of the bank or the network.")),
        FieldPanel(
            "reason",
            help_text=_("What the reader finds there, for example: How they shared the cost with the municipality."),
        ),
    ]
    api_fields = ["target", "reason"]
    api_names = {"target": "page"}
    translatable_fields = [*shared("sort_order", "target"), *translated("reason")]

    class Meta(TextRow.Meta):
        verbose_name = _("chosen page")
