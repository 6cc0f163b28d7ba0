"""The worker: does each registered job when it is due, for as long as it runs, whatever a job does."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import F
from django.utils import timezone

from cms.core.jobs import Job, JobFailed, jobs
from cms.publishing.models import JobRun

logger = logging.getLogger(__name__)

LONGEST_PAUSE = timedelta(seconds=30)
SHORTEST_PAUSE = timedelta(seconds=0.5)
# How long a stop may go unnoticed.
NAP_SECONDS = 0.25
LONGEST_ERROR = 2000


class Worker:
    """One worker process. Several may run: a job that is due is claimed in the database by one of them."""

    def __init__(self, registry: Iterable[Job] = jobs, clock: Callable[[], datetime] = timezone.now) -> None:
        self.registry = registry
        self.clock = clock
        self._stopping = False
        self._next: dict[str, datetime] = {}

    def stop(self) -> None:
        """End after the job in hand; takes no lock, so that a signal handler may call it at any moment."""
        self._stopping = True

    def run(self) -> None:
        """Work until told to stop."""
        while not self._stopping:
            self.run_due()
            self._sleep()
        self.finish()

    def run_due(self) -> None:
        """Do every job whose time has come, once."""
        for job in self.registry:
            if self._stopping:
                return
            due = self._next.get(job.name)
            if due is None or due <= self.clock():
                self._claim_and_do(job)

    def finish(self) -> None:
        """Let jobs end what they have begun."""
        for job in self.registry:
            if job.finish is not None:
                self._try(job.name, job.finish)

    def pause(self) -> timedelta:
        """How long nothing will be due."""
        soonest = min(self._next.values(), default=self.clock())
        return min(LONGEST_PAUSE, max(SHORTEST_PAUSE, soonest - self.clock()))

    def _sleep(self) -> None:
        end = time.monotonic() + self.pause().total_seconds()
        while not self._stopping and time.monotonic() < end:
            time.sleep(NAP_SECONDS)

    def _claim_and_do(self, job: Job) -> None:
        every = timedelta(seconds=job.every_seconds)
        if not connection.in_atomic_block:
            close_old_connections()
        try:
            if job.in_each_worker:
                claimed = JobRun.objects.begin(job.name, now=self.clock())
            else:
                claimed = JobRun.objects.claim(job.name, every=every, now=self.clock())
            if claimed:
                self._do(job)
            due = JobRun.objects.get(name=job.name).due_again(every)
            if due is not None:
                self._next[job.name] = due
        except DatabaseError as error:
            # Nothing can be claimed or noted while the database is away.
            self._next[job.name] = self.clock() + LONGEST_PAUSE
            logger.error("Job %s waits for the database: %s", job.name, error)
            connection.close()

    def _do(self, job: Job) -> None:
        run = JobRun.objects.filter(name=job.name)
        error = self._try(job.name, job.function)
        if error is None:
            run.update(succeeded_at=self.clock(), failures=0, error="")
        else:
            text = f"{type(error).__name__}: {error}"
            run.update(failures=F("failures") + 1, error=text[:LONGEST_ERROR])

    def _try(self, name: str, function: Callable[[], object]) -> Exception | None:
        """Call it; what goes wrong is logged and given back."""
        try:
            function()
        except JobFailed as error:
            logger.error("Job %s: %s", name, error)
            return error
        except Exception as error:
            logger.exception("Job %s failed and will be tried again", name)
            return error
        return None


def last_beat() -> datetime | None:
    """When a worker last began a job: the age of this is what tells that no worker runs."""
    return JobRun.objects.order_by(F("started_at").desc(nulls_last=True)).values_list("started_at", flat=True).first()
