"""Resource article: method, model, tool, guidance and four kinds more, all one page type (domain C2)."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.api import APIField
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.models import Page
from wagtail.search import index

from bank.models.resource_form import RESOURCE_FORM
from cms.core.api_fields import ComputedField, RegistersField, RowsField, ValueField
from cms.core.fields import SectionField, StreamField
from cms.core.models import CustomDocument, TextRow
from cms.core.translation import shared, translated
from cms.core.visibility import public_pages
from cms.registers.models.pages import FacetedPage
from cms.registers.vocabularies import CostLevel, ResourceKind, Worked

KINDS_WITH_STEPS = (ResourceKind.METHOD, ResourceKind.PROCESS)


def uses_by_resource(resources: Sequence["ResourceArticlePage"]) -> dict[int, list[dict[str, Any]]]:
    """Public case studies that used each of the resources, in the resource's language, with how it went."""
    uses = apps.get_model("bank.MethodUsed").objects.filter(
        resource__translation_key__in={resource.translation_key for resource in resources},
        page__in=public_pages().values("pk"),
    )
    rows = list(uses.select_related("resource").order_by("page__title", "pk").defer("resource__body"))
    cases = Page.objects.in_bulk({row.page_id for row in rows})
    found: dict[int, list[dict[str, Any]]] = {resource.pk: [] for resource in resources}
    for resource in resources:
        for row in rows:
            case = cases[row.page_id]
            if (row.resource.translation_key, case.locale_id) == (resource.translation_key, resource.locale_id):
                worked = Worked(row.worked) if row.worked else None
                found[resource.pk].append({"case": case, "adaptation": row.adaptation, "worked": worked})
    return found


