"""When a message that was not delivered is tried again: ten times in a day, further and further apart."""

from __future__ import annotations

import datetime as dt
from secrets import SystemRandom

GIVE_UP_AFTER = dt.timedelta(hours=24)
FIRST_PAUSE = dt.timedelta(seconds=10)
FACTOR = 3
MOST_STEPS = 9
"""Ten seconds, half a minute, ... six hours, the rest of the day."""
JITTER = 0.2
"""So that what failed together does not come back together."""
LONGEST_WISH = dt.timedelta(hours=1)
"""How long a receiver may ask us to wait."""

_random = SystemRandom()


def pause_after(failures: int, jitter: float = JITTER) -> dt.timedelta:
    """How long to wait after so many failures in a row."""
    spread = _random.uniform(1 - jitter, 1 + jitter)
    return FIRST_PAUSE * FACTOR ** min(max(failures - 1, 0), MOST_STEPS) * spread


def next_attempt(
    *, now: dt.datetime, failures: int, give_up_at: dt.datetime, wish: dt.timedelta | None = None
) -> dt.datetime | None:
    """When to try again; the last time exactly when the day is over, and None after that."""
    if now >= give_up_at:
        return None
    pause = max(pause_after(failures), granted(wish))
    return min(now + pause, give_up_at)


def granted(wish: dt.timedelta | None) -> dt.timedelta:
    """What a receiver gets of the pause it asked for in ``Retry-After``."""
    return min(wish or dt.timedelta(), LONGEST_WISH)
