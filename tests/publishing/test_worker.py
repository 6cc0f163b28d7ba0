"""The worker does what is due, survives what a job does, and ends when asked."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from cms.core.jobs import JobFailed, JobRegistry, jobs
from cms.publishing.models import RETRY_AFTER, JobRun
from cms.publishing.worker import Worker, last_beat
from cms.settings.env import ROOT

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def registry() -> JobRegistry:
    return JobRegistry()


def counting(calls: list[str], name: str) -> Callable[[], None]:
    return lambda: calls.append(name)


def boom() -> None:
    raise ZeroDivisionError("no")


@pytest.mark.django_db
def test_job_runs_when_its_time_has_come_and_not_before(registry: JobRegistry, clock: Clock):
    calls: list[str] = []
    registry.register("tick", every_seconds=30, function=counting(calls, "tick"))
    worker = Worker(registry, clock)
    worker.run_due()
    clock.advance(seconds=29)
    worker.run_due()
    assert calls == ["tick"]
    clock.advance(seconds=1)
    worker.run_due()
    assert calls == ["tick", "tick"]


@pytest.mark.django_db
def test_restarted_worker_keeps_to_the_time_of_the_last_run(registry: JobRegistry, clock: Clock):
    calls: list[str] = []
    registry.register("nightly", every_seconds=86400, function=counting(calls, "nightly"))
    Worker(registry, clock).run_due()
    clock.advance(hours=1)
    Worker(registry, clock).run_due()
    assert calls == ["nightly"]


@pytest.mark.django_db
def test_two_workers_share_the_jobs(registry: JobRegistry, clock: Clock):
    calls: list[str] = []
    registry.register("tick", every_seconds=30, function=counting(calls, "tick"))
    workers = [Worker(registry, clock), Worker(registry, clock)]
    for _ in range(3):
        for worker in workers:
            worker.run_due()
        clock.advance(seconds=30)
    assert calls == ["tick"] * 3


@pytest.mark.django_db
def test_clock_set_back_does_not_stop_a_job(registry: JobRegistry, clock: Clock):
    calls: list[str] = []
    registry.register("tick", every_seconds=30, function=counting(calls, "tick"))
    Worker(registry, clock).run_due()
    clock.advance(days=-1)
    Worker(registry, clock).run_due()
    assert calls == ["tick", "tick"]


@pytest.mark.django_db
def test_failing_job_is_logged_noted_and_does_not_stop_the_others(
    registry: JobRegistry, clock: Clock, caplog: pytest.LogCaptureFixture
):
    calls: list[str] = []
    registry.register("broken", every_seconds=30, function=boom)
    registry.register("tick", every_seconds=30, function=counting(calls, "tick"))
    with caplog.at_level(logging.ERROR, "cms.publishing"):
        Worker(registry, clock).run_due()
    assert calls == ["tick"]
    assert "Job broken failed" in caplog.text
    broken = JobRun.objects.get(name="broken")
    assert (broken.failures, broken.error, broken.succeeded_at) == (1, "ZeroDivisionError: no", None)


@pytest.mark.django_db
def test_success_after_failure_clears_the_error(registry: JobRegistry, clock: Clock):
    outcomes: list[Callable[[], None]] = [boom, boom, lambda: None]
    registry.register("shaky", every_seconds=30, function=lambda: outcomes.pop(0)())
    worker = Worker(registry, clock)
    for failures in (1, 2, 0):
        worker.run_due()
        assert JobRun.objects.get(name="shaky").failures == failures
        clock.advance(seconds=30)
    assert JobRun.objects.get(name="shaky").error == ""


@pytest.mark.django_db
@pytest.mark.parametrize("error", [ZeroDivisionError("no"), JobFailed("two pages left")])
def test_seldom_job_that_failed_is_tried_again_soon(registry: JobRegistry, clock: Clock, error: Exception):
    outcomes: list[Exception | None] = [error, None, None]

    def nightly() -> None:
        outcome = outcomes.pop(0)
        if outcome:
            raise outcome

    registry.register("nightly", every_seconds=86400, function=nightly)
    worker = Worker(registry, clock)
    worker.run_due()
    clock.advance(seconds=RETRY_AFTER.total_seconds())
    worker.run_due()
    assert len(outcomes) == 1
    clock.advance(seconds=RETRY_AFTER.total_seconds())
    worker.run_due()
    assert len(outcomes) == 1, "after a success the usual pause holds"


@pytest.mark.django_db
def test_database_that_is_away_is_waited_for(
    registry: JobRegistry, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    calls: list[str] = []
    registry.register("nightly", every_seconds=86400, function=counting(calls, "nightly"))
    worker = Worker(registry, clock)

    def refuse(*_args: object, **_kwargs: object) -> bool:
        raise DatabaseError("gone")

    with monkeypatch.context() as away, caplog.at_level(logging.ERROR, "cms.publishing"):
        away.setattr("cms.publishing.models.jobs.JobRunQuerySet.claim", refuse)
        away.setattr("cms.publishing.worker.connection.close", lambda: None)
        worker.run_due()
    assert calls == []
    assert "waits for the database: gone" in caplog.text
    clock.advance(seconds=30)
    worker.run_due()
    assert calls == ["nightly"]


@pytest.mark.django_db
def test_stopped_worker_begins_no_further_job(registry: JobRegistry, clock: Clock):
    calls: list[str] = []
    worker = Worker(registry, clock)
    registry.register("first", every_seconds=30, function=worker.stop)
    registry.register("second", every_seconds=30, function=counting(calls, "second"))
    worker.run()
    assert calls == []


@pytest.mark.django_db
def test_pause_lasts_until_the_next_job(registry: JobRegistry, clock: Clock):
    registry.register("often", every_seconds=20, function=lambda: None)
    registry.register("seldom", every_seconds=86400, function=lambda: None)
    worker = Worker(registry, clock)
    worker.run_due()
    clock.advance(seconds=5)
    assert worker.pause() == timedelta(seconds=15)


@pytest.mark.django_db
def test_heartbeat_tells_when_a_worker_last_began_a_job(registry: JobRegistry, clock: Clock):
    assert last_beat() is None
    registry.register("tick", every_seconds=30, function=lambda: None)
    Worker(registry, clock).run_due()
    assert last_beat() == START


def test_name_that_is_taken_is_refused(registry: JobRegistry):
    registry.register("tick", every_seconds=30, function=boom)
    registry.register("tick", every_seconds=30, function=boom)
    with pytest.raises(ValueError, match="already a job named 'tick'"):
        registry.register("tick", every_seconds=30, function=lambda: None)


def test_job_without_a_pause_is_refused(registry: JobRegistry):
    with pytest.raises(ValueError, match="at least a second"):
        registry.register("tick", every_seconds=0, function=boom)


def test_scheduled_publication_is_looked_at_twice_a_minute():
    (job,) = [job for job in jobs if job.name == "publish_scheduled"]
    assert job.every_seconds == 30


@pytest.mark.django_db
def test_command_does_every_registered_job_once():
    call_command("run_worker", "--once")
    assert set(JobRun.objects.values_list("name", flat=True)) == {job.name for job in jobs}


IDLE_WORKER = """
import django
django.setup()
from cms.publishing.management.commands import run_worker
from datetime import timedelta
run_worker.Worker.run_due = lambda self: print("up", flush=True)
run_worker.Worker.pause = lambda self: timedelta(hours=1)
from django.core.management import call_command
call_command("run_worker", skip_checks=True)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_the_process_promptly_and_cleanly(number: signal.Signals):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    process = subprocess.Popen([sys.executable, "-c", IDLE_WORKER], cwd=ROOT, env=environment, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    time.sleep(0.3)
    process.send_signal(number)
    assert process.wait(timeout=20) == 0
    process.stdout.close()