class ResourceArticlePage(FacetedPage):
    shows_who_points_here = True

    kind = models.CharField(_("kind"), max_length=15, choices=ResourceKind)
    in_30_seconds = models.TextField(
        _("in 30 seconds"),
        max_length=400,
        help_text=_("What it is and what you get, for someone who has half a minute. At most 400 characters."),
    )
    when_to_use = SectionField(
        _("when to use it"), max_length=1000, help_text=_("The situation in which it helps. Say also when it does not.")
    )
    expected_result = SectionField(_("expected result"), max_length=1000, blank=True)
    conditions = SectionField(_("what it takes to succeed"), max_length=1500, blank=True)
    pitfalls = SectionField(
        _("pitfalls"), max_length=1500, blank=True, help_text=_("Honest limits help the reader most.")
    )
    time_needed = models.CharField(
        _("time needed"),
        max_length=120,
        blank=True,
        help_text=_("For example: two evenings and a week of preparation."),
    )
    participants_min = models.PositiveSmallIntegerField(_("participants, least"), null=True, blank=True)
    participants_max = models.PositiveSmallIntegerField(_("participants, most"), null=True, blank=True)
    cost_level = models.CharField(_("cost"), max_length=10, choices=CostLevel, blank=True)
    skills = models.CharField(_("skills needed"), max_length=250, blank=True)
    use_beyond_service = models.BooleanField(_("useful beyond local service"), default=False)
    use_beyond_service_note = models.TextField(_("how else it can be used"), max_length=600, blank=True)
    origin_project = models.ForeignKey(
        "network.ProjectPage",
        verbose_name=_("project"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    origin_organisation = models.ForeignKey(
        "registers.Organisation",
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    origin_credit = models.CharField(
        _("credited"), max_length=200, blank=True, help_text=_("Those who made it, as a group or a role.")
    )

    parent_page_types = ["bank.ResourceIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A method, model, tool, guidance, process, checklist, template or inspiration.")
    template = "pages/resource_article.html"
    required_facets = ("service_types", "audiences")
    required_from_reviewed = (
        *FacetedPage.required_from_reviewed,
        "expected_result",
        "phase_links",
        "conditions",
        "pitfalls",
    )

    edit_handler = RESOURCE_FORM
    texts_searched = {"steps": ("title", "text"), "checklist": ("text",)}
    organisations_searched = ("origin_organisation",)
    search_fields = [
        *FacetedPage.search_fields,
        index.SearchField("in_30_seconds", boost=4),
        index.SearchField("when_to_use", boost=2),
        index.SearchField("expected_result"),
        index.SearchField("conditions"),
        index.SearchField("pitfalls"),
        index.FilterField("kind"),
    ]
    api_fields = [
        *FacetedPage.api_fields,
        APIField("kind", serializer=ValueField()),
        APIField("in_30_seconds"),
        APIField("when_to_use"),
        APIField("expected_result"),
        APIField("phases", serializer=RegistersField(source="phase_links")),
        APIField("steps", serializer=RowsField()),
        APIField("conditions"),
        APIField("pitfalls"),
        APIField("time_needed"),
        APIField("participants_min"),
        APIField("participants_max"),
        APIField("cost_level", serializer=ValueField()),
        APIField("skills"),
        APIField("checklist", serializer=RowsField()),
        APIField("use_beyond_service"),
        APIField("use_beyond_service_note"),
        APIField("origin_project", serializer=ValueField()),
        APIField("origin_organisation", serializer=ValueField()),
        APIField("origin_credit"),
        APIField("used_in", serializer=ComputedField(uses_by_resource)),
    ]
    translatable_fields = [
        *FacetedPage.translatable_fields,
        *translated(
            "in_30_seconds",
            "when_to_use",
            "expected_result",
            "conditions",
            "pitfalls",
            "time_needed",
            "skills",
            "use_beyond_service_note",
            "origin_credit",
        ),
        *shared(
            "kind",
            "participants_min",
            "participants_max",
            "cost_level",
            "use_beyond_service",
            "origin_project",
            "origin_organisation",
        ),
        *translated("steps", "checklist"),
    ]

    class Meta:
        verbose_name = _("resource article")
        verbose_name_plural = _("resource articles")

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.participants_min and self.participants_max and self.participants_max < self.participants_min:
            errors["participants_max"] = ValidationError(_("The most cannot be fewer than the least."))
        if errors:
            raise ValidationError(errors)

    def missing_required(self) -> dict[str, str]:
        missing = {}
        if not self.origin_project_id and not self.origin_organisation_id:
            missing["origin_organisation"] = _("Say where it comes from: a project or an organisation.")
        return missing

    def required_rows(self) -> dict[str, str]:
        return {"steps": _("A method or a process needs its steps.")} if self.kind in KINDS_WITH_STEPS else {}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from bank.context import resource_context

        return {**super().get_context(request, *args, **kwargs), **resource_context(self)}

    @property
    def used_in(self) -> list[Any]:
        """Public case studies that used this, with how it went: the link nobody keeps by hand."""
        from bank.models.case_rows import MethodUsed

        cases = public_pages().filter(locale=self.locale)
        return list(
            MethodUsed.objects.filter(resource__translation_key=self.translation_key, page__in=cases.values("pk"))
            .select_related("page", "page__locale")
            .order_by("page__title")
        )


class ResourceStep(TextRow):
    page = ParentalKey(ResourceArticlePage, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("heading"), max_length=120)
    text = SectionField(_("what to do"), max_length=2000)
    who = models.CharField(_("who"), max_length=120, blank=True)
    time = models.CharField(_("time"), max_length=80, blank=True)
    # Blocks and no rows below the row: the list is a column of the step, so that the triggers of the log see it change,
    # it is copied to the translation as one fact, and an editor adds a file as in the page's content.
    files = StreamField([("file", DocumentChooserBlock(label=_("File")))], verbose_name=_("files"), blank=True)

    panels = [
        FieldPanel("title"),
        FieldPanel(
            "text",
            help_text=_("What you do, so that somebody who has never done it can do it. One thing in each step."),
        ),
        FieldRowPanel(
            [
                FieldPanel("who", help_text=_("For example: the whole group, the treasurer.")),
                FieldPanel("time", help_text=_("How long it takes, or when it is done.")),
            ]
        ),
        FieldPanel("files", help_text=_("What is needed in this step, for example a form to fill in.")),
    ]
    api_fields = ["title", "text", "who", "time", "documents"]
    api_names = {"documents": "files"}
    translatable_fields = [*shared("sort_order", "files"), *translated("title", "text", "who", "time")]

    class Meta(TextRow.Meta):
        verbose_name = _("step")

    def __str__(self) -> str:
        return self.title

    @property
    def documents(self) -> list[CustomDocument]:
        """The files in their order, without those that have been deleted."""
        return [block.value for block in self.files if block.value is not None]


class ResourceChecklistItem(TextRow):
    page = ParentalKey(ResourceArticlePage, on_delete=models.CASCADE, related_name="checklist")
    text = models.CharField(_("item"), max_length=250)

    panels = [FieldPanel("text", help_text=_("One thing to do or to bring, for example: Book the hall."))]
    api_fields = ["text"]
    translatable_fields = [*shared("sort_order"), *translated("text")]

    class Meta(TextRow.Meta):
        verbose_name = _("checklist item")

    def __str__(self) -> str:
        return self.text
