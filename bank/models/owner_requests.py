"""What owners of cases are asked by mail, and what they answer. Private: nothing of it is on a page (ADR 33)."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, TaskState

from bank.models.case_owners import CaseOwner
from bank.models.cases import CaseStudyPage

VALID_FOR = dt.timedelta(days=60)
REMIND_AFTER = (dt.timedelta(days=7), dt.timedelta(days=14))
GO_ON_AFTER = dt.timedelta(days=21)


def _new_key() -> str:
    return secrets.token_urlsafe(18)


class OwnerRequestQuerySet(models.QuerySet["OwnerRequest"]):
    def open(self) -> OwnerRequestQuerySet:
        """Those that can still be answered. A step of the workflow that is over takes its question with it."""
        here = self.filter(answered_at__isnull=True, closed_at__isnull=True, expires_at__gt=timezone.now())
        waits = models.Q(task_state__status=TaskState.STATUS_IN_PROGRESS)
        return here.filter(models.Q(kind=OwnerRequest.Kind.RUNNING) | waits)

    def to_do(self) -> OwnerRequestQuerySet:
        """Answers that nothing follows from by itself: an editor has to look at them."""
        return self.filter(outcome=OwnerRequest.Outcome.NOT_RUNNING, handled_at__isnull=True)


class OwnerRequest(models.Model):
    """One question to one owner. The link that is mailed holds `key`, signed."""

    class Kind(models.TextChoices):
        FACTS = "facts", _("are the facts right?")
        RUNNING = "running", _("still running?")

    class Outcome(models.TextChoices):
        CONFIRMED = "confirmed", _("everything is right")
        DISPUTED = "disputed", _("something is wrong")
        RUNNING = "running", _("still running")
        NOT_RUNNING = "not_running", _("not running")

    class Closed(models.TextChoices):
        WITHDRAWN = "withdrawn", _("taken back")
        REPLACED = "replaced", _("sent anew")
        WENT_ON = "went_on", _("went on without an answer")

    case = models.ForeignKey(
        CaseStudyPage, verbose_name=_("case study"), on_delete=models.CASCADE, related_name="owner_requests"
    )
    kind = models.CharField(_("question"), max_length=10, choices=Kind)
    key = models.CharField(max_length=40, unique=True, default=_new_key, editable=False)
    owner = models.ForeignKey(
        CaseOwner, verbose_name=_("case owner"), null=True, on_delete=models.SET_NULL, related_name="requests"
    )
    address_digest = models.CharField(max_length=64)
    """Of the address that was asked: whoever reads another one now has not been asked."""
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    """The text that was asked about; none when the question is whether it still runs."""
    facts_digest = models.CharField(max_length=64, blank=True)
    task_state = models.ForeignKey(TaskState, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    waits_since = models.DateTimeField(default=timezone.now)
    """When the same person was first asked about the same facts: from here the days are counted."""
    expires_at = models.DateTimeField(_("link works until"))
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    outcome = models.CharField(_("answer"), max_length=12, choices=Outcome, blank=True)
    remarks = models.JSONField(_("remarks"), default=list, blank=True)
    """``[[what it is about, what the owner wrote], …]``, in the owner's language."""
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=10, choices=Closed, blank=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_shown = models.BooleanField(default=False)
    """Whether what came of it stands beside the public page, as a `Confirmation`."""

    objects = OwnerRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to a case owner")
        verbose_name_plural = _("questions to case owners")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["case", "kind", "answered_at"])]

    def __str__(self) -> str:
        # Wagtail's log keeps this text, and the owner is private.
        return f"{self.case} {self.asked_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.expires_at:
            self.expires_at = self.asked_at + VALID_FOR
        super().save(*args, **kwargs)

    @property
    def is_open(self) -> bool:
        return OwnerRequest.objects.open().filter(pk=self.pk).exists()

    @property
    def go_on_from(self) -> dt.datetime:
        """When an editor may go on without an answer."""
        return self.waits_since + GO_ON_AFTER

    @property
    def state(self) -> Any:
        """In a word, for the admin."""
        if self.outcome:
            return self.get_outcome_display()
        if self.closed_why:
            return self.get_closed_why_display()
        if self.is_open:
            return _("waits for an answer")
        return _("over, without an answer")

    @property
    def remarks_in_lines(self) -> str:
        return "\n".join(f"{what}: {text}" for what, text in self.remarks)

    def close(self, why: str) -> None:
        self.closed_at, self.closed_why = timezone.now(), why
        self.save(update_fields=["closed_at", "closed_why"])
