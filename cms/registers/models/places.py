from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from cms.registers.models.base import BilingualModel

TWO_DIGITS = RegexValidator(r"^\d{2}$", _("A county code has two digits, for example 07."))
FOUR_DIGITS = RegexValidator(r"^\d{4}$", _("A municipality code has four digits, for example 0765."))


class County(index.Indexed, BilingualModel):
    """A county by its SCB code. Codes are text, because leading zeros belong to them."""

    code = models.CharField(_("code"), max_length=2, unique=True, validators=[TWO_DIGITS])
    letter = models.CharField(_("letter"), max_length=2)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    regional_programme_title = models.CharField(_("regional service programme"), max_length=200, blank=True)
    regional_programme_from = models.DateField(_("programme begins"), null=True, blank=True)
    regional_programme_to = models.DateField(_("programme ends"), null=True, blank=True)
    regional_programme_url = models.URLField(_("address of the programme"), blank=True)
    region = models.ForeignKey(
        "registers.Organisation",
        verbose_name=_("region organisation"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    county_board = models.ForeignKey(
        "registers.Organisation",
        verbose_name=_("county administrative board"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    county_section = models.ForeignKey(
        "registers.Organisation",
        verbose_name=_("county section"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("code"), FieldPanel("letter"), FieldPanel("name_sv"), FieldPanel("name_en")],
            heading=_("County"),
        ),
        MultiFieldPanel([FieldPanel("valid_from"), FieldPanel("valid_to")], heading=_("Validity")),
        MultiFieldPanel(
            [FieldPanel("region"), FieldPanel("county_board"), FieldPanel("county_section")], heading=_("Organisations")
        ),
        MultiFieldPanel(
            [
                FieldPanel("regional_programme_title"),
                FieldPanel("regional_programme_from"),
                FieldPanel("regional_programme_to"),
                FieldPanel("regional_programme_url"),
            ],
            heading=_("Regional service programme"),
        ),
    ]
    search_fields = [index.SearchField("name_sv"), index.SearchField("name_en"), index.AutocompleteField("name_sv")]

    class Meta:
        verbose_name = _("county")
        verbose_name_plural = _("counties")
        ordering = ["code"]


class Municipality(index.Indexed, models.Model):
    """A municipality by its SCB code; the first two digits are its county. Figures come from SCB."""

    code = models.CharField(_("code"), max_length=4, unique=True, validators=[FOUR_DIGITS])
    name = models.CharField(
        _("name"), max_length=60, help_text=_("The place name alone: Storuman, not Storumans kommun.")
    )
    county = models.ForeignKey(
        County, verbose_name=_("county"), on_delete=models.PROTECT, related_name="municipalities"
    )
    latitude = models.FloatField(_("latitude"), help_text=_("Middle of the area, WGS 84 degrees."))
    longitude = models.FloatField(_("longitude"))
    population = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(_("year of the figure"), null=True, blank=True)
    area_km2 = models.FloatField(_("area in km²"), null=True, blank=True)
    website = models.URLField(_("home page"), blank=True)
    minority_language_area = models.BooleanField(_("administrative area for a minority language"), default=False)
    coordinator = models.ForeignKey(
        "registers.ContactPerson",
        verbose_name=_("service coordinator"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    rural_council = models.ForeignKey(
        "registers.Organisation",
        verbose_name=_("municipal rural council"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("code"), FieldPanel("name"), FieldPanel("county"), FieldPanel("website")],
            heading=_("Municipality"),
        ),
        MultiFieldPanel([FieldPanel("coordinator"), FieldPanel("rural_council")], heading=_("Contact")),
        MultiFieldPanel(
            [
                FieldPanel("population"),
                FieldPanel("population_year"),
                FieldPanel("area_km2"),
                FieldPanel("latitude"),
                FieldPanel("longitude"),
                FieldPanel("minority_language_area"),
            ],
            heading=_("Figures"),
        ),
        MultiFieldPanel([FieldPanel("valid_from"), FieldPanel("valid_to")], heading=_("Validity")),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("code")]

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """Municipalities have one name in both languages."""
        return self.name
