"""Which pages a subscription is about."""

from __future__ import annotations

from collections.abc import Collection

from wagtail.models import Page

from cms.publishing.following import public_documents
from cms.publishing.models import ContentChange, WebhookPage, WebhookSubscription
from cms.registers.filters import COUNTY

IN_ONE_STATEMENT = 1000


def may_concern(subscription: WebhookSubscription, change: ContentChange) -> bool:
    """By type and language, which a page keeps; whether it is in the counties depends on what it says now."""
    types, languages = subscription.page_types, subscription.languages
    return (not types or change.type in types) and (not languages or change.locale in languages)


def in_counties(subscription: WebhookSubscription, pages: Collection[int]) -> set[int]:
    """Those of the pages that are about the subscription's counties now."""
    if not subscription.counties:
        return set(pages)
    inside = Page.objects.filter(COUNTY.condition(subscription.counties), pk__in=pages)
    return set(inside.values_list("pk", flat=True))


def learn(subscription: WebhookSubscription) -> None:
    """Note that the subscriber knows all pages that match now, besides those it knew before.

    A subscriber makes a first copy through the API and must hear when one of its pages goes away.
    """
    documents = public_documents()
    if subscription.page_types:
        documents = documents.filter(type__in=subscription.page_types)
    if subscription.languages:
        documents = documents.filter(locale__in=subscription.languages)
    if subscription.counties:
        documents = documents.filter(pk__in=Page.objects.filter(COUNTY.condition(subscription.counties)).values("pk"))
    rows = (WebhookPage(subscription=subscription, page_id=pk) for pk in documents.values_list("pk", flat=True))
    WebhookPage.objects.bulk_create(rows, ignore_conflicts=True, batch_size=IN_ONE_STATEMENT)
