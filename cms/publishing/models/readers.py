"""How far those who follow the log have come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class LogReader(models.Model):
    """Somebody who reads the log from a place of their own, and when they may try again after a failure."""

    name = models.CharField(max_length=100, unique=True)
    read_to = models.BigIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("reader of the log")
        verbose_name_plural = _("readers of the log")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name}: {self.read_to}"
