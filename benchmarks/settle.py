"""Brings the log up to date in a new database: the worker's jobs, until there is nothing left to do."""

from __future__ import annotations

import django


def main() -> None:
    """Keep the clock and take all marks."""
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from cms.publishing.models import Mark
    from cms.publishing.recording import catch_up

    call_command("run_worker", once=True)
    while Mark.objects.exists():
        catch_up()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
