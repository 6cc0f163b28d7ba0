"""The publishing log, and the marks from which it is written (ADR 19)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Mark(models.Model):
    """A row that was written and may show. Only database triggers write marks; see ``cms.publishing.triggers``.

    `transaction_number` is PostgreSQL's own, so that nobody takes over what somebody else wrote; 0 on SQLite, where
    there is one writer at a time.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    transaction_number = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("mark")
        verbose_name_plural = _("marks")
        indexes = [models.Index(fields=["transaction_number"]), models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ContentChange(models.Model):
    """One change of what the public may see, in the order in which the changes were committed. Never updated.

    The id is the cursor that partners hold. Rows without a page (a register label, a site, a redirect) tell that
    answers made before them are old; they are not shown in ``changes/``. Rows with a `gate` tell what happens in a
    closed section: only partners whose key opens that gate are told.
    """

    class Action(models.TextChoices):
        UPSERT = "upsert", _("published or changed")
        DELETE = "delete", _("withdrawn")

    id = models.BigAutoField(primary_key=True)
    action = models.CharField(_("action"), max_length=6, choices=Action)
    page_id = models.BigIntegerField(_("page"), null=True)
    """No foreign key: the row outlives its page."""
    gate = models.CharField(_("closed by"), max_length=255, blank=True, default="")
    """Of the document, see `PublishedDocument.gate`. A page that is closed is withdrawn from the public and published
    behind its gate, in this order."""
    type = models.CharField(_("type"), max_length=100, blank=True)
    locale = models.CharField(_("language"), max_length=10, blank=True)
    persistent_id = models.CharField(_("persistent id"), max_length=16, blank=True)
    kind = models.CharField(_("kind of object"), max_length=60, blank=True)
    key = models.CharField(_("object"), max_length=64, blank=True)
    etag = models.CharField(max_length=64, blank=True)
    """Of the document after the change; empty when there is none any more."""
    changed_at = models.DateTimeField(_("time"))
    modified = models.BigIntegerField(default=0)
    """The time in whole seconds since 1970, later than that of any transaction before, as Last-Modified has no
    fractions: two versions never share one. After a burst it may lie some seconds ahead of the clock."""
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    route = models.CharField(_("by way of"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering: ClassVar = ["id"]
        indexes = [
            models.Index(fields=["page_id", "id"]),
            models.Index(fields=["gate", "id"], name="publishing_gated", condition=~models.Q(gate="")),
        ]

    def __str__(self) -> str:
        what = f"{self.type} {self.page_id}" if self.page_id else f"{self.kind} {self.key}"
        return f"{self.pk}: {self.action} {what}"
