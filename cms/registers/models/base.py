from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index


class BilingualModel(models.Model):
    """A register row: one row, one id, both languages in columns (ADR 4)."""

    name_sv = models.CharField(_("name in Swedish"), max_length=150)
    name_en = models.CharField(_("name in English"), max_length=150)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Name in the active language."""
        return self.name_en if get_language() == "en" else self.name_sv


class Term(index.Indexed, BilingualModel):
    """A value of a controlled vocabulary (domain C1)."""

    code = models.SlugField(
        _("code"), max_length=40, unique=True, help_text=_("Part of the public API. It never changes.")
    )
    description_sv = models.CharField(_("description in Swedish"), max_length=250, blank=True)
    description_en = models.CharField(_("description in English"), max_length=250, blank=True)
    sort_order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("code"),
        MultiFieldPanel([FieldPanel("name_sv"), FieldPanel("description_sv")], heading=_("Swedish")),
        MultiFieldPanel([FieldPanel("name_en"), FieldPanel("description_en")], heading=_("English")),
        FieldPanel("sort_order"),
    ]
    search_fields = [index.SearchField("name_sv"), index.SearchField("name_en"), index.AutocompleteField("name_sv")]

    class Meta:
        abstract = True
        ordering = ["sort_order", "code"]

    @property
    def description(self) -> str:
        return self.description_en if get_language() == "en" else self.description_sv
