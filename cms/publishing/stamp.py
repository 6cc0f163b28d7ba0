"""The newest place in the log: what was made from the public state at that place is still exactly true."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Exists
from django.utils import timezone

from cms.core.dependencies import CLOCK, DAY
from cms.publishing.models import ContentChange, Mark, PublicObject


class Stamp(NamedTuple):
    """Where the log ends."""

    cursor: int
    modified: int
    """Second of its last row, see `ContentChange.modified`."""


def stamp() -> Stamp | None:
    """The end of the log; None while it does not know everything yet.

    That is: something was written that no recording has seen, or the day has changed and the clock has not been kept.
    One query.
    """
    today = PublicObject.objects.filter(kind=CLOCK, key=DAY, digest=timezone.localdate().isoformat())
    newest = ContentChange.objects.order_by("-id").values_list("id", "modified")
    row = newest.annotate(pending=Exists(Mark.objects.all()), is_today=Exists(today)).first()
    return Stamp(row[0], row[1]) if row and row[3] and not row[2] else None
