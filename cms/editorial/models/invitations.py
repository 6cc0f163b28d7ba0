"""Who has been invited."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

GOOD_FOR = dt.timedelta(days=7)


class Invitation(models.Model):
    """The newest link that was sent to somebody who has no password yet. The link itself is not kept."""

    id = models.BigAutoField(primary_key=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="invitation"
    )
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token in the link: 256 random bits, which no slow hash makes safer."""
    sent_at = models.DateTimeField(_("sent"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self) -> str:
        return f"{self.user_id} {self.sent_at:%Y-%m-%d}"

    @property
    def good_until(self) -> dt.datetime:
        return self.sent_at + GOOD_FOR

    @property
    def is_good(self) -> bool:
        """Whether its link still opens: it is not too old, and the person has come in no other way."""
        return timezone.now() < self.good_until and self.user.is_active and not self.user.has_usable_password()
