"""The log of what the public may see, what is derived from it, who follows it, and what the worker remembers."""

from cms.publishing.models.documents import Dependency, DocumentCount, PublicObject, PublishedDocument
from cms.publishing.models.jobs import RETRY_AFTER, JobRun
from cms.publishing.models.log import ContentChange, Mark
from cms.publishing.models.readers import LogReader
from cms.publishing.models.webhooks import (
    WebhookAttempt,
    WebhookDelivery,
    WebhookPage,
    WebhookState,
    WebhookSubscription,
)

__all__ = [
    "RETRY_AFTER",
    "ContentChange",
    "Dependency",
    "DocumentCount",
    "JobRun",
    "LogReader",
    "Mark",
    "PublicObject",
    "PublishedDocument",
    "WebhookAttempt",
    "WebhookDelivery",
    "WebhookPage",
    "WebhookState",
    "WebhookSubscription",
]
