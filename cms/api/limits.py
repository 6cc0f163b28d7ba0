"""How much a caller may ask for, and what each answer says of it.

Headers follow draft-ietf-httpapi-ratelimit-headers (structured fields): ``RateLimit-Policy: "default";q=600;w=60``
is the limit, ``RateLimit: "default";r=50;t=30`` what is left and for how many seconds.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from cms.api.counters import counters
from cms.core.callers import address_of
from cms.settings.env import Rate


@dataclass(frozen=True)
class Standing:
    """Where a caller stands in the window that runs."""

    policy: str
    rate: Rate
    used: int
    reset_seconds: int

    @property
    def is_over(self) -> bool:
        return self.used > self.rate.limit

    @property
    def remaining(self) -> int:
        return max(0, self.rate.limit - self.used)

    def write_on(self, response: HttpResponseBase) -> None:
        """Say it in the headers."""
        response["RateLimit-Policy"] = f'"{self.policy}";q={self.rate.limit};w={self.rate.seconds}'
        response["RateLimit"] = f'"{self.policy}";r={self.remaining};t={self.reset_seconds}'
        if self.is_over:
            response["Retry-After"] = str(self.reset_seconds)


def rate() -> Rate | None:
    """The limit of everybody without one of their own; None when limits are off."""
    limit: Rate | None = settings.API_RATE
    return limit


def of_address(request: HttpRequest, limit: Rate) -> Standing:
    """Count a request against the address it came from."""
    return _count("default", f"address:{address_of(request)}", limit)


def of_key(key: int, limit: Rate, *, own: bool) -> Standing:
    """Count a request against a partner's key."""
    return _count("partner" if own else "default", f"key:{key}", limit)


def note_failure(request: HttpRequest, limit: Rate) -> Standing:
    """Count a key that was refused: as a request of its address, and by itself."""
    counters.add(_failures(request), limit.seconds)
    return of_address(request, limit)


def has_failed_too_often(request: HttpRequest, limit: Rate) -> Standing | None:
    """Where an address stands whose refused keys alone have used up its limit, so that no key of it is looked at.

    They are counted apart from its other requests: a partner whose visitors share its address must not be locked out
    by them.
    """
    failures = counters.get(_failures(request), limit.seconds)
    if failures < limit.limit:
        return None
    return Standing("default", limit, failures + 1, counters.rest(limit.seconds))


def _failures(request: HttpRequest) -> str:
    return f"failures:{address_of(request)}"


def _count(policy: str, name: str, limit: Rate) -> Standing:
    used = counters.add(name, limit.seconds)
    return Standing(policy, limit, used, counters.rest(limit.seconds))
