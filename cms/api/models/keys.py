"""Keys with which partners read more than the public, or more often."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.core.models.partners import ForPartner

if TYPE_CHECKING:
    from wagtail.models import Page

MOST_PER_MINUTE = 1_000_000


class KeyState(models.TextChoices):
    """What a key is good for at this moment."""

    ACTIVE = "active", _("active")
    EXPIRED = "expired", _("expired")
    REVOKED = "revoked", _("revoked")


class PartnerKey(ForPartner):
    """One partner's key. The secret itself is nowhere: only its digest is kept (ADR 18)."""

    label = models.CharField(
        _("label"), max_length=120, help_text=_("What the key is used for, for example “Storuman’s website”.")
    )
    sections: models.ManyToManyField[Page, models.Model] = models.ManyToManyField(
        "wagtailcore.Page",
        verbose_name=_("closed sections"),
        related_name="+",
        blank=True,
        help_text=_(
            "The key opens exactly these pages and what is below them. A page further down that is closed by itself, "
            "and the section in the other language, must be ticked too."
        ),
    )
    requests_per_minute = models.PositiveIntegerField(
        _("requests per minute"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PER_MINUTE)],
        help_text=_("Leave empty for the limit that holds for everybody."),
    )
    expires_at = models.DateTimeField(
        _("expires"), null=True, blank=True, help_text=_("Leave empty for a key that does not expire.")
    )
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    """To the hour, written by the worker: an answer to a partner writes nothing."""

    prefix = models.CharField(_("begins with"), max_length=8, unique=True, editable=False)
    """Tells which key a secret belongs to; it is no secret itself and stays when the secret is changed."""
    digest = models.CharField(max_length=64, editable=False)
    previous_digest = models.CharField(max_length=64, blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, editable=False)
    """How long the secret before this one is still good."""

    class Meta:
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        ordering = ["label", "pk"]
        # Nobody deletes a key: it is revoked, and what was done with it stays in the log.
        default_permissions = ("add", "change")

    def __str__(self) -> str:
        return self.label

    @property
    def state(self) -> KeyState:
        if self.revoked_at is not None:
            return KeyState.REVOKED
        if self.expires_at is not None and self.expires_at <= timezone.now():
            return KeyState.EXPIRED
        return KeyState.ACTIVE
