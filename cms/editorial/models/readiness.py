"""What is kept of readiness checks: what was let pass, and what links to other sites answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.editorial.readiness.findings import Code


class Waiver(models.Model):
    """Somebody let a finding pass, with a reason. It falls when the text changes.

    The text itself is not kept: it may be the very thing that must not be kept.
    """

    id = models.BigAutoField(primary_key=True)
    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="waivers")
    code = models.CharField(_("rule"), max_length=20, choices=Code)
    path = models.CharField(_("field"), max_length=255)
    fingerprint = models.CharField(max_length=64)
    """Of rule, field and text (`Finding.fingerprint`): of no revision."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(_("time"), auto_now_add=True)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        constraints = [models.UniqueConstraint(fields=["page", "fingerprint"], name="editorial_waived_once")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.code} {self.path}: {self.reason}"


class CheckedLink(models.Model):
    """An address of another site that a page links to, and what it answered when it was asked last."""

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("not asked yet")
        ALIVE = "alive", _("answers")
        GONE = "gone", _("the site says that the page is not there")
        SILENT = "silent", _("no answer")
        CLOSED = "closed", _("not on the public internet")

    id = models.BigAutoField(primary_key=True)
    url_digest = models.CharField(max_length=64, unique=True)
    """SHA-256: addresses are longer than an index may be."""
    url = models.URLField(_("address"), max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.UNKNOWN)
    failures = models.PositiveSmallIntegerField(default=0)
    """How often in a row it has not answered."""
    wanted_at = models.DateTimeField()
    """When a draft with it was last submitted."""
    asked_at = models.DateTimeField(_("asked"), null=True)
    ask_after = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")

    def __str__(self) -> str:
        return f"{self.url} {self.state}"
