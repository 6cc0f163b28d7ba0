"""What is kept of somebody outside who is given something: a key, a webhook."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_GRACE = dt.timedelta(days=7)
"""How long a secret that was replaced is good at most."""


class ForPartner(models.Model):
    """Whom it is for and who made it.

    The partner is plain text and no row of the register: a supplier may ask for a municipality, and who has a key is
    nobody's business, while the register is public.
    """

    organisation = models.CharField(_("organisation"), max_length=200)
    contact_email = models.EmailField(
        _("contact"), help_text=_("An e-mail address where somebody reads, best of a function and not of a person.")
    )
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True
