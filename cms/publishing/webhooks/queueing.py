"""From the log to messages. The log is the queue: what is not queued yet waits there, in order, as long as it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.utils import timezone

from cms.publishing.following import newest_change, public_changes
from cms.publishing.models import ContentChange, WebhookDelivery, WebhookPage, WebhookSubscription
from cms.publishing.webhooks.messages import message_id, message_of
from cms.publishing.webhooks.retrying import GIVE_UP_AFTER
from cms.publishing.webhooks.selection import in_counties, may_concern

AT_ONCE = 200
MOST_WAITING = 1000
"""A subscriber who has this many messages waiting gets no more before some are gone."""
Told = tuple[ContentChange, str]


def queue_messages() -> int:
    """Read on for every subscription that is not paused; returns how many messages were made."""
    newest = newest_change()
    behind = WebhookSubscription.objects.filter(is_active=True, read_to__lt=newest)
    return sum(_read_on(pk, newest) for pk in behind.values_list("pk", flat=True))


@transaction.atomic
def _read_on(pk: int, newest: int) -> int:
    """One step. Place in the log and messages change together, so a step that is stopped leaves nothing."""
    subscription = WebhookSubscription.objects.select_for_update().filter(pk=pk, is_active=True).first()
    if subscription is None or _is_full(subscription):
        return 0
    following = public_changes().filter(pk__gt=subscription.read_to, pk__lte=newest).order_by("pk")
    changes = list(following[:AT_ONCE])
    told = list(_told(subscription, changes))
    # A row that was read before, for whatever reason, has its message already.
    messages = [_delivery(subscription, change, event) for change, event in told]
    WebhookDelivery.objects.bulk_create(messages, ignore_conflicts=True)
    subscription.read_to = changes[-1].pk if len(changes) == AT_ONCE else max(newest, subscription.read_to)
    subscription.save(update_fields=["read_to"])
    return len(told)


def _is_full(subscription: WebhookSubscription) -> bool:
    return subscription.deliveries.filter(state=WebhookDelivery.State.WAITING).count() >= MOST_WAITING


def _told(subscription: WebhookSubscription, changes: Sequence[ContentChange]) -> Iterator[Told]:
    """What the subscriber is told of these rows.

    A page that the subscriber knows and that goes away, or no longer matches, is withdrawn for it; one that it does not
    know is not mentioned.
    """
    rows = [(change, change.page_id) for change in changes if change.page_id]
    wanted = in_counties(subscription, {page for change, page in rows if may_concern(subscription, change)})
    known = set(subscription.pages.filter(page_id__in={p for _, p in rows}).values_list("page_id", flat=True))
    before = set(known)
    for change, page in rows:
        if change.action == ContentChange.Action.UPSERT and page in wanted:
            known.add(page)
            yield change, WebhookDelivery.Event.UPSERT
        elif page in known:
            known.remove(page)
            yield change, WebhookDelivery.Event.DELETE
    subscription.pages.filter(page_id__in=before - known).delete()
    new = (WebhookPage(subscription=subscription, page_id=page) for page in known - before)
    WebhookPage.objects.bulk_create(new, ignore_conflicts=True)


def _delivery(subscription: WebhookSubscription, change: ContentChange, event: str) -> WebhookDelivery:
    return WebhookDelivery(
        subscription=subscription,
        message_id=message_id(subscription.pk, change.pk, change.changed_at.isoformat()),
        event=event,
        page_id=change.page_id,
        body=message_of(change, event),
        give_up_at=timezone.now() + GIVE_UP_AFTER,
    )
