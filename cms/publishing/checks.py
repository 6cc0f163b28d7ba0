"""What must be in place before the site runs."""

from __future__ import annotations

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from cms.publishing.models import Mark
from cms.publishing.triggers import missing


@register(Tags.database)
def triggers_are_installed(**_kwargs: Any) -> list[Error]:
    """Without its triggers the log misses changes. A database that is not migrated yet is somebody else's error.

    `migrate` asks before it begins, when the tables of a new version are not there: it makes their triggers itself.
    """
    try:
        Mark.objects.exists()
        gone = set() if _migrations_wait() else missing()
    except DatabaseError:
        return []
    if not gone:
        return []
    names = ", ".join(sorted(gone)[:3])
    text = f"{len(gone)} triggers are missing ({names} ...)."
    return [Error(text, hint="Run manage.py migrate --skip-checks.", id="publishing.E001")]


def _migrations_wait() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
