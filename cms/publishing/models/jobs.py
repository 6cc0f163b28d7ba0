"""What the worker remembers between two runs."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

# A job that failed does not wait longer than this, however seldom it runs.
RETRY_AFTER = timedelta(minutes=5)
# A run that has not ended by then was interrupted: its process was killed, or its machine went away. One that really
# takes longer may be joined by another worker; jobs bear being done twice.
INTERRUPTED_AFTER = timedelta(hours=1)


class JobRunQuerySet(models.QuerySet["JobRun"]):
    """Claiming, so that several workers share the jobs."""

    def claim(self, name: str, *, every: timedelta, now: datetime) -> bool:
        """Take a job that is due, in one statement; False when it is not due or another worker was first."""
        self.get_or_create(name=name)
        clock_was_set_back = Q(started_at__gt=now + every)
        failed = Q(failures__gt=0, started_at__lte=now - RETRY_AFTER)
        has_not_ended = Q(succeeded_at=None) | Q(succeeded_at__lt=F("started_at"))
        interrupted = has_not_ended & Q(failures=0, started_at__lte=now - INTERRUPTED_AFTER)
        due = Q(started_at=None) | Q(started_at__lte=now - every) | failed | interrupted | clock_was_set_back
        return self.filter(due, name=name).update(started_at=now) == 1

    def begin(self, name: str, *, now: datetime) -> bool:
        """Note that a job begins which every worker does for itself."""
        self.update_or_create(name=name, defaults={"started_at": now})
        return True


class JobRun(models.Model):
    """The last run of one job: the heartbeat that health checks and the admin read."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    started_at = models.DateTimeField(_("started"), null=True)
    succeeded_at = models.DateTimeField(_("succeeded"), null=True)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    error = models.TextField(_("last error"), blank=True)

    objects = JobRunQuerySet.as_manager()

    def due_again(self, every: timedelta) -> datetime | None:
        """When the job can be claimed the next time, as far as is known now."""
        if self.started_at is None:
            return None
        if self.failures:
            return self.started_at + min(every, RETRY_AFTER)
        if self.succeeded_at is None or self.succeeded_at < self.started_at:
            return self.started_at + min(every, INTERRUPTED_AFTER)
        return self.started_at + every

    class Meta:
        verbose_name = _("job run")
        verbose_name_plural = _("job runs")

    def __str__(self) -> str:
        return self.name
