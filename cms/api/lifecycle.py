"""What of the API is on its way out, and how callers are told: twelve months before, in every answer.

``Deprecation`` (RFC 9745) says since when, ``Sunset`` (RFC 8594) when it goes away, ``Link`` where to read more. The
description of the API marks the same things as deprecated.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core import checks
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import http_date

BASE = "/api/v2"
NOTICE_MONTHS = 12
PLACEHOLDER = re.compile(r"\\{[a-z-]+\\}")


@dataclass(frozen=True)
class Deprecated:
    """An address, or one parameter of it, that will go away."""

    path: str
    """As in the description: ``/pages/{id}/``."""
    since: dt.date
    sunset: dt.date
    link: str
    """Where the change and what to use instead are described."""
    parameter: str = ""

    def concerns(self, request: HttpRequest) -> bool:
        """Whether a request uses it."""
        pattern = PLACEHOLDER.sub("[^/]+?", re.escape(f"{BASE}{self.path}"))
        if not re.fullmatch(pattern, request.path_info):
            return False
        return not self.parameter or self.parameter in request.GET

    def write_on(self, response: HttpResponseBase) -> None:
        """Tell the caller."""
        response["Deprecation"] = f"@{int(_midnight(self.since).timestamp())}"
        response["Sunset"] = http_date(_midnight(self.sunset).timestamp())
        links = [response["Link"]] if "Link" in response else []
        response["Link"] = ", ".join([*links, f'<{self.link}>; rel="deprecation"', f'<{self.link}>; rel="sunset"'])


DEPRECATED: tuple[Deprecated, ...] = ()
"""Nothing today."""


class LifeCycle:
    """Marks the answers of what is deprecated, refusals too. Stands around the memory of answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # The earliest end is the one to know of when an address and its parameter both go away.
        if found := sorted((entry for entry in DEPRECATED if entry.concerns(request)), key=lambda entry: entry.sunset):
            found[0].write_on(response)
        return response


def of(path: str, parameter: str = "") -> Deprecated | None:
    """The entry of an address of the description, or of one of its parameters."""
    return next((entry for entry in DEPRECATED if (entry.path, entry.parameter) == (path, parameter)), None)


@checks.register
def notice_is_long_enough(app_configs: Any, **_kwargs: Any) -> list[checks.CheckMessage]:
    """Partners have a year to change their programs; an entry must name something that there is."""
    return [*_too_short(), *_unknown()] if DEPRECATED else []


def _too_short() -> Iterator[checks.Error]:
    for entry in DEPRECATED:
        if entry.sunset < _a_year_after(entry.since):
            yield checks.Error(
                f"{entry.path} {entry.parameter} is to go away on {entry.sunset}, less than {NOTICE_MONTHS} months "
                f"after its deprecation on {entry.since}.",
                hint="Set a later sunset in cms/api/lifecycle.py: docs/api.md promises the notice.",
                id="servicebanken.E021",
            )


def _unknown() -> Iterator[checks.Error]:
    from cms.api.openapi.paths import operations

    for entry in DEPRECATED:
        operation = next((made for made in operations() if made.path == entry.path), None)
        names = {parameter["name"] for parameter in operation.parameters} if operation else set()
        if operation is None or (entry.parameter and entry.parameter not in names):
            yield checks.Error(
                f"{entry.path} {entry.parameter} is deprecated, but is nothing that the API has.",
                hint="Write the path as in openapi.json.",
                id="servicebanken.E022",
            )


def _a_year_after(day: dt.date) -> dt.date:
    # The 29th of February has its anniversary on the 1st of March.
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else dt.date(day.year + 1, 3, 1)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=dt.UTC)
