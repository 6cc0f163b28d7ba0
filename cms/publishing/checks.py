"""What must be in place before the site runs."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from cms.publishing.models import Mark
from cms.publishing.triggers import missing


@register(Tags.database)
def triggers_are_installed(**_kwargs: Any) -> list[Error]:
    """Without its triggers the log misses changes. A database that is not migrated yet is somebody else's error."""
    try:
        Mark.objects.exists()
        gone = missing()
    except DatabaseError:
        return []
    if not gone:
        return []
    names = ", ".join(sorted(gone)[:3])
    return [
        Error(f"{len(gone)} triggers are missing ({names} ...).", hint="Run manage.py migrate.", id="publishing.E001")
    ]
