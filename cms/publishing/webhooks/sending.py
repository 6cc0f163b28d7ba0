"""Sends what is due. Receivers are waited for in a few threads; the database is used by the caller's thread alone.

One pass is short whatever receivers do: it begins what can be begun, notes what has come back, and leaves the rest to
the next pass. What a worker that is killed had begun is due again after `LEASE`.
"""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from functools import cached_property

from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from cms.publishing.models import WebhookDelivery, WebhookSubscription
from cms.publishing.outgoing.failures import Failure
from cms.publishing.outgoing.targets import Resolver, current_rules, resolve
from cms.publishing.webhooks import signing
from cms.publishing.webhooks.courier import SECONDS, Outcome, Parcel, carry
from cms.publishing.webhooks.results import note

THREADS = 16
AT_ONCE_TO_ONE = 4
"""Messages under way to one receiver; one that is failing gets a single one, so that it holds a single thread."""
LEASE = dt.timedelta(seconds=60)
PATIENCE = 0.3
"""Seconds that a pass waits for answers. Most come sooner, so that the next message of the same page can follow."""


class Sender:
    """The messages of one process."""

    def __init__(self, resolver: Resolver = resolve) -> None:
        self.resolver = resolver
        self._under_way: dict[Future[Outcome], Parcel] = {}

    def send_due(self, patience: float = PATIENCE) -> None:
        """One pass."""
        end = time.monotonic() + patience
        while True:
            self._note_answers()
            self._begin()
            left = end - time.monotonic()
            if not self._under_way or left <= 0:
                return
            wait(self._under_way, timeout=left, return_when=FIRST_COMPLETED)

    def finish(self) -> None:
        """Wait for what is under way, before the process ends; begin nothing."""
        wait(self._under_way, timeout=SECONDS + 1)
        self._note_answers()

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(THREADS, thread_name_prefix="webhook")

    def _note_answers(self) -> None:
        for future in [future for future in self._under_way if future.done()]:
            note(self._under_way[future], future.result())
            del self._under_way[future]

    def _begin(self) -> None:
        """Claim what is due and fits, a share for each receiver."""
        busy = Counter(parcel.subscription_id for parcel in self._under_way.values())
        for subscription in _with_something_due():
            most = (1 if subscription.failures else AT_ONCE_TO_ONE) - busy[subscription.pk]
            most = min(most, THREADS - len(self._under_way))
            for delivery in due(subscription)[: max(most, 0)]:
                self._send(subscription, delivery)

    def _send(self, subscription: WebhookSubscription, delivery: WebhookDelivery) -> None:
        if not _claim(delivery):
            return
        seeds = _seeds(subscription)
        headers = signing.signed_headers(delivery.message_id, timezone.now(), delivery.body.encode(), seeds)
        parcel = Parcel(
            delivery_id=delivery.pk,
            subscription_id=subscription.pk,
            attempt=delivery.attempts + 1,
            url=subscription.url,
            headers={
                "Content-Type": "application/json",
                "User-Agent": "Servicebanken-Webhooks/1",
                "Accept-Encoding": "identity",
                **headers,
            },
            body=delivery.body.encode(),
        )
        if not signing.is_still(subscription.seed, subscription.seed_check):
            note(parcel, Outcome(failure=Failure.SECRET))
            return
        self._under_way[self._threads.submit(carry, parcel, current_rules(), self.resolver)] = parcel


def due(subscription: WebhookSubscription) -> QuerySet[WebhookDelivery]:
    """What may be tried now: of each page the oldest that waits, and tests."""
    waiting = _waiting().filter(subscription=subscription)
    earlier = waiting.filter(page_id=OuterRef("page_id"), pk__lt=OuterRef("pk"))
    return _sendable(waiting).filter(~Exists(earlier)).order_by("due_at", "pk")


def _waiting() -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(state=WebhookDelivery.State.WAITING)


def _sendable(deliveries: QuerySet[WebhookDelivery]) -> QuerySet[WebhookDelivery]:
    """Those whose time has come. A test also goes to a subscription that is paused or wants to be left alone."""
    now = timezone.now()
    ready = Q(subscription__not_before=None) | Q(subscription__not_before__lte=now)
    listening = Q(event=WebhookDelivery.Event.TEST) | (Q(subscription__is_active=True) & ready)
    return deliveries.filter(listening, due_at__lte=now)


def _with_something_due() -> list[WebhookSubscription]:
    """In the order of what has been due longest."""
    first = _sendable(_waiting()).order_by().values("subscription_id").annotate(first=Min("due_at"))
    ids = list(first.order_by("first").values_list("subscription_id", flat=True))
    found = WebhookSubscription.objects.in_bulk(ids)
    return [found[pk] for pk in ids if pk in found]


def _claim(delivery: WebhookDelivery) -> bool:
    """Take a message, in one statement; False when another worker was first."""
    now = timezone.now()
    mine = _waiting().filter(pk=delivery.pk, attempts=delivery.attempts, due_at__lte=now)
    return mine.update(attempts=F("attempts") + 1, attempted_at=now, due_at=now + LEASE) == 1


def _seeds(subscription: WebhookSubscription) -> list[str]:
    """The secrets to sign with: during a change of secret, the old one too."""
    until = subscription.previous_until
    still = subscription.previous_seed and until is not None and until > timezone.now()
    return [subscription.seed, subscription.previous_seed] if still else [subscription.seed]


sender = Sender()


def send_messages() -> None:
    """The worker's job."""
    sender.send_due()


def finish_sending() -> None:
    """At the end of a worker."""
    sender.finish()
