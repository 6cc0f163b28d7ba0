"""Municipal service plan (domain C4)."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.api import APIField
from wagtail.models import Page
from wagtail.search import index

from bank.models.plan_form import PLAN_FORM
from cms.core import dependencies
from cms.core.api_fields import RowsField, ValueField
from cms.core.fields import SectionField
from cms.core.models import FactRow, TextRow
from cms.core.translation import shared, translated
from cms.core.visibility import public_pages
from cms.registers.models import County, Municipality
from cms.registers.models.pages import FacetedPage


class PlanProgress(models.TextChoices):
    """What an editor states. Whether the plan has run out follows from its dates."""

    IN_PROGRESS = "in_progress", _("in progress")
    ADOPTED = "adopted", _("adopted")
    UNDER_REVISION = "under_revision", _("under revision")
    EXTENDED = "extended", _("extended")


class PlanStatus(models.TextChoices):
    """What the public sees; `missing` belongs to a municipality without a plan page."""

    MISSING = "missing", pgettext_lazy("plan status", "missing")
    IN_PROGRESS = "in_progress", _("in progress")
    ADOPTED = "adopted", _("adopted")
    UNDER_REVISION = "under_revision", _("under revision")
    EXPIRED = "expired", _("expired")
    EXTENDED = "extended", _("extended")


class AdoptedBy(models.TextChoices):
    COUNCIL = "council", _("municipal council")
    BOARD = "board", _("municipal executive board")


class PlanPlaceRole(models.TextChoices):
    SERVICE_TOWN = "service_town", _("service town")
    SERVICE_NODE = "service_node", _("service node")
    SERVICE_POINT = "service_point", _("service point")


class ActionStatus(models.TextChoices):
    NOT_STARTED = "not_started", _("not started")
    ONGOING = "ongoing", _("ongoing")
    DONE = "done", _("done")


class ServicePlanPage(FacetedPage):
    municipality = models.ForeignKey(
        "registers.Municipality",
        verbose_name=_("municipality"),
        null=True,
        on_delete=models.PROTECT,
        related_name="service_plans",
    )
    period_from = models.DateField(_("period begins"), null=True)
    period_to = models.DateField(_("period ends"), null=True)
    progress = models.CharField(
        _("where the plan stands"), max_length=15, choices=PlanProgress, default=PlanProgress.IN_PROGRESS
    )
    adopted_on = models.DateField(_("adopted on"), null=True, blank=True)
    adopted_by = models.CharField(_("adopted by"), max_length=10, choices=AdoptedBy, blank=True)
    decision_paragraph = models.CharField(_("paragraph of the decision"), max_length=20, blank=True)
    registration_number = models.CharField(
        _("registration number"), max_length=40, blank=True, help_text=_("The plan's diarienummer.")
    )
    document = models.ForeignKey(
        "core.CustomDocument",
        verbose_name=_("the plan as a file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    document_url = models.URLField(_("address of the plan"), blank=True)
    document_accessible = models.BooleanField(_("the file is accessible"), default=False)
    next_revision_on = models.DateField(_("next revision"), null=True, blank=True)
    yearly_follow_up = models.BooleanField(_("followed up every year"), default=False)
    regional_programme_url = models.URLField(_("regional service programme"), blank=True)
    priorities = SectionField(_("priorities"), blank=True)
    participation = models.TextField(_("who took part"), max_length=1000, blank=True)
    participation_methods = models.CharField(_("ways of working together"), max_length=250, blank=True)
    number_of_meetings = models.PositiveSmallIntegerField(_("number of meetings"), null=True, blank=True)
    coordinator = models.ForeignKey(
        "registers.ContactPerson",
        verbose_name=_("service coordinator"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lessons = SectionField(_("lessons"), blank=True)

    parent_page_types = ["bank.ServicePlanIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A municipality's plan for local service: goals, priorities, places and actions.")
    template = "pages/service_plan.html"
    required_facets = ("service_types",)
    required_from_reviewed = (
        *FacetedPage.required_from_reviewed,
        "document_or_url",
        "next_revision_on",
        "goals",
        "priorities",
        "actions",
        "participation",
        "participation_methods",
        "number_of_meetings",
        "coordinator",
    )
    labels_of_properties = {"document_or_url": _("the plan as a file or an address")}
    fields_of_properties = {"document_or_url": "document"}

    edit_handler = PLAN_FORM
    texts_searched = {"goals": ("text",), "actions": ("text",), "plan_places": ("locality", "target_level")}
    search_fields = [
        *FacetedPage.search_fields,
        index.SearchField("priorities"),
        index.SearchField("participation"),
        index.SearchField("lessons"),
        index.RelatedFields("municipality", [index.SearchField("name", boost=3)]),
    ]
    api_joins = {"county": ("municipality__county",)}
    api_fields = [
        *FacetedPage.api_fields,
        APIField("municipality", serializer=ValueField()),
        APIField("county", serializer=ValueField()),
        APIField("period_from"),
        APIField("period_to"),
        APIField("status", serializer=ValueField()),
        APIField("adopted_on"),
        APIField("adopted_by", serializer=ValueField()),
        APIField("decision_paragraph"),
        APIField("registration_number"),
        APIField("document", serializer=ValueField()),
        APIField("document_url"),
        APIField("document_accessible"),
        APIField("next_revision_on"),
        APIField("yearly_follow_up"),
        APIField("regional_programme_url"),
        APIField("plan_places", serializer=RowsField()),
        APIField("goals", serializer=RowsField()),
        APIField("priorities"),
        APIField("actions", serializer=RowsField()),
        APIField("participation"),
        APIField("participation_methods"),
        APIField("number_of_meetings"),
        APIField("coordinator", serializer=ValueField()),
        APIField("lessons"),
    ]
    translatable_fields = [
        *FacetedPage.translatable_fields,
        *translated("priorities", "participation", "participation_methods", "lessons"),
        *shared(
            "municipality",
            "period_from",
            "period_to",
            "progress",
            "adopted_on",
            "adopted_by",
            "decision_paragraph",
            "registration_number",
            "document",
            "document_url",
            "document_accessible",
            "next_revision_on",
            "yearly_follow_up",
            "regional_programme_url",
            "number_of_meetings",
            "coordinator",
        ),
        *translated("plan_places", "goals", "actions"),
    ]

    class Meta:
        verbose_name = _("service plan")
        verbose_name_plural = _("service plans")

    def clean(self) -> None:
        super().clean()
        if self.period_from and self.period_to and self.period_to < self.period_from:
            raise ValidationError({"period_to": _("The period cannot end before it begins.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from bank.context import plan_context

        return {**super().get_context(request, *args, **kwargs), **plan_context(self)}

    @property
    def county(self) -> County | None:
        return self.municipality.county if self.municipality_id else None

    @property
    def document_or_url(self) -> Any:
        return self.document or self.document_url

    @property
    def plan_status(self) -> PlanStatus:
        return plan_status(self.progress, self.period_to)

    @property
    def status(self) -> dict[str, str]:
        """``{code, label}`` for the API."""
        return {"code": self.plan_status.value, "label": str(self.plan_status.label)}


class PlanPlace(TextRow):
    page = ParentalKey(ServicePlanPage, on_delete=models.CASCADE, related_name="plan_places")
    locality = models.CharField(_("locality"), max_length=80)
    role = models.CharField(_("role"), max_length=15, choices=PlanPlaceRole)
    target_level = models.CharField(_("target level of service"), max_length=250, blank=True)

    panels = [
        FieldRowPanel(
            [FieldPanel("locality"), FieldPanel("role", help_text=_("What the place is for those around it."))]
        ),
        FieldPanel("target_level", help_text=_("What should be there at least, for example: fuel and food every day.")),
    ]
    api_fields = ["locality", "role", "target_level"]
    translatable_fields = [*shared("sort_order", "locality", "role"), *translated("target_level")]

    class Meta(TextRow.Meta):
        verbose_name = _("place in the plan")


class PlanGoal(TextRow):
    page = ParentalKey(ServicePlanPage, on_delete=models.CASCADE, related_name="goals")
    text = models.TextField(_("goal"), max_length=500)

    panels = [
        FieldPanel(
            "text", help_text=_("One goal that can be followed up, for example: Nobody has more than 20 km to fuel.")
        )
    ]
    api_fields = ["text"]
    translatable_fields = [*shared("sort_order"), *translated("text")]

    class Meta(TextRow.Meta):
        verbose_name = _("goal")


class PlanAction(ClusterableModel, TextRow):
    page = ParentalKey(ServicePlanPage, on_delete=models.CASCADE, related_name="actions")
    text = models.TextField(_("action"), max_length=500)
    responsible = models.CharField(_("responsible"), max_length=150, blank=True)
    due = models.DateField(_("to be done by"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=15, choices=ActionStatus, default=ActionStatus.NOT_STARTED)

    panels = [
        FieldPanel(
            "text",
            help_text=_("One thing that somebody does, for example: Ask every shop what it takes to hand out parcels."),
        ),
        FieldRowPanel(
            [
                FieldPanel(
                    "responsible",
                    help_text=_(
                        "A role or an organisation, not a person by name, for example: the rural development officer."
                    ),
                ),
                FieldPanel("due", help_text=_("Empty when it goes on all the time.")),
                FieldPanel("status"),
            ]
        ),
        InlinePanel(
            "links",
            heading=_("Cases, methods and money"),
            label=_("Page"),
            help_text=_("Examples, methods or support that show how it can be done."),
        ),
    ]
    api_fields = ["text", "responsible", "due", "status", "pages"]
    api_prefetch = ("links__target",)
    translatable_fields = [*shared("sort_order", "due", "status"), *translated("text", "responsible"), *shared("links")]

    class Meta(TextRow.Meta):
        verbose_name = _("action")

    @property
    def pages(self) -> list[Page]:
        return [link.target for link in self.links.all()]


class PlanActionLink(FactRow):
    action = ParentalKey(PlanAction, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")

    panels = [FieldPanel("target", help_text=_("A page of the bank or the network."))]
    translatable_fields = shared("sort_order", "target")

    class Meta(FactRow.Meta):
        verbose_name = _("linked page")


def plan_status(progress: str, period_to: dt.date | None, today: dt.date | None = None) -> PlanStatus:
    """Status of a plan: what the editor stated, unless an adopted period has run out."""
    today = today or dependencies.today()
    if progress != PlanProgress.IN_PROGRESS and period_to and period_to < today:
        return PlanStatus.EXPIRED
    return PlanStatus(progress)


def with_status(status: str, today: dt.date | None = None) -> Q:
    """Filter on service plans that have one of the computed statuses."""
    today = today or dependencies.today()
    expired = ~Q(progress=PlanProgress.IN_PROGRESS) & Q(period_to__lt=today)
    if status == PlanStatus.EXPIRED:
        return expired
    if status == PlanStatus.MISSING:
        return Q(pk__in=[])
    return Q(progress=status) & ~expired


def current_plan(municipality: Municipality, language: str) -> ServicePlanPage | None:
    """The public plan of a municipality that holds today, else the latest; None where there is none."""
    plans = list(public_pages(ServicePlanPage.objects.filter(municipality=municipality)).select_related("locale"))
    return best_plan([plan for plan in plans if plan.locale.language_code == language] or plans)


def best_plan(plans: Iterable[ServicePlanPage]) -> ServicePlanPage | None:
    """Of the plans of one municipality the one that holds today, else the latest."""
    today = timezone.localdate()

    def rank(plan: ServicePlanPage) -> tuple[bool, dt.date]:
        begins, ends = plan.period_from or dt.date.min, plan.period_to or dt.date.max
        return (begins <= today <= ends and plan.progress != PlanProgress.IN_PROGRESS, ends)

    return max(plans, key=rank, default=None)


def plan_status_of(municipality: Municipality) -> PlanStatus:
    """Status of a municipality's current plan, `missing` where it has none."""
    plan = current_plan(municipality, "sv")
    return plan.plan_status if plan else PlanStatus.MISSING
