"""Case owners and their answers: tables of their own, because a page keeps everything that was ever written on it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bank.models import CaseOwner, Confirmation
from cms.demo.builder.dates import moment


def build_beside(data: dict[str, Any], pages: dict[str, int]) -> None:
    """Rows beside the Swedish pages; `pages` gives their ids by key."""
    for item in data["confirmations"]:
        answered: dt.date | None = item.get("answered")
        Confirmation.objects.create(
            case_id=pages[item["case"]],
            asked_at=moment(item["asked"]),
            answered_at=moment(answered) if answered else None,
            outcome=item["outcome"],
        )
    for item in data["owners"]:
        CaseOwner.objects.create(
            case_id=pages[item["case"]],
            name=item["name"],
            email=item["email"],
            consent=item["consent"],
            consent_on=item["consent_on"],
            reviewer_notes=item.get("notes", ""),
        )
