"""What has happened: the log of changes, and what has become of an address."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.api.endpoints import changes, resolving
from cms.api.endpoints.base import LIMIT, MOST
from cms.api.openapi.answers import JSON, body
from cms.api.openapi.examples import Example
from cms.api.openapi.operations import Operation
from cms.api.openapi.parameters import COMMON, LOCALE, WORD, query
from cms.api.openapi.schema import (
    ADDRESS,
    BOOLEAN,
    MOMENT,
    STRING,
    Schema,
    described,
    listed,
    nullable,
    one_of,
    record,
    ref,
)
from cms.api.openapi.values import LOCALE as A_LOCALE
from cms.api.openapi.values import PAGE_ID, PERSISTENT_ID, page_label
from cms.publishing.models import ContentChange

TAG, TAG_TEXT = "changes", _("Staying in step: what was published, changed and withdrawn.")

WHOLE_OR_PATH: Schema = {**WORD, "examples": ["/sv/banken/"]}


def components() -> dict[str, Schema]:
    change = {
        "cursor": described(STRING, _("The place of this change in the log.")),
        "action": described(
            one_of(ContentChange.Action.values),
            _("upsert: the page is public in a new form. delete: it is no longer public; remove it from your copy."),
        ),
        "id": PAGE_ID,
        "type": page_label(),
        "locale": A_LOCALE,
        "persistent_id": PERSISTENT_ID,
        "changed_at": MOMENT,
    }
    document = described(
        nullable(ref("Page")), _("With include=document: the page as it is now; null when it is no longer public.")
    )
    return {
        "Change": record({**change, "document": document}, optional=("document",)),
        "Resolved": record(
            {
                "status": one_of(["page", "redirect", "gone"]),
                "id": nullable(PAGE_ID),
                "detail_url": nullable(ADDRESS),
                "location": nullable(ADDRESS),
            },
            description=_("What an address of the site leads to today."),
        ),
    }


def operations(example: Example) -> list[Operation]:
    answer = record({"meta": record({"next_cursor": STRING, "has_more": BOOLEAN}), "items": listed(ref("Change"))})
    own = {
        "limit": query(
            "limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": LIMIT}, _("How many to show.")
        ),
        "include": query("include", one_of([changes.DOCUMENT]), _("With the page as it is now.")),
        "cursor": {**COMMON["cursor"], "description": _("Empty to begin with; then meta.next_cursor.")},
    }
    resolve = {
        "path": query("path", WHOLE_OR_PATH, _("The path, or the whole address."), required=True),
        "locale": query("locale", {**LOCALE, "default": "sv"}, _("Where paths without a language lead.")),
    }
    return [
        Operation(
            path="/changes/",
            name="list_changes",
            tag=TAG,
            summary=_("List changes since a cursor"),
            description=_(
                "In the order in which they happened; whoever has read up to a cursor has missed nothing before it. "
                "What a change says is gone must be removed from every copy, with its pictures and files."
            ),
            parameters=[own.get(name) or COMMON[name] for name in sorted(changes.KNOWN)],
            answer=body(_("Changes, oldest first."), {JSON: (answer, {"changes": example(answer)})}),
            problems=("CursorReset",),
        ),
        Operation(
            path="/resolve/",
            name="resolve",
            tag=TAG,
            summary=_("See what has become of an address"),
            description=_("Whether an address that you have kept is a page, leads elsewhere or is gone."),
            parameters=[resolve[name] for name in sorted(resolving.KNOWN)],
            answer=body(
                _("What is there."),
                {JSON: (ref("Resolved"), {"page": {**example(ref("Resolved")), "location": None}})},
            ),
            problems=("NotFound",),
        ),
    ]
