"""Whether the site works, for those who keep it running."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core import mail

WORKER_IS_LATE_AFTER = dt.timedelta(minutes=5)
PROBE = "health"

LastBeat = Callable[[], dt.datetime | None]
Part = Callable[[], dict[str, Any]]


@require_safe
@never_cache
def live(_request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"state": "ok"})


@require_safe
@never_cache
def ready(_request: HttpRequest, last_beat: LastBeat, search: Part) -> HttpResponse:
    """All parts. Without the database nothing works (503); without the others the site does."""
    database = _database()
    parts = {"database": database, "cache": _cache()}
    for name, part in {"worker": lambda: _worker(last_beat), "mail": mail.state, "search": search}.items():
        parts[name] = part() if database["state"] == "ok" else {"state": "unknown"}
    state = "ok" if all(part["state"] == "ok" for part in parts.values()) else "degraded"
    return JsonResponse({"state": state, "parts": parts}, status=200 if database["state"] == "ok" else 503)


def _database() -> dict[str, Any]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return {"state": "error"}
    return {"state": "ok"}


def _cache() -> dict[str, Any]:
    # A cache fails in as many ways as there are backends; that it does not give back what it was given says it all.
    stamp = timezone.now().isoformat()
    try:
        cache.set(PROBE, stamp, 60)
        works = cache.get(PROBE) is not None
    except Exception:  # noqa: BLE001 - see above
        works = False
    return {"state": "ok" if works else "error"}


def _worker(last_beat: LastBeat) -> dict[str, Any]:
    beat = last_beat()
    if beat is None:
        return {"state": "never_seen"}
    state = "late" if timezone.now() - beat > WORKER_IS_LATE_AFTER else "ok"
    return {
        "state": state,
        "last_beat_at": beat.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    }
