"""The worker's jobs."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from search.missed.handing import known_of
from search.models import MissedQuestion

DAYS_KEPT = 90


def take_in_missed_questions() -> int:
    """Write down what may be known of today and yesterday; how many rows changed."""
    today = timezone.localdate()
    return sum(_take_in(day) for day in (today - dt.timedelta(days=1), today))


def forget_old_missed_questions() -> int:
    """Delete what is older than 90 days; how many rows."""
    before = timezone.localdate() - dt.timedelta(days=DAYS_KEPT)
    return MissedQuestion.objects.filter(day__lt=before).delete()[0]


def _take_in(day: dt.date) -> int:
    counted = known_of(day)
    known = {(row.language, row.words): row for row in MissedQuestion.objects.filter(day=day)}
    rows = []
    for key, times in counted.items():
        row = known.get(key) or MissedQuestion(day=day, language=key[0], words=key[1], times=0)
        if times > row.times:  # a cache that was emptied begins anew
            row.times = times
            rows.append(row)
    MissedQuestion.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day", "language", "words"], update_fields=["times"]
    )
    return len(rows)
