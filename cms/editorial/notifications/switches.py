"""Which mail somebody can turn off on the page of their account: what the table names, for those who get it."""

from __future__ import annotations

from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.models import User
from cms.editorial.models import kinds_of_steps
from cms.editorial.notifications.table import TABLE, Event, To


def switches_of(user: User) -> set[str]:
    """Fields of Wagtail's profile."""
    return {row.switch for row in TABLE if row.switch and any(_can_get(user, to) for to in row.to)}


def events_behind(switch: str) -> list[Event]:
    return list(dict.fromkeys(row.event for row in TABLE if row.switch == switch))


def _can_get(user: User, to: To) -> bool:
    if to in (To.WHO_CAN_ACT, To.WHO_HAS_IT, To.EARLIER_STEPS):
        return any(model.objects.filter(active=True, groups__user=user).exists() for model in kinds_of_steps())
    if to == To.WRITERS:
        return bool(policy_registry.get_by_type(Page).user_has_permission(user, "change"))
    return user.groups.filter(name=to.value).exists()
