"""What somebody asked a machine to translate, and how it went."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MachineTranslation(models.Model):
    """The newest request for one translation. Without `done_at`, the worker has it before it."""

    id = models.BigAutoField(primary_key=True)
    translation = models.OneToOneField(
        "wagtail_localize.Translation", on_delete=models.CASCADE, related_name="machine_translation"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked for"))
    begun_at = models.DateTimeField(_("begun"), null=True)
    """When a worker took it: another one takes it again if that one was stopped."""
    done_at = models.DateTimeField(_("done"), null=True)
    outcome = models.TextField(_("outcome"), blank=True)
    """What did not go as asked, in the language of whoever asked for it; empty when all did."""

    class Meta:
        verbose_name = _("machine translation")
        verbose_name_plural = _("machine translations")
        indexes = (models.Index("asked_at", name="machine_waiting", condition=models.Q(done_at=None)),)

    def __str__(self) -> str:
        return f"{self.translation_id} {self.asked_at:%Y-%m-%d %H:%M}"
