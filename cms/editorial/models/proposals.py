"""What one person proposes for a public page and another one does."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page


class Proposal(models.Model):
    """What is to happen to a page in all its languages, or to what a file says of itself; kept with its decision."""

    class Kind(models.TextChoices):
        """The values are those of the policy's changes."""

        MOVE = "move", _("Move the page")
        RESTRICT = "restrict", _("Close the page to the public")
        OPEN = "open", _("Open the page to the public")
        DELETE = "delete", _("Delete the page")
        FILE = "file", _("Change what a picture or file says")

    class Outcome(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("a proposal", "waits for a decision")
        DONE = "done", pgettext_lazy("a proposal", "done")
        DECLINED = "declined", pgettext_lazy("a proposal", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("a proposal", "withdrawn")

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, on_delete=models.SET_NULL, related_name="proposals"
    )
    file_model = models.CharField(max_length=50, blank=True)
    """``core.customimage`` or ``core.customdocument``, where it is about a file and no page."""
    file_id = models.PositiveBigIntegerField(null=True)
    values = models.JSONField(default=dict)
    """New values of fields of the file."""
    title = models.CharField(_("title"), max_length=255)
    """Of the page or file as it was then: it may be gone."""
    kind = models.CharField(_("what is proposed"), max_length=10, choices=Kind)
    target = models.ForeignKey(
        Page, verbose_name=_("new place"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    groups = models.ManyToManyField(Group, verbose_name=_("who may read it"), blank=True, related_name="+")
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("decided by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    answer = models.TextField(_("answer"), blank=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind"], condition=models.Q(outcome="waiting"), name="editorial_proposed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

    @property
    def is_waiting(self) -> bool:
        return self.outcome == self.Outcome.WAITING
