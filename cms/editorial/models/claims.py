"""Who has taken a step that waits for a whole group."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import TaskState


class Claim(models.Model):
    """Somebody said “I take it”: no lock, and over when the step is. Whether it counts `cms.editorial.claims` says."""

    id = models.BigAutoField(primary_key=True)
    state = models.OneToOneField(TaskState, verbose_name=_("step"), on_delete=models.CASCADE, related_name="claim")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("by"), on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("time"), default=timezone.now)

    class Meta:
        verbose_name = _("step that somebody has taken")
        verbose_name_plural = _("steps that somebody has taken")

    def __str__(self) -> str:
        return f"{self.state_id}: {self.user_id}"
