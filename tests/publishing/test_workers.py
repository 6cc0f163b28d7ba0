"""Several worker processes on one database, and one that is killed in the middle of a job."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from cms.core.jobs import JobRegistry
from cms.publishing.models.jobs import INTERRUPTED_AFTER, RETRY_AFTER
from cms.publishing.worker import Worker
from tests.publishing.processes import Process, Talk, processes

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
JOBS = ("first", "second", "third")


@pytest.fixture
def start(transactional_db: None) -> Iterator[Callable[..., Process]]:
    with processes() as start:
        yield start


def work(talk: Talk, every_seconds: int, held: str, after: timedelta = timedelta()) -> list[str]:
    """Do what is due; in the job named `held` say so and wait. Returns the names of the jobs done."""
    done: list[str] = []
    registry = JobRegistry()

    def job(name: str) -> Callable[[], None]:
        def do() -> None:
            if name == held:
                talk.say(name)
                talk.wait()
            done.append(name)

        return do

    for name in JOBS:
        registry.register(name, every_seconds=every_seconds, function=job(name))
    Worker(registry, lambda: START + after).run_due()
    return done


def test_two_workers_share_the_jobs(start: Callable[..., Process]):
    slow = start(work, 30, "first")
    assert slow.hear() == "first"
    assert start(work, 30, "").result() == ["second", "third"]
    slow.tell()
    assert slow.result() == ["first"]
    assert start(work, 30, "").result() == []


@pytest.mark.parametrize(
    ("every", "again"),
    [(timedelta(seconds=30), timedelta(seconds=30)), (timedelta(days=1), INTERRUPTED_AFTER)],
)
def test_job_whose_worker_was_killed_is_taken_up_again(
    start: Callable[..., Process], every: timedelta, again: timedelta
):
    seconds = int(every.total_seconds())
    killed = start(work, seconds, "second")
    assert killed.hear() == "second"
    killed.kill()
    connections.close_all()
    assert start(work, seconds, "").result() == ["third"], "what it had not begun is done at once"
    assert start(work, seconds, "", again - timedelta(seconds=1)).result() == []
    assert "second" in start(work, seconds, "", again).result()
    if every > INTERRUPTED_AFTER + RETRY_AFTER:
        assert start(work, seconds, "", again + RETRY_AFTER).result() == [], "it has been done now"
