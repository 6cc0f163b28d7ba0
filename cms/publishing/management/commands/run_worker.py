"""The worker process: scheduled publication and the other jobs that apps have registered."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.publishing.worker import Worker


class Command(BaseCommand):
    """Runs until SIGTERM or Ctrl-C; the job in hand is finished first."""

    help = "Do the jobs that have a time: scheduled publication, expiry, missing renditions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One round only, for cron and for tests."""
        parser.add_argument("--once", action="store_true", help="do what is due now and end")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the worker in this process."""
        worker = Worker()
        if options["once"]:
            worker.run_due()
            worker.finish()
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: worker.stop())
        worker.run()
