"""Beside the page, never on it: revisions, the API and search keep everything that a page has.

The owner's answers are public as a date; who the owner is, is not.
"""

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from bank.models.cases import CaseStudyPage


class CaseOwner(models.Model):
    """Who answers for the facts of a case, and what that person has agreed to. Private."""

    case = models.OneToOneField(
        CaseStudyPage, verbose_name=_("case study"), on_delete=models.CASCADE, related_name="private_owner"
    )
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=[("sv", _("Swedish")), ("en", _("English"))], default="sv"
    )
    consent = models.CharField(_("what was agreed"), max_length=250, blank=True)
    consent_on = models.DateField(_("agreed on"), null=True, blank=True)
    reviewer_notes = models.TextField(_("reviewers' notes"), blank=True)

    panels = [
        FieldPanel("case"),
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("email"), FieldPanel("phone"), FieldPanel("language")],
            heading=_("Case owner"),
        ),
        MultiFieldPanel([FieldPanel("consent"), FieldPanel("consent_on")], heading=_("Consent")),
        FieldPanel("reviewer_notes"),
    ]

    class Meta:
        verbose_name = _("case owner")
        verbose_name_plural = _("case owners")

    def __str__(self) -> str:
        # Wagtail's log keeps this text, and the name is private.
        return str(self.case)


class Confirmation(models.Model):
    """The case owner was asked whether the facts hold. Public as a date; recording one makes no revision."""

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("confirmed")
        DISPUTED = "disputed", _("disputed")
        NO_ANSWER = "no_answer", _("no answer")

    case = models.ForeignKey(
        CaseStudyPage, verbose_name=_("case study"), on_delete=models.CASCADE, related_name="confirmations"
    )
    asked_at = models.DateTimeField(_("asked"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome, blank=True)

    shows_on_page = "case"

    class Meta:
        verbose_name = _("confirmation")
        verbose_name_plural = _("confirmations")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.case} {self.asked_at:%Y-%m-%d}"

    @classmethod
    def last_days(cls, case_keys: Collection[uuid.UUID]) -> dict[uuid.UUID, dt.date]:
        """When the owners of cases, given by translation key, last said that the facts hold."""
        confirmed = cls.objects.filter(
            case__translation_key__in=case_keys, outcome=cls.Outcome.CONFIRMED, answered_at__isnull=False
        )
        return dict(confirmed.order_by("answered_at").values_list("case__translation_key", "answered_at__date"))

    @classmethod
    def confirmed_keys(cls, case_keys: Collection[uuid.UUID]) -> set[uuid.UUID]:
        """Of these translation keys, those whose newest row says that the owner has confirmed."""
        known = cls.objects.filter(case__translation_key__in=case_keys).exclude(outcome="")
        rows = known.values_list("case__translation_key", "outcome", "answered_at", "asked_at")
        newest: dict[uuid.UUID, tuple[dt.datetime, bool]] = {}
        for key, outcome, answered_at, asked_at in rows:
            row = (answered_at or asked_at, outcome == cls.Outcome.CONFIRMED)
            newest[key] = max(newest.get(key, row), row)
        return {key for key, (_when, is_confirmed) in newest.items() if is_confirmed}
