"""Bodies of messages: small, and pointing at the API, which alone says what a page looks like.

How a change looks there is the API's own business: it says so when it starts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from cms.core.api_values import detail_address, moment_value
from cms.publishing.models import ContentChange, WebhookDelivery

Description = Callable[[ContentChange], dict[str, Any]]
_descriptions: list[Description] = []


def describe_with(description: Description) -> None:
    """Say how a row of the log looks in ``changes/``; the last one said holds."""
    _descriptions[:] = [description]


def message_of(change: ContentChange, event: str) -> str:
    """The body that tells of a row of the log. A page that no longer matches is told as withdrawn."""
    action = event.removeprefix("page.")
    data = {**_descriptions[0](change), "action": action, "detail_url": detail_address(change.page_id or 0)}
    return _json(event, moment_value(change.changed_at), data)


def test_message() -> str:
    """The body of a test."""
    return _json(WebhookDelivery.Event.TEST, moment_value(timezone.now()), {})


def message_id(subscription: int, *parts: object) -> str:
    """The same for the same subscription and row, and for no others, not even after a backup was restored."""
    text = ":".join(str(part) for part in (subscription, *parts))
    return f"msg_{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"


def _json(event: str, timestamp: str, data: dict[str, Any]) -> str:
    body = {"type": str(event), "timestamp": timestamp, "data": data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
