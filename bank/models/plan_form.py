"""The form of a service plan, each field with a sentence of help."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from cms.core.models import BasePage
from cms.core.panels import tabs
from cms.registers.models.pages import FacetedPage

PLAN_FORM = tabs(
    story=[
        *BasePage.common_story_panels,
        InlinePanel(
            "goals",
            heading=_("Goals"),
            label=_("Goal"),
            help_text=_("What the municipality wants to have reached when the period ends, one goal in each row."),
        ),
        FieldPanel(
            "priorities",
            help_text=_(
                "What comes first, and why, for example: fuel in every part of the municipality before new lockers."
            ),
        ),
        InlinePanel(
            "actions", heading=_("Actions"), label=_("Action"), help_text=_("What will be done, by whom and when.")
        ),
        FieldPanel(
            "lessons",
            help_text=_(
                "What others who write a plan should know, for example: begin with the shops, they have the figures."
            ),
        ),
        *BasePage.common_end_panels,
    ],
    facts=[
        MultiFieldPanel(
            [
                FieldPanel(
                    "municipality",
                    required_on_save=False,
                    help_text=_("The municipality whose plan it is. Its own page shows the plan that holds today."),
                ),
                FieldRowPanel(
                    [
                        FieldPanel(
                            "period_from", required_on_save=False, help_text=_("The first day on which the plan holds.")
                        ),
                        FieldPanel(
                            "period_to",
                            required_on_save=False,
                            help_text=_("The last day. After it the plan counts as expired by itself."),
                        ),
                    ]
                ),
                FieldPanel(
                    "progress",
                    help_text=_("What has been decided so far. Whether it has run out follows from the dates."),
                ),
                FieldRowPanel(
                    [
                        FieldPanel("adopted_on", help_text=_("The day of the decision.")),
                        FieldPanel("adopted_by", help_text=_("Who made the decision.")),
                    ]
                ),
                FieldRowPanel(
                    [
                        FieldPanel("decision_paragraph", help_text=_("As in the minutes, for example § 45.")),
                        FieldPanel("registration_number"),
                    ]
                ),
                FieldPanel(
                    "next_revision_on",
                    help_text=_("When the municipality takes the plan up again: before the period ends."),
                ),
                FieldPanel("yearly_follow_up", help_text=_("Tick when somebody reports on the plan every year.")),
            ],
            heading=_("The plan"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("document", help_text=_("The plan as it was adopted.")),
                FieldPanel(
                    "document_url",
                    help_text=_("Where the plan is on the municipality’s own website. A file, an address or both."),
                ),
                FieldPanel(
                    "document_accessible",
                    help_text=_("Tick when the file has been checked and can be read with a screen reader."),
                ),
                FieldPanel(
                    "regional_programme_url", help_text=_("The programme of the region that the plan is part of.")
                ),
            ],
            heading=_("Documents"),
        ),
        InlinePanel(
            "plan_places",
            heading=_("Places in the plan"),
            label=_("Place"),
            help_text=_("Places with a role in the plan, the most important first."),
        ),
        *FacetedPage.facet_panels,
        MultiFieldPanel(
            [
                FieldPanel(
                    "participation",
                    help_text=_(
                        "Who was asked and who helped to write, for example: the village associations and the shops."
                    ),
                ),
                FieldPanel(
                    "participation_methods",
                    help_text=_("With commas between, for example: village walks, questionnaire."),
                ),
                FieldPanel(
                    "number_of_meetings", help_text=_("Meetings with people who live or work there, for example 6.")
                ),
            ],
            heading=_("Participation"),
        ),
    ],
    contact=[
        FieldPanel(
            "coordinator",
            help_text=_("Who answers questions about the plan. Shown only when the contact may be shown."),
        )
    ],
    visibility=BasePage.promote_panels,
)
