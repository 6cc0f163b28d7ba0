"""The delivery log is kept for thirty days."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from cms.publishing.models import WebhookAttempt, WebhookDelivery

KEPT = dt.timedelta(days=30)


def forget_old_deliveries() -> int:
    """Remove what has ended longer ago, given up or not, and what was tried then; returns how many messages."""
    before = timezone.now() - KEPT
    WebhookAttempt.objects.filter(at__lt=before).delete()
    _rows, of_each = WebhookDelivery.objects.filter(finished_at__lt=before).delete()
    return of_each.get(WebhookDelivery._meta.label, 0)
