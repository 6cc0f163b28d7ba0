"""Why a message was not delivered, as a code with a label for administrators."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Failure(models.TextChoices):
    """What came of an attempt that did not succeed."""

    STATUS = "status", _("the receiver answered with an error")
    REDIRECT = "redirect", _("the receiver answered with a redirect, which is not followed")
    GONE = "gone", _("the receiver answered that it is gone (410)")
    TIME_OUT = "time_out", _("no answer in time")
    UNRESOLVED = "unresolved", _("the host name is not known")
    FORBIDDEN = "forbidden", _("the address is not allowed: only public ones are")
    UNREACHABLE = "unreachable", _("no connection")
    CERTIFICATE = "certificate", _("no secure connection: the certificate is not good for this name")
    MALFORMED = "malformed", _("the answer was no HTTP")
    SECRET = "secret", _("SECRET_KEY has changed: the webhook needs a new secret")
    FAULT = "fault", _("a fault of ours, see the log")
