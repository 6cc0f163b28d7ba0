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
        FieldPanel(
            "participation",
            help_text=_(
                "Who took part and how, for example: 40 households answered a questionnaire, six built the shelves."
            ),
        ),
        FieldPanel(
            "co_creation_methods", help_text=_("With commas between, for example: village walks, questionnaire.")
        ),
        FieldPanel(
            "obstacles",
            help_text=_(
                "What was hard and what you did, for example: the permit took nine months, so we began in the hall."
            ),
        ),
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
                FieldPanel("solution_status", help_text=_("How it stands today. Choose unknown rather than guess.")),
                FieldPanel("status_checked_on", help_text=_("The day when somebody asked or went there.")),
                FieldRowPanel(
                    [
                        FieldPanel("started_on", help_text=_("The day when people could begin to use it.")),
                        FieldPanel("ended_on", help_text=_("Only when it has closed.")),
                    ]
                ),
                FieldPanel(
                    "end_reason",
                    help_text=_("Short and honest, for example: the agreement ran out and nobody took over."),
                ),
            ],
            heading=_("Status"),
            help_text=_("Readers trust a status with a date. A solution that has closed stays, with the reason."),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "municipality",
                    required_on_save=False,
                    help_text=_("Where people use it. The county follows by itself."),
                ),
                FieldPanel("locality", help_text=_("The village or town, as it stands on maps.")),
                FieldPanel("place_type", help_text=_("What the place is like. Readers compare it with their own.")),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "inhabitants", help_text=_("How many live in the place and around it, for example 120.")
                        ),
                        FieldPanel("inhabitants_year", help_text=_("The year that the figure is from.")),
                    ]
                ),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "km_to_next_same_service",
                            help_text=_("For example 34. Count the road that people drive, not the straight line."),
                        ),
                        FieldPanel("distance_method", help_text=_("Choose it when you have given a distance.")),
                    ]
                ),
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
                FieldPanel(
                    "delivery_mode",
                    help_text=_("How people get the service: at a place, over the internet or from a vehicle."),
                ),
                FieldPanel("provider_sector", help_text=_("Whose service it is. Choose mixed when several share it.")),
                FieldPanel(
                    "operator_form",
                    help_text=_("What kind of company or association runs it, for example an economic association."),
                ),
                FieldPanel(
                    "operator", help_text=_("Who runs it. Ask an editor to add those who are not in the register.")
                ),
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
        MultiFieldPanel(
            [
                FieldPanel("evidence_type", help_text=_("What the description as a whole builds on.")),
                FieldPanel("project", help_text=_("The project that it came from, when there was one.")),
            ],
            heading=_("Origin"),
        ),
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
                FieldPanel(
                    "agreement_parties", help_text=_("For example: the municipality and the village association.")
                ),
                FieldPanel("agreement_length", help_text=_("For example: three years, then one year at a time.")),
                FieldPanel("agreement_compensation", help_text=_("For example: 50,000 kronor a year.")),
                FieldPanel(
                    "agreement_modules",
                    help_text=_("With commas between, for example: parcels, library books, a computer for all."),
                ),
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
            [
                FieldPanel("study_visit", help_text=_("On request means that visitors ask first.")),
                FieldPanel("study_visit_note", help_text=_("For example: 500 kronor for each group, not in July.")),
                FieldPanel(
                    "study_visit_contact",
                    help_text=_(
                        "Who receives visitors, if not the first contact. Shown only when the contact may be shown."
                    ),
                ),
            ],
            heading=_("Study visit"),
            help_text=_("May others come and look?"),
        ),
    ],
    visibility=BasePage.promote_panels,
)
