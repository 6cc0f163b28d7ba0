"""What an administrator does with webhooks. Nothing here talks to a receiver: the worker does."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from cms.core.models.partners import LONGEST_GRACE
from cms.publishing.following import newest_change
from cms.publishing.models import WebhookDelivery, WebhookSubscription
from cms.publishing.webhooks import signing
from cms.publishing.webhooks.messages import message_id, test_message
from cms.publishing.webhooks.retrying import GIVE_UP_AFTER
from cms.publishing.webhooks.selection import learn

CREATED, ROTATED = "wagtail.create", "servicebanken.webhook_rotated"
TESTED, REPLAYED = "servicebanken.webhook_tested", "servicebanken.webhook_replayed"
"""Names in Wagtail's log."""


@transaction.atomic
def make(subscription: WebhookSubscription, *, by: Any) -> str:
    """Save a subscription that begins at the end of the log, and give its secret, which is shown only now."""
    secret = _new_secret(subscription)
    subscription.created_by = by
    subscription.read_to = newest_change()
    subscription.save()
    learn(subscription)
    log(instance=subscription, action=CREATED, user=by)
    return secret


@transaction.atomic
def rotate(subscription: WebhookSubscription, *, by: Any, grace: dt.timedelta = dt.timedelta()) -> str:
    """Give a new secret. Messages are signed with the one before it too for the time of grace, at most a week."""
    if not dt.timedelta() <= grace <= LONGEST_GRACE:
        raise ValueError("a secret that was replaced is good for a week at most")
    subscription = WebhookSubscription.objects.select_for_update().get(pk=subscription.pk)
    keeps_old = grace and signing.is_still(subscription.seed, subscription.seed_check)
    subscription.previous_seed = subscription.seed if keeps_old else ""
    subscription.previous_until = timezone.now() + grace if keeps_old else None
    secret = _new_secret(subscription)
    subscription.save(update_fields=["seed", "seed_check", "previous_seed", "previous_until"])
    log(instance=subscription, action=ROTATED, user=by, data={"grace_days": grace.days})
    return secret


@transaction.atomic
def changed(subscription: WebhookSubscription, *, was_active: bool) -> None:
    """After a form was saved: what matches now is known from now on, and what waited through a pause is due."""
    learn(subscription)
    if subscription.is_active and not was_active:
        WebhookSubscription.objects.filter(pk=subscription.pk).update(failures=0, last_failure="", not_before=None)
        _due_now(subscription.deliveries.filter(state=WebhookDelivery.State.WAITING))


@transaction.atomic
def send_test(subscription: WebhookSubscription, *, by: Any) -> WebhookDelivery:
    """Queue a test, which is sent once, also to a subscription that is paused."""
    now = timezone.now()
    delivery = WebhookDelivery.objects.create(
        subscription=subscription,
        message_id=message_id(subscription.pk, WebhookDelivery.Event.TEST, signing.new_seed()),
        event=WebhookDelivery.Event.TEST,
        body=test_message(),
        give_up_at=now,
    )
    log(instance=subscription, action=TESTED, user=by)
    return delivery


@transaction.atomic
def replay(subscription: WebhookSubscription, *, by: Any, delivery: int | None = None) -> int:
    """Send again what was given up: one message, or all of them in their order. Returns how many."""
    dead = subscription.deliveries.filter(state=WebhookDelivery.State.DEAD).exclude(event=WebhookDelivery.Event.TEST)
    if delivery is not None:
        dead = dead.filter(pk=delivery)
    number = _due_now(dead)
    if number:
        log(instance=subscription, action=REPLAYED, user=by, data={"messages": number})
    return number


def _due_now(deliveries: QuerySet[WebhookDelivery]) -> int:
    """Begin anew: a day to go, and short pauses first."""
    now = timezone.now()
    return deliveries.update(
        state=WebhookDelivery.State.WAITING, due_at=now, give_up_at=now + GIVE_UP_AFTER, failures=0, finished_at=None
    )


def _new_secret(subscription: WebhookSubscription) -> str:
    subscription.seed = signing.new_seed()
    subscription.seed_check = signing.check_of(subscription.seed)
    return signing.secret_of(subscription.seed)
