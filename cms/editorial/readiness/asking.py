"""Asks other sites whether what we link to is still there. The worker does it, a few at a time (ADR 31).

Nobody waits for an answer: not the editor, and not for long the worker. Only addresses on the public internet are
asked, as with webhooks, and each hop of a redirect is looked at anew.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.utils import timezone

from cms.editorial.models import CheckedLink
from cms.editorial.readiness.dead_links import State
from cms.publishing.outgoing.exchange import Countdown, ExchangeFailed, addresses_of, exchange
from cms.publishing.outgoing.targets import NotATarget, Resolver, is_public, parsed, resolve

SECONDS = 8.0
"""For one address, redirects and all."""
AT_ONCE = 10
"""Addresses in one run of the job: at most 80 seconds."""
HOPS = 4
PORTS = frozenset({80, 443})
NOT_THERE = frozenset({404, 410})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
AGAIN = timedelta(days=30)
AFTER_SILENCE = timedelta(days=1)
AFTER_NOTHING = timedelta(hours=1)
KEPT = timedelta(days=400)
"""For so long after the last draft with it was submitted, an address is asked."""

Ask = Callable[[str], str]


def ask(url: str, resolver: Resolver = resolve) -> str:
    """The state of an address. A page that is there and says no to machines is there."""
    countdown = Countdown(SECONDS)
    for _hop in range(HOPS):
        try:
            target = parsed(url)
            addresses = addresses_of(target, resolver, countdown)
            if target.port not in PORTS or not all(is_public(ipaddress.ip_address(one)) for one in addresses):
                return State.CLOSED
            headers = {"User-Agent": f"Servicebanken link check ({settings.BASE_URL})", "Accept": "text/html,*/*"}
            answer = exchange("GET", target, addresses, headers, b"", countdown)
        except NotATarget:
            return State.GONE
        except (ExchangeFailed, TimeoutError):
            return State.SILENT
        if answer.status in NOT_THERE:
            return State.GONE
        if answer.status not in REDIRECTS or not (location := answer.headers.get("location")):
            return State.SILENT if answer.status >= 500 else State.ALIVE
        url = urljoin(url, location)
    return State.ALIVE


def ask_some(asks: Ask = ask) -> None:
    """The job: ask those whose turn it is, and forget those that no draft has had for long."""
    if not settings.CHECK_LINKS:
        return
    now = timezone.now()
    CheckedLink.objects.filter(wanted_at__lt=now - KEPT).delete()
    rows = list(CheckedLink.objects.filter(ask_after__lte=now).order_by("ask_after", "pk")[:AT_ONCE])
    states = {row.pk: asks(row.url) for row in rows}
    # When nobody at all answers it is we who are cut off, and no site is to blame.
    are_cut_off = set(states.values()) == {State.SILENT} and not _somebody_answers(asks, {*states})
    for row in rows:
        _note(row, states[row.pk], now, are_cut_off=are_cut_off)


def _somebody_answers(asks: Ask, asked: set[int]) -> bool:
    known = CheckedLink.objects.filter(state=State.ALIVE).exclude(pk__in=asked).order_by("-asked_at").first()
    return known is not None and asks(known.url) == State.ALIVE


def _note(row: CheckedLink, state: str, now: datetime, *, are_cut_off: bool) -> None:
    if are_cut_off:
        row.ask_after = now + AFTER_NOTHING
    else:
        row.failures = row.failures + 1 if state == State.SILENT else 0
        row.state, row.asked_at = state, now
        row.ask_after = now + (AFTER_SILENCE if state == State.SILENT else AGAIN)
    row.save(update_fields=["failures", "state", "asked_at", "ask_after"])
