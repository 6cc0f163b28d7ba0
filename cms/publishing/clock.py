"""The clock writes to the log too: at midnight in Sweden a plan runs out, or a contact is no longer shown."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from cms.core.dependencies import CLOCK, DAY
from cms.publishing.acting import Author
from cms.publishing.log import append_effects, take_the_lock
from cms.publishing.models import PublicObject


def keep_the_clock() -> None:
    """Log a new day; documents that depend on the date are stale from then on. Nothing happens within a day."""
    if PublicObject.objects.filter(kind=CLOCK, key=DAY, digest=timezone.localdate().isoformat()).exists():
        return
    with transaction.atomic():
        take_the_lock()
        append_effects({(CLOCK, DAY)}, Author(route="clock"))
