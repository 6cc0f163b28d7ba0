"""When a key was last used. Requests leave a note in the cache; the worker writes it down, to the hour."""

from __future__ import annotations

import datetime as dt
import time
from contextlib import suppress

from django.core.cache import cache

from cms.api.models import PartnerKey

HOUR = 3600
_noted: dict[int, float] = {}
"""When this process last left a note for a key."""


def note(key: int) -> None:
    """Remember that a key is used now. A note that gets lost with the cache is no harm: the next one follows."""
    now = time.time()
    if now - _noted.get(key, 0) < HOUR:
        return
    _noted[key] = now
    with suppress(OSError):  # a full disk must not cost a partner the answer
        cache.set(_name(key), now, timeout=2 * HOUR)


def write_down() -> int:
    """The worker's job: put the notes into the table, each key at most once an hour; how many were written."""
    keys = PartnerKey.objects.filter(revoked_at=None).in_bulk()
    notes = cache.get_many([_name(pk) for pk in keys])
    written = 0
    for pk, key in keys.items():
        if _name(pk) not in notes:
            continue
        used_at = dt.datetime.fromtimestamp(notes[_name(pk)], tz=dt.UTC)
        if key.last_used_at is None or used_at - key.last_used_at >= dt.timedelta(seconds=HOUR):
            written += PartnerKey.objects.filter(pk=pk).update(last_used_at=used_at)
    return written


def _name(key: int) -> str:
    return f"api-key-used-{key}"
