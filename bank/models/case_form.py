"""The form of a case study: the tabs in the order an editor thinks, each part with a sentence of help."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from bank.coordinates import PANEL_OF_THE_POINT
from cms.core.models import BasePage
from cms.core.panels import tabs
from cms.registers.models.pages import FacetedPage

SECTIONS = ("need", "what_was_done", "result", "lessons", "advice_to_others")

CASE_FORM = tabs(
    story=[
        *BasePage.common_story_panels,
        FieldPanel("in_30_seconds"),
        *(FieldPanel(section) for section in SECTIONS),
        FieldPanel("participation"),
        FieldPanel("co_creation_methods"),
        FieldPanel("obstacles"),
        InlinePanel(
            "timeline",
            heading=_("Timeline"),
            label=_("Event"),
            help_text=_("The days that mattered, the oldest first: the first meeting, the decision, the opening."),
        ),
        *BasePage.common_end_panels,
    ],
    facts=[
        MultiFieldPanel(
            [
                FieldPanel("solution_status"),
                FieldPanel("status_checked_on"),
                FieldRowPanel([FieldPanel("started_on"), FieldPanel("ended_on")]),
                FieldPanel("end_reason"),
            ],
            heading=_("Status"),
            help_text=_("Readers trust a status with a date. A solution that has closed stays, with the reason."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("municipality", required_on_save=False),
                FieldPanel("locality"),
                FieldPanel("place_type"),
                FieldRowPanel([FieldPanel("inhabitants"), FieldPanel("inhabitants_year")]),
                FieldRowPanel([FieldPanel("km_to_next_same_service"), FieldPanel("distance_method")]),
                PANEL_OF_THE_POINT,
            ],
            heading=_("Place"),
            help_text=_("Where it is, how many live there, and how far it is to the next place with the same service."),
        ),
        InlinePanel(
            "services_offered",
            heading=_("Services offered"),
            label=_("Service"),
            help_text=_("One row for each thing that people can get done there, with the hours."),
        ),
        *FacetedPage.facet_panels,
        FieldPanel("success_factors", required_on_save=False),
        MultiFieldPanel(
            [
                FieldPanel("delivery_mode"),
                FieldPanel("provider_sector"),
                FieldPanel("operator_form"),
                FieldPanel("operator"),
            ],
            heading=_("Who runs it"),
        ),
        InlinePanel(
            "methods_used",
            heading=_("Methods used"),
            label=_("Method"),
            help_text=_(
                "Methods of the bank that you used. Say also when one did not work: the method's own page adds it up."
            ),
        ),
        InlinePanel(
            "inspired_by",
            heading=_("Inspired by"),
            label=_("Case study"),
            help_text=_("Examples of the bank that gave you the idea, and what you changed."),
        ),
        InlinePanel(
            "indicators",
            heading=_("Indicators"),
            label=_("Indicator"),
            help_text=_("What you have counted: customers a week, parcels a month, kilometres saved."),
        ),
        MultiFieldPanel([FieldPanel("evidence_type"), FieldPanel("project")], heading=_("Origin")),
    ],
    costs=[
        InlinePanel(
            "costs",
            heading=_("Costs and income"),
            label=_("Cost line"),
            help_text=_("Three lines are a good start: what it cost to set up, what it costs a year, what comes in."),
        ),
        InlinePanel(
            "funding",
            heading=_("Funding"),
            label=_("Funding"),
            help_text=_("Who paid for setting it up, one row for each. Own money counts."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("agreement_parties"),
                FieldPanel("agreement_length"),
                FieldPanel("agreement_compensation"),
                FieldPanel("agreement_modules"),
            ],
            heading=_("Agreement"),
            help_text=_("What was agreed with the municipality or others, in a few words."),
        ),
    ],
    contact=[
        InlinePanel(
            "contacts",
            heading=_("Contacts"),
            label=_("Contact"),
            help_text=_("Whom readers can turn to, the first to ask first. Only those who may be shown appear."),
        ),
        InlinePanel(
            "organisations",
            heading=_("Organisations"),
            label=_("Organisation"),
            help_text=_("Everybody who took part. Whoever is responsible has the role owner."),
        ),
        MultiFieldPanel(
            [FieldPanel("study_visit"), FieldPanel("study_visit_note"), FieldPanel("study_visit_contact")],
            heading=_("Study visit"),
            help_text=_("May others come and look?"),
        ),
    ],
    visibility=BasePage.promote_panels,
)
