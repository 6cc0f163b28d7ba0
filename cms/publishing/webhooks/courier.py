"""Carries one message to its receiver. Runs in a thread: all it needs comes with the message, and no database."""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qsl, urlsplit

from django.utils import timezone

from cms.publishing.outgoing.exchange import Answer, Countdown, ExchangeFailed, addresses_of, exchange
from cms.publishing.outgoing.failures import Failure
from cms.publishing.outgoing.targets import NotATarget, Resolver, Rules, forbidden, target_of

logger = logging.getLogger(__name__)

SECONDS = 5.0
"""For everything, from the look-up of the name to the last byte."""
SHOWN_OF_AN_ANSWER = 500
SHORTEST_SECRET = 4
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Parcel:
    """A message on its way."""

    delivery_id: int
    subscription_id: int
    attempt: int
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Outcome:
    """What came of it. Delivered when there is no failure."""

    milliseconds: int = 0
    status: int | None = None
    failure: Failure | None = None
    detail: str = ""
    answer: str = ""
    retry_after: dt.timedelta | None = None


def carry(parcel: Parcel, rules: Rules, resolver: Resolver, seconds: float = SECONDS) -> Outcome:
    """Try once; whatever happens is an outcome."""
    began = time.monotonic()
    try:
        outcome = _carried(parcel, rules, resolver, Countdown(seconds))
    except ExchangeFailed as error:
        outcome = Outcome(failure=error.failure, detail=error.detail)
    except Exception:
        logger.exception("A message to a webhook could not be sent")
        outcome = Outcome(failure=Failure.FAULT)
    return Outcome(**{**vars(outcome), "milliseconds": int((time.monotonic() - began) * 1000)})


def _carried(parcel: Parcel, rules: Rules, resolver: Resolver, countdown: Countdown) -> Outcome:
    try:
        target = target_of(parcel.url, rules)
    except NotATarget as error:
        return Outcome(failure=Failure.FORBIDDEN, detail=str(error.message))
    addresses = addresses_of(target, resolver, countdown)
    if refused := forbidden(target, addresses, rules):
        return Outcome(failure=Failure.FORBIDDEN, detail=refused)
    answer = exchange("POST", target, addresses, parcel.headers, parcel.body, countdown)
    return Outcome(
        status=answer.status,
        failure=_failure_of(answer),
        answer=_shown(answer, parcel.url),
        retry_after=_retry_after(answer.headers.get("retry-after", "")),
    )


def _failure_of(answer: Answer) -> Failure | None:
    if 200 <= answer.status < 300:
        return None
    if 300 <= answer.status < 400:
        return Failure.REDIRECT
    return Failure.GONE if answer.status == 410 else Failure.STATUS


def _shown(answer: Answer, url: str) -> str:
    """The first characters of an answer, without what stands in the query of our address: it may be a secret."""
    text = UNPRINTABLE.sub(" ", answer.body.decode("utf-8", errors="replace"))
    query = urlsplit(url).query
    values = [value for _name, value in parse_qsl(query) if len(value) >= SHORTEST_SECRET]
    for secret in (query, *query.split("&"), *values):
        text = text.replace(secret, "…") if secret else text
    return text[:SHOWN_OF_AN_ANSWER]


def _retry_after(value: str) -> dt.timedelta | None:
    """How long the receiver asks us to wait, in seconds or until a date; None when it does not or makes no sense."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return dt.timedelta(seconds=min(int(value[:12]), 10**8))
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(moment - timezone.now(), dt.timedelta())
