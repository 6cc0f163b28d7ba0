"""How a row of the log looks to partners, in ``changes/`` and in webhooks."""

from __future__ import annotations

from typing import Any

from cms.api.cursors import cursor_after
from cms.core.api_values import moment_value
from cms.publishing.models import ContentChange


def change_item(row: ContentChange, scope: str = "") -> dict[str, Any]:
    """The change itself, without the page. `scope` names what is open to the reader, nothing for the public."""
    return {
        "cursor": cursor_after(row.pk, scope),
        "action": row.action,
        "id": row.page_id,
        "type": row.type,
        "locale": row.locale,
        "persistent_id": row.persistent_id,
        "changed_at": moment_value(row.changed_at),
    }
