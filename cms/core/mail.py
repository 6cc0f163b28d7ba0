"""Mail waits in the database and the worker sends it, so that nothing anybody does fails because a mail server does.

``EMAIL_BACKEND`` puts every message there, whoever writes it, in the transaction of what it tells of. What could not
be sent is tried again for a day; then it stays as failed, and ``/health/`` tells.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.utils import timezone
from post_office import mail
from post_office.backends import EmailBackend as Queue
from post_office.models import STATUS, Email
from post_office.utils import cleanup_expired_mails

LATE_AFTER = dt.timedelta(minutes=30)
KEPT = dt.timedelta(days=14)
"""Mail holds names and signed links: it is not kept longer than it takes to ask where one has gone."""


logger = logging.getLogger(__name__)


class EmailBackend(Queue):  # type: ignore[misc]  # the package has no types
    """Puts mail in the queue. An address that cannot be one is logged, for whoever does something cannot mend it."""

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        return sum(self._queue(message) for message in email_messages)

    def _queue(self, message: EmailMessage) -> bool:
        try:
            super().send_messages([message])
        except ValidationError as reason:
            logger.error("a message was not queued: %s", "; ".join(reason.messages))
            return False
        return True


def send_waiting() -> None:
    """Send a batch of what waits. A server that hangs costs the worker one batch's time, then each waits its turn."""
    mail.send_queued()


def forget_old() -> None:
    cleanup_expired_mails(timezone.now() - KEPT)


def state() -> dict[str, Any]:
    """``{"state": "ok" | "late" | "failing"}``: mail that has waited for long, or that was given up within a day."""
    now = timezone.now()
    if Email.objects.filter(status=STATUS.failed, last_updated__gt=now - dt.timedelta(days=1)).exists():
        return {"state": "failing"}
    waiting = Email.objects.filter(status__in=(STATUS.queued, STATUS.requeued), created__lt=now - LATE_AFTER)
    return {"state": "late" if waiting.exists() else "ok"}
