"""The network's own page: purpose, working forms, goals, members (domain C8)."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.api import APIField
from wagtail.search import index

from cms.core.api_fields import RowsField, ValueField
from cms.core.fields import SectionField
from cms.core.models import BasePage, FactRow, TextRow
from cms.core.panels import tabs
from cms.core.translation import shared, translated
from cms.registers.models.pages import FacetedPage


class GoalGroup(models.TextChoices):
    NETWORK = "network", _("the network's goals")
    SWEDEN = "sweden", _("goals for service in Sweden")


class GoalStatus(models.TextChoices):
    NOT_STARTED = "not_started", _("not started")
    ON_TRACK = "on_track", _("on track")
    BEHIND = "behind", _("behind")
    REACHED = "reached", _("reached")


class NetworkPage(FacetedPage):
    purpose = SectionField(_("purpose"))
    coordinator = models.ForeignKey(
        "registers.ContactPerson",
        verbose_name=_("coordinator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    parent_page_types = ["network.NetworkIndexPage", "network.NetworkPage"]
    subpage_types = ["network.NetworkPage"]
    page_description = _("A network or a part of it: purpose, working forms, goals and members.")
    template = "pages/network.html"

    edit_handler = tabs(
        story=[
            *BasePage.common_story_panels,
            FieldPanel("purpose", help_text=_("Why the network exists and for whom. The first sentence says it all.")),
            InlinePanel(
                "working_forms",
                heading=_("Working forms"),
                label=_("Working form"),
                help_text=_("How the network works: meetings, groups, visits."),
            ),
            InlinePanel(
                "goals", heading=_("Goals"), label=_("Goal"), help_text=_("Goals that the meetings follow up.")
            ),
            *BasePage.common_end_panels,
        ],
        facts=FacetedPage.facet_panels,
        contact=[
            FieldPanel(
                "coordinator",
                help_text=_("Who answers questions about the network. Shown only when the contact may be shown."),
            ),
            InlinePanel(
                "members",
                heading=_("Members"),
                label=_("Member"),
                help_text=_("Organisations that belong to the network."),
            ),
        ],
        visibility=BasePage.promote_panels,
    )
    texts_searched = {"working_forms": ("title", "text"), "goals": ("text",)}
    organisations_searched = ("members__organisation",)
    search_fields = [*FacetedPage.search_fields, index.SearchField("purpose", boost=2)]
    api_fields = [
        *FacetedPage.api_fields,
        APIField("purpose"),
        APIField("working_forms", serializer=RowsField()),
        APIField("goals", serializer=RowsField()),
        APIField("members", serializer=RowsField()),
        APIField("coordinator", serializer=ValueField()),
    ]
    translatable_fields = [
        *FacetedPage.translatable_fields,
        *translated("purpose"),
        *shared("coordinator"),
        *translated("working_forms", "goals"),
        *shared("members"),
    ]

    class Meta:
        verbose_name = _("network page")
        verbose_name_plural = _("network pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from network.context import network_context

        return {**super().get_context(request, *args, **kwargs), **network_context(self)}


class WorkingForm(TextRow):
    page = ParentalKey(NetworkPage, on_delete=models.CASCADE, related_name="working_forms")
    title = models.CharField(_("heading"), max_length=120)
    text = models.TextField(_("text"), max_length=1000)

    panels = [
        FieldPanel("title"),
        FieldPanel(
            "text",
            help_text=_(
                "What happens there, how often and who may come, for example: Four times a year, open to all members."
            ),
        ),
    ]
    api_fields = ["title", "text"]
    translatable_fields = [*shared("sort_order"), *translated("title", "text")]

    class Meta(TextRow.Meta):
        verbose_name = _("working form")


class Goal(TextRow):
    page = ParentalKey(NetworkPage, on_delete=models.CASCADE, related_name="goals")
    code = models.SlugField(_("code"), max_length=20)
    group = models.CharField(_("group"), max_length=10, choices=GoalGroup, default=GoalGroup.NETWORK)
    text = models.TextField(_("goal"), max_length=500)
    status = models.CharField(_("status"), max_length=15, choices=GoalStatus, default=GoalStatus.NOT_STARTED)

    panels = [
        FieldRowPanel(
            [
                FieldPanel(
                    "code",
                    help_text=_(
                        "A short name for partners’ programmes, without spaces, for example n1. Never change it."
                    ),
                ),
                FieldPanel("group", help_text=_("Whose goal it is.")),
                FieldPanel("status", help_text=_("As it was judged at the last meeting.")),
            ]
        ),
        FieldPanel(
            "text",
            help_text=_("One goal that can be followed up, for example: Every municipality has a service coordinator."),
        ),
    ]
    api_fields = ["code", "group", "text", "status"]
    translatable_fields = [*shared("sort_order", "code", "group", "status"), *translated("text")]

    class Meta(TextRow.Meta):
        verbose_name = _("goal")


class Member(FactRow):
    page = ParentalKey(NetworkPage, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        "registers.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )
    contact = models.ForeignKey(
        "registers.ContactPerson",
        verbose_name=_("contact"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    since = models.DateField(_("member since"), null=True, blank=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("organisation"),
                FieldPanel(
                    "contact", help_text=_("Who speaks for the member. Shown only when the contact may be shown.")
                ),
                FieldPanel("since", help_text=_("Empty when nobody knows.")),
            ]
        )
    ]
    api_fields = ["organisation", "contact", "since"]
    translatable_fields = shared("sort_order", "organisation", "contact", "since")

    class Meta(FactRow.Meta):
        verbose_name = _("member")
