"""Projects (domain C8)."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.search import index

from cms.core.api_fields import ComputedField, RowsField, ValueField
from cms.core.fields import SectionField
from cms.core.models import BasePage, FactRow
from cms.core.panels import tabs
from cms.core.translation import shared, translated
from cms.core.visibility import public_pages
from cms.registers.models.pages import FacetedPage
from cms.registers.vocabularies import Currency, OrganisationRole


class ProjectStatus(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("project status", "planned")
    RUNNING = "running", pgettext_lazy("project status", "running")
    FINISHED = "finished", _("finished")


def successors(projects: Sequence["ProjectPage"]) -> dict[int, "ProjectPage"]:
    """The project that took over from each of the projects, read from its own ``continues``."""
    keys = {project.translation_key for project in projects}
    later = public_pages(ProjectPage.objects.filter(continues__translation_key__in=keys))
    by_key = {page.continues.translation_key: page for page in later.select_related("continues").order_by("-path")}
    return {page.pk: by_key[page.translation_key] for page in projects if page.translation_key in by_key}


class ProjectPage(FacetedPage):
    shows_who_points_here = True

    acronym = models.CharField(_("short name"), max_length=40, blank=True)
    owner_organisation = models.ForeignKey(
        "registers.Organisation", verbose_name=_("project owner"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    period_from = models.DateField(_("period begins"), null=True)
    period_to = models.DateField(_("period ends"), null=True)
    budget_amount = models.DecimalField(
        _("budget"), max_digits=12, decimal_places=0, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    budget_currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.SEK)
    programme = models.CharField(_("funding programme"), max_length=150, blank=True)
    supporting_authority = models.ForeignKey(
        "registers.Organisation",
        verbose_name=_("supporting authority"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    project_status = models.CharField(_("status"), max_length=10, choices=ProjectStatus, default=ProjectStatus.PLANNED)
    goals = SectionField(_("goals"), blank=True)
    results = SectionField(_("results"), blank=True)
    continues = models.ForeignKey(
        "self",
        verbose_name=_("continues"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="continued_by_pages",
    )
    contact = models.ForeignKey(
        "registers.ContactPerson",
        verbose_name=_("contact"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    parent_page_types = ["network.ProjectIndexPage"]
    subpage_types: list[str] = []
    page_description = _("A project: owner, period, budget, partners and results.")
    template = "pages/project.html"
    required_from_reviewed = (*FacetedPage.required_from_reviewed, "results", "contact")

    edit_handler = tabs(
        story=[
            *BasePage.common_story_panels,
            FieldPanel(
                "goals",
                help_text=_("What the project set out to do, for example: open five service points in two years."),
            ),
            FieldPanel("results", help_text=_("What came of it, also what did not. Use figures where you have them.")),
            *BasePage.common_end_panels,
        ],
        facts=[
            MultiFieldPanel(
                [
                    FieldPanel("acronym", help_text=_("What people call it, when that is shorter, for example: SiS.")),
                    FieldPanel(
                        "owner_organisation", required_on_save=False, help_text=_("Who is responsible for the project.")
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel(
                                "period_from",
                                required_on_save=False,
                                help_text=_("The day it begins, as in the decision."),
                            ),
                            FieldPanel(
                                "period_to", required_on_save=False, help_text=_("The day it ends, as in the decision.")
                            ),
                        ]
                    ),
                    FieldPanel("project_status", help_text=_("Where the project stands today.")),
                    FieldPanel("continues", help_text=_("The earlier project that this one takes over from.")),
                ],
                heading=_("The project"),
            ),
            InlinePanel(
                "partners",
                heading=_("Partners and co-funders"),
                label=_("Organisation"),
                help_text=_("Everybody who took part or paid, besides the owner."),
            ),
            *FacetedPage.facet_panels,
        ],
        costs=[
            FieldRowPanel(
                [
                    FieldPanel("budget_amount", help_text=_("The whole budget, in whole units of the currency.")),
                    FieldPanel("budget_currency"),
                ]
            ),
            FieldPanel(
                "programme",
                help_text=_("The programme that the money comes from, for example: the rural development programme."),
            ),
            FieldPanel("supporting_authority", help_text=_("The authority that decided on the support.")),
        ],
        contact=[
            FieldPanel(
                "contact",
                help_text=_("Who answers questions about the project. Shown only when the contact may be shown."),
            )
        ],
        visibility=BasePage.promote_panels,
    )
    organisations_searched = ("owner_organisation", "partners__organisation")
    search_fields = [
        *FacetedPage.search_fields,
        index.SearchField("acronym", boost=3),
        index.SearchField("goals"),
        index.SearchField("results"),
        index.SearchField("programme"),
    ]
    api_fields = [
        *FacetedPage.api_fields,
        APIField("acronym"),
        APIField("owner", serializer=ValueField(source="owner_organisation")),
        APIField("period_from"),
        APIField("period_to"),
        APIField("budget", serializer=ValueField()),
        APIField("programme"),
        APIField("supporting_authority", serializer=ValueField()),
        APIField("partners", serializer=RowsField()),
        APIField("goals"),
        APIField("results"),
        APIField("status", serializer=ValueField(source="project_status")),
        APIField("continues", serializer=ValueField()),
        APIField("continued_by", serializer=ComputedField(successors)),
        APIField("contact", serializer=ValueField()),
    ]
    translatable_fields = [
        *FacetedPage.translatable_fields,
        *translated("programme", "goals", "results"),
        *shared(
            "acronym",
            "owner_organisation",
            "period_from",
            "period_to",
            "budget_amount",
            "budget_currency",
            "supporting_authority",
            "project_status",
            "continues",
            "contact",
            "partners",
        ),
    ]

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from network.context import project_context

        return {**super().get_context(request, *args, **kwargs), **project_context(self)}

    def clean(self) -> None:
        super().clean()
        if self.period_from and self.period_to and self.period_to < self.period_from:
            raise ValidationError({"period_to": _("The period cannot end before it begins.")})

    @property
    def budget(self) -> dict[str, object] | None:
        return None if self.budget_amount is None else {"amount": self.budget_amount, "currency": self.budget_currency}

    @property
    def continued_by(self) -> "ProjectPage | None":
        """The project that took over."""
        return successors([self]).get(self.pk)


class ProjectPartner(FactRow):
    page = ParentalKey(ProjectPage, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        "registers.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("role"), max_length=15, choices=OrganisationRole, default=OrganisationRole.PARTNER)

    panels = [
        FieldRowPanel(
            [FieldPanel("organisation"), FieldPanel("role", help_text=_("What the organisation did in the project."))]
        )
    ]
    api_fields = ["organisation", "role"]
    translatable_fields = shared("sort_order", "organisation", "role")

    class Meta(FactRow.Meta):
        verbose_name = _("partner")
