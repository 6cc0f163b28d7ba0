"""Rows of a case study: services, costs, funding, indicators, methods, timeline and the like (domain C3)."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from bank.models.cases import CaseStudyPage
from cms.core.models import FactRow, TextRow
from cms.core.translation import shared, translated
from cms.registers.vocabularies import (
    CostType,
    Currency,
    EvidenceType,
    FundingScheme,
    OrganisationRole,
    Worked,
)


class ServiceOffered(TextRow):
    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="services_offered")
    service_type = models.ForeignKey(
        "registers.ServiceType", verbose_name=_("service type"), on_delete=models.PROTECT, related_name="+"
    )
    provider = models.CharField(_("provider"), max_length=120, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    opening_hours = models.CharField(_("opening hours"), max_length=200, blank=True)
    all_hours = models.BooleanField(_("open around the clock"), default=False)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("service_type"),
                FieldPanel(
                    "provider", help_text=_("Who stands for the service, for example: the village association.")
                ),
            ]
        ),
        FieldRowPanel(
            [
                FieldPanel("since", help_text=_("The day when it began, if you know it.")),
                FieldPanel("opening_hours", help_text=_("For example: Mon–Fri 9–18, Sat 10–14.")),
                FieldPanel(
                    "all_hours", help_text=_("Tick when people get in at any time, for example with a card or an app.")
                ),
            ]
        ),
    ]
    api_fields = ["service_type", "provider", "since", "opening_hours", "all_hours"]
    translatable_fields = [
        *shared("sort_order", "service_type", "provider", "since", "all_hours"),
        *translated("opening_hours"),
    ]

    class Meta(TextRow.Meta):
        verbose_name = _("service offered")


class CostLine(TextRow):
    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="costs")
    type = models.CharField(_("type"), max_length=20, choices=CostType)
    amount = models.DecimalField(
        _("amount"),
        max_digits=12,
        decimal_places=0,
        validators=[MinValueValidator(0)],
        help_text=_("Whole kronor, or hours when the line counts volunteer hours."),
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency, default=Currency.SEK, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("type", help_text=_("What kind of money it is, or hours that people gave.")),
                FieldPanel("amount"),
                FieldPanel("currency"),
                FieldPanel("year", help_text=_("The year that the figure is from.")),
            ]
        ),
        FieldPanel("note", help_text=_("What is in it, for example: freezer, lock and electricity.")),
    ]
    api_fields = ["type", "amount", "currency", "year", "note"]
    translatable_fields = [*shared("sort_order", "type", "amount", "currency", "year"), *translated("note")]

    class Meta(TextRow.Meta):
        verbose_name = _("cost line")

    @property
    def unit(self) -> str:
        return "h" if self.type == CostType.VOLUNTEER_HOURS else self.currency


class Funding(FactRow):
    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="funding")
    scheme = models.CharField(_("support scheme"), max_length=25, choices=FundingScheme)
    organisation = models.ForeignKey(
        "registers.Organisation",
        verbose_name=_("from"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    amount = models.DecimalField(
        _("amount in SEK"), max_digits=12, decimal_places=0, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("scheme", help_text=_("What kind of support it is.")),
                FieldPanel("organisation", help_text=_("Who paid.")),
                FieldPanel("amount", help_text=_("In whole kronor. Empty when you do not know.")),
                FieldPanel("year", help_text=_("The year of the decision.")),
            ]
        )
    ]
    api_fields = ["scheme", "organisation", "amount", "year"]
    api_names = {"scheme": "funding_scheme"}
    translatable_fields = shared("sort_order", "scheme", "organisation", "amount", "year")

    class Meta(FactRow.Meta):
        verbose_name = _("funding")


class Indicator(TextRow):
    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="indicators")
    name = models.CharField(_("what is counted"), max_length=120)
    value = models.DecimalField(_("value"), max_digits=12, decimal_places=2)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    evidence_type = models.CharField(
        _("kind of evidence"), max_length=15, choices=EvidenceType, default=EvidenceType.COUNTED
    )

    panels = [
        FieldPanel("name", help_text=_("For example: customers, parcels, distance saved.")),
        FieldRowPanel(
            [
                FieldPanel("value", help_text=_("The figure alone, for example 85.")),
                FieldPanel("unit", help_text=_("For example: a week, kilometres a year.")),
                FieldPanel("date", help_text=_("The day when you counted, or the last day of the period.")),
                FieldPanel(
                    "evidence_type", help_text=_("How you know: counted by yourselves, or looked into by others.")
                ),
            ]
        ),
    ]
    api_fields = ["name", "value", "unit", "date", "evidence_type"]
    translatable_fields = [*shared("sort_order", "value", "date", "evidence_type"), *translated("name", "unit")]

    class Meta(TextRow.Meta):
        verbose_name = _("indicator")


class MethodUsed(TextRow):
    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="methods_used")
    resource = models.ForeignKey(
        "bank.ResourceArticlePage", verbose_name=_("method"), on_delete=models.CASCADE, related_name="uses"
    )
    adaptation = models.CharField(_("how it was adapted"), max_length=300, blank=True)
    worked = models.CharField(_("did it work?"), max_length=10, choices=Worked, blank=True)

    panels = [
        FieldPanel("resource", help_text=_("A method, model or tool of the bank.")),
        FieldPanel(
            "adaptation", help_text=_("What you did in your own way, for example: two evenings in place of three.")
        ),
        FieldPanel("worked", help_text=_("Your own judgement. A no helps readers as much as a yes.")),
    ]
    api_fields = ["resource", "adaptation", "worked"]
    translatable_fields = [*shared("sort_order", "resource", "worked"), *translated("adaptation")]

    class Meta(TextRow.Meta):
        verbose_name = _("method used")


class Inspiration(TextRow):
    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="inspired_by")
    case = models.ForeignKey(
        CaseStudyPage, verbose_name=_("case study"), on_delete=models.CASCADE, related_name="inspired"
    )
    changed = models.CharField(_("what was changed"), max_length=300, blank=True)

    panels = [
        FieldPanel("case", help_text=_("The example that you saw or read about.")),
        FieldPanel("changed", help_text=_("What you did in another way, and why.")),
    ]
    api_fields = ["case", "changed"]
    translatable_fields = [*shared("sort_order", "case"), *translated("changed")]

    class Meta(TextRow.Meta):
        verbose_name = _("inspiration")


class TimelineEvent(TextRow):
    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="timeline")
    date = models.DateField(_("date"))
    event = models.CharField(_("what happened"), max_length=250)

    panels = [
        FieldRowPanel(
            [
                FieldPanel("date", help_text=_("The day, or the first day of the month when you know no more.")),
                FieldPanel(
                    "event", help_text=_("In one sentence, for example: The municipality grants 200,000 kronor.")
                ),
            ]
        )
    ]
    api_fields = ["date", "event"]
    translatable_fields = [*shared("sort_order", "date"), *translated("event")]

    class Meta(TextRow.Meta):
        verbose_name = _("timeline event")


class CaseOrganisation(FactRow):
    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="organisations")
    organisation = models.ForeignKey(
        "registers.Organisation", verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(_("role"), max_length=15, choices=OrganisationRole, default=OrganisationRole.PARTNER)

    panels = [
        FieldRowPanel([FieldPanel("organisation"), FieldPanel("role", help_text=_("What the organisation did."))])
    ]
    api_fields = ["organisation", "role"]
    translatable_fields = shared("sort_order", "organisation", "role")

    class Meta(FactRow.Meta):
        verbose_name = _("organisation taking part")


class CaseContact(FactRow):
    page = ParentalKey(CaseStudyPage, on_delete=models.CASCADE, related_name="contacts")
    contact = models.ForeignKey(
        "registers.ContactPerson", verbose_name=_("contact"), on_delete=models.PROTECT, related_name="+"
    )

    panels = [
        FieldPanel(
            "contact",
            help_text=_(
                "From the register of contacts. A role, such as service coordinator, is better than a person by name."
            ),
        )
    ]
    api_fields = ["contact"]
    translatable_fields = shared("sort_order", "contact")

    class Meta(FactRow.Meta):
        verbose_name = _("contact of the case study")
