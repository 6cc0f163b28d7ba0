"""When a step is late. The four weeks in which Sweden is on holiday do not count."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

REMIND_AFTER = 7
ESCALATE_AFTER = 14
"""Days."""
HOLIDAY_WEEKS = range(27, 31)
"""By ISO, 27 to 30: all of July but a few days."""


def is_holiday(day: dt.date) -> bool:
    return day.isocalendar().week in HOLIDAY_WEEKS


def due(since: dt.datetime, days: int) -> dt.datetime:
    """The moment, in Swedish time, `days` after `since`, holiday weeks left out.

    What arrives in a holiday week is counted from the Monday after it, 00:00. The hour of the day stays what it is
    when the clocks change.
    """
    moment = timezone.localtime(since)
    clock, day = moment.timetz().replace(tzinfo=None), moment.date()
    if is_holiday(day):
        clock = dt.time()
    left = days
    while left or is_holiday(day):
        if not is_holiday(day):
            left -= 1
        day += dt.timedelta(days=1)
    return timezone.make_aware(dt.datetime.combine(day, clock))
