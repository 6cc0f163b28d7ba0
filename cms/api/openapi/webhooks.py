"""What is sent to subscribers when something changes, in the form of Standard Webhooks."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.api.openapi.examples import Example
from cms.api.openapi.schema import ADDRESS, MOMENT, STRING, Schema, Text, described, nullable, record, ref
from cms.api.openapi.values import LOCALE, PAGE_ID, PERSISTENT_ID, page_label
from cms.publishing.models import ContentChange

EVENTS: dict[str, Text] = {
    "page.upsert": _("A page is public in a new form."),
    "page.delete": _("A page is no longer public: remove it from your copy, with its pictures and files."),
    "test": _("Somebody pressed the test button. Nothing has changed."),
}
HEADERS: dict[str, tuple[Text, str]] = {
    "webhook-id": (_("The same for every attempt to deliver one message."), "msg_2Lh9KRb0pzN4LePd3XiA4v12Axj"),
    "webhook-timestamp": (
        _("When it was sent, in seconds since 1970. Refuse what is older than five minutes."),
        "1773302400",
    ),
    "webhook-signature": (
        _("v1 and the base64 of HMAC-SHA256 over “id.timestamp.body” with your secret; several with blanks between."),
        "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=",
    ),
}


def components() -> dict[str, Schema]:
    data = {
        "cursor": described(STRING, _("The place of the change in the log: ask changes/ from here.")),
        "action": {"type": "string", "enum": list(ContentChange.Action.values)},
        "id": PAGE_ID,
        "type": page_label(),
        "locale": LOCALE,
        "persistent_id": PERSISTENT_ID,
        "changed_at": MOMENT,
        "detail_url": nullable(ADDRESS),
    }
    return {
        f"event.{name}": record(
            {
                "type": {"const": name},
                "timestamp": MOMENT,
                "data": {"type": "object"} if name == "test" else record(data),
            },
            description=text,
        )
        for name, text in EVENTS.items()
    }


def webhooks(example: Example) -> dict[str, Any]:
    """The section ``webhooks``."""
    return {name: {"post": _event(name, text, example)} for name, text in EVENTS.items()}


def _event(name: str, text: Text, example: Example) -> dict[str, Any]:
    schema = ref(f"event.{name}")
    return {
        "operationId": f"on_{name.replace('.', '_')}",
        "tags": ["changes"],
        "summary": text,
        "description": _(
            "Check the signature, answer 2xx within five seconds, and do the work afterwards. Anything else is tried "
            "again for a day."
        ),
        "parameters": [
            {"name": header, "in": "header", "required": True, "description": words, "schema": STRING, "example": value}
            for header, (words, value) in HEADERS.items()
        ],
        "requestBody": {
            "required": True,
            "description": text,
            "content": {"application/json": {"schema": schema, "examples": {name: {"value": example(schema)}}}},
        },
        "responses": {"2XX": {"description": _("Received.")}},
    }
