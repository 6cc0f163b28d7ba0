"""Editing forms: tabs in the order an editor thinks, and the list of what a reviewed page still lacks."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import InlinePanel, ObjectList, Panel, PublishingPanel, TabbedInterface
from wagtail.models import Page


class RequiredFromReviewPanel(Panel):
    """Lists the fields that the quality level "reviewed" asks for; it informs and never stops a save."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "admin/panels/required_from_review.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            context["missing"] = self.instance.missing_for_review()
            return context


def heading_of_rows(page_type: type[Page], relation: str) -> Any:
    """What the form of a page type calls the rows of a child relation; None where it does not show them."""
    panels = list(page_type.get_edit_handler().children)
    while panels:
        panel = panels.pop()
        if isinstance(panel, InlinePanel) and panel.relation_name == relation:
            return panel.heading
        panels.extend(getattr(panel, "children", ()))
    return None


def tabs(
    *,
    story: Sequence[Panel],
    visibility: Sequence[Panel],
    facts: Sequence[Panel] = (),
    costs: Sequence[Panel] = (),
    contact: Sequence[Panel] = (),
) -> TabbedInterface:
    """The form of a page type: Story, Facts, Costs, Contact, Visibility. A tab without panels is left out."""
    groups = [
        (_("Story"), [RequiredFromReviewPanel(), *story]),
        (_("Facts"), list(facts)),
        (_("Costs"), list(costs)),
        (_("Contact"), list(contact)),
        (_("Visibility"), [*visibility, PublishingPanel()]),
    ]
    return TabbedInterface([ObjectList(panels, heading=heading) for heading, panels in groups if panels])
