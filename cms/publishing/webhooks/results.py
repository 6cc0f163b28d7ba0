"""What an attempt means for the message, for others of the same page, and for the subscription."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.publishing.models import WebhookAttempt, WebhookDelivery, WebhookSubscription
from cms.publishing.outgoing.failures import Failure
from cms.publishing.webhooks.courier import Outcome, Parcel
from cms.publishing.webhooks.retrying import granted, next_attempt

logger = logging.getLogger(__name__)

SETTLED = dt.timedelta(minutes=5)
"""When a receiver works again, what failed longer ago than this is tried at once."""


@transaction.atomic
def note(parcel: Parcel, outcome: Outcome) -> None:
    """Write down how it went. Nothing happens when somebody else has taken the message over meanwhile."""
    waiting = WebhookDelivery.objects.select_for_update().filter(state=WebhookDelivery.State.WAITING)
    delivery = waiting.filter(pk=parcel.delivery_id, attempts=parcel.attempt).first()
    if delivery is None:
        return
    WebhookAttempt.objects.create(
        delivery=delivery,
        milliseconds=outcome.milliseconds,
        status=outcome.status,
        failure=outcome.failure or "",
        detail=outcome.detail[:200],
        answer=outcome.answer,
    )
    if outcome.failure is None:
        _delivered(delivery)
    else:
        _failed(delivery, outcome.failure, outcome.retry_after)


def _delivered(delivery: WebhookDelivery) -> None:
    now = timezone.now()
    delivery.state, delivery.failure, delivery.finished_at = WebhookDelivery.State.DELIVERED, "", now
    delivery.save(update_fields=["state", "failure", "finished_at"])
    if delivery.page_id is not None:
        _overtake(delivery)
    subscription = WebhookSubscription.objects.filter(pk=delivery.subscription_id)
    recovers = subscription.filter(failures__gt=0).exists()
    subscription.update(succeeded_at=now, failures=0, last_failure="", not_before=None)
    if recovers:
        waiting = WebhookDelivery.objects.filter(
            subscription_id=delivery.subscription_id, state=WebhookDelivery.State.WAITING
        )
        waiting.filter(due_at__gt=now, attempted_at__lt=now - SETTLED).update(due_at=now)


def _overtake(delivery: WebhookDelivery) -> None:
    """Earlier messages of the page that were given up have nothing to tell any more."""
    WebhookDelivery.objects.filter(
        subscription_id=delivery.subscription_id,
        page_id=delivery.page_id,
        pk__lt=delivery.pk,
        state=WebhookDelivery.State.DEAD,
    ).update(state=WebhookDelivery.State.OVERTAKEN)


def _failed(delivery: WebhookDelivery, failure: Failure, wish: dt.timedelta | None) -> None:
    now = timezone.now()
    is_test = delivery.event == WebhookDelivery.Event.TEST
    delivery.failure, delivery.failures = failure, delivery.failures + 1
    again = next_attempt(now=now, failures=delivery.failures, give_up_at=delivery.give_up_at, wish=wish)
    if failure == Failure.GONE and not is_test:
        delivery.due_at = now  # it waits as long as the subscription is paused
    elif again is not None:
        delivery.due_at = again
    else:
        delivery.state, delivery.finished_at = WebhookDelivery.State.DEAD, now
    delivery.save(update_fields=["failure", "failures", "due_at", "state", "finished_at"])
    _subscription_failed(delivery, failure, now, wish)
    if delivery.state == WebhookDelivery.State.DEAD and not is_test:
        logger.error("Webhook %s: message %s was given up", delivery.subscription_id, delivery.pk)


def _subscription_failed(
    delivery: WebhookDelivery, failure: Failure, now: dt.datetime, wish: dt.timedelta | None
) -> None:
    subscription = WebhookSubscription.objects.filter(pk=delivery.subscription_id)
    subscription.update(failures=F("failures") + 1, last_failure=failure)
    if wish:
        subscription.update(not_before=now + granted(wish))
    if failure == Failure.GONE:
        subscription.update(is_active=False)
        logger.error("Webhook %s is paused: its receiver answers 410", delivery.subscription_id)
