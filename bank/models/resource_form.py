"""The form of a resource article, each field with a sentence of help."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from cms.core.models import BasePage
from cms.core.panels import tabs
from cms.registers.models.pages import FacetedPage

RESOURCE_FORM = tabs(
    story=[
        FieldPanel("kind", help_text=_("What it is. A method or a process needs steps.")),
        *BasePage.common_story_panels,
        FieldPanel("in_30_seconds"),
        FieldPanel("when_to_use"),
        FieldPanel(
            "expected_result",
            help_text=_(
                "What you have when you are done, for example: a list of needs that the whole village stands behind."
            ),
        ),
        InlinePanel(
            "steps", heading=_("Steps"), label=_("Step"), help_text=_("A method or a process needs its steps.")
        ),
        FieldPanel(
            "conditions",
            help_text=_(
                "What must be in place before you begin, for example: somebody who has time for it every week."
            ),
        ),
        FieldPanel("pitfalls"),
        InlinePanel(
            "checklist",
            heading=_("Checklist"),
            label=_("Item"),
            help_text=_("To tick off while working. Ticks stay in the reader’s own browser."),
        ),
        *BasePage.common_end_panels,
    ],
    facts=[
        *FacetedPage.facet_panels,
        FieldPanel("phases", required_on_save=False),
        MultiFieldPanel(
            [
                FieldPanel("time_needed"),
                FieldRowPanel(
                    [
                        FieldPanel("participants_min", help_text=_("The smallest group that it works with.")),
                        FieldPanel("participants_max", help_text=_("The largest group that it works with.")),
                    ]
                ),
                FieldPanel(
                    "cost_level",
                    help_text=_(
                        "What it costs besides your own time: a hall and coffee is low, an investigation is high."
                    ),
                ),
                FieldPanel(
                    "skills",
                    help_text=_(
                        "What somebody in the group must be able to do, for example: lead a meeting, count on a budget."
                    ),
                ),
            ],
            heading=_("What it takes"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("use_beyond_service", help_text=_("Tick when it helps with more than local service.")),
                FieldPanel(
                    "use_beyond_service_note",
                    help_text=_("With what, for example: A village can plan its broadband in the same way."),
                ),
            ],
            heading=_("Beyond local service"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("origin_project", help_text=_("The project that it was made in.")),
                FieldPanel(
                    "origin_organisation",
                    help_text=_("Who made it, when it was not a project. One of the two is needed."),
                ),
                FieldPanel("origin_credit"),
            ],
            heading=_("Where it comes from"),
        ),
    ],
    visibility=BasePage.promote_panels,
)
