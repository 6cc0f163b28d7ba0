"""Jobs that the worker does now and then. An app registers its own when it starts; the worker knows none by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass


class JobFailed(Exception):
    """A job that did what it could and has logged the rest itself; it is tried again the next time."""


@dataclass(frozen=True)
class Job:
    """Something to do every so many seconds. It may be stopped between two runs and must bear being run twice."""

    name: str
    every_seconds: int
    function: Callable[[], object]
    in_each_worker: bool = False
    """Done by every worker for itself, and not by one for all."""
    finish: Callable[[], object] | None = None
    """What a worker does for it before it ends."""


class JobRegistry:
    """Jobs by name, in the order they were registered."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}

    def register(
        self,
        name: str,
        *,
        every_seconds: int,
        function: Callable[[], object],
        in_each_worker: bool = False,
        finish: Callable[[], object] | None = None,
    ) -> None:
        """Add a job; a name that another function already has is a mistake in the code.

        `in_each_worker` is for a job that keeps something in its process, such as requests that are under way; it
        shares its work with other workers by itself. `finish` is called when a worker ends.
        """
        if every_seconds < 1:
            raise ValueError(f"job {name!r} must wait at least a second between two runs")
        known = self._jobs.get(name)
        if known is not None and known.function is not function:
            raise ValueError(f"there is already a job named {name!r}")
        self._jobs[name] = Job(name, every_seconds, function, in_each_worker, finish)

    def __iter__(self) -> Iterator[Job]:
        return iter(list(self._jobs.values()))


jobs = JobRegistry()
register_job = jobs.register
