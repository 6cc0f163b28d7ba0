"""Deleted pages as they were, until they are brought back or gone for good (ADR 40)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

KEPT = dt.timedelta(days=30)


class ExactEncoder(DjangoJSONEncoder):
    """Django's own cuts moments to milliseconds; who wrote before an approval is told by microseconds."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, dt.datetime) else super().default(o)


class DeletedPage(models.Model):
    """One deletion of a page, with everything below it. What it holds are rows that are nowhere else any more."""

    id = models.BigAutoField(primary_key=True)
    page_id = models.BigIntegerField()
    """The number that the page had, and gets back."""
    translation_key = models.UUIDField()
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=255)
    parent_id = models.BigIntegerField()
    path = models.CharField(max_length=255)
    url_path = models.TextField()
    number = models.PositiveIntegerField(_("number of pages"))
    translations = models.JSONField(default=list)
    """Ids of what wagtail-localize stops translating when a page is deleted."""
    together = models.UUIDField(null=True)
    """The same for what was deleted in one go: a page and its translation."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_("time"))
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("deleted page")
        verbose_name_plural = _("deleted pages")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def until(self) -> dt.datetime:
        """When it is gone for good."""
        return self.at + KEPT


class DeletedRow(models.Model):
    """One row of the database that went with it, as Django serialises it."""

    id = models.BigAutoField(primary_key=True)
    deleted = models.ForeignKey(DeletedPage, on_delete=models.CASCADE, related_name="rows")
    model = models.CharField(max_length=100)
    key = models.CharField(max_length=255)
    fields = models.JSONField(encoder=ExactEncoder)

    class Meta:
        verbose_name = _("row of a deleted page")
        verbose_name_plural = _("rows of deleted pages")
        indexes = (models.Index("model", "key", name="deleted_row"),)

    def __str__(self) -> str:
        return f"{self.model} {self.key}"
