"""Vocabularies of which a page may have several values."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.registers.models.base import Term


class ServiceType(Term):
    is_core = models.BooleanField(
        _("core service"),
        default=False,
        help_text=_("Fuel, groceries, post, pharmacy and payments: the five that support is given for."),
    )

    panels = [*Term.panels, FieldPanel("is_core")]

    class Meta(Term.Meta):
        verbose_name = _("service type")
        verbose_name_plural = _("service types")


class SolutionType(Term):
    class Meta(Term.Meta):
        verbose_name = _("solution type")
        verbose_name_plural = _("solution types")


class Level(Term):
    class Meta(Term.Meta):
        verbose_name = _("level")
        verbose_name_plural = _("levels")


class Audience(Term):
    class Meta(Term.Meta):
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")


class Theme(Term):
    class Meta(Term.Meta):
        verbose_name = _("theme")
        verbose_name_plural = _("themes")


class Phase(Term):
    class Meta(Term.Meta):
        verbose_name = _("phase")
        verbose_name_plural = _("phases")


class SuccessFactor(Term):
    class Meta(Term.Meta):
        verbose_name = _("success factor")
        verbose_name_plural = _("success factors")


TERM_MODELS: dict[str, type[Term]] = {
    "service_type": ServiceType,
    "solution_type": SolutionType,
    "level": Level,
    "audience": Audience,
    "theme": Theme,
    "phase": Phase,
    "success_factor": SuccessFactor,
}
