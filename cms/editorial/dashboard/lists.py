"""The lists of work: what they are called, for whom they are, and what they say when there is nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.models import User
from cms.editorial.dashboard import pages, steps
from cms.editorial.dashboard.rows import Row
from cms.editorial.guard import roles_of
from cms.editorial.roles import RoleName


@dataclass(frozen=True)
class WorkList:
    """`find` gives the things of one person, to be counted and cut; `rows` what there is to say of some of them."""

    name: str
    heading: Any
    nothing: Any
    roles: tuple[RoleName, ...]
    find: Callable[[User], Any]
    rows: Callable[[Any, User], list[Row]]
    only_for: Callable[[User], bool] = lambda _user: True
    """On the dashboard only of those of whom this is true as well."""

    def is_for(self, user: User) -> bool:
        return bool(user.is_superuser or {role.value for role in self.roles} & roles_of(user))


_WRITE = (RoleName.CONTRIBUTOR, RoleName.EDITOR, RoleName.TRANSLATOR, RoleName.REVIEWER)

LISTS: tuple[WorkList, ...] = (
    WorkList(
        "waiting",
        _("Waiting for you"),
        _("Nothing waits for you."),
        (RoleName.EDITOR, RoleName.REVIEWER),
        steps.waiting_for,
        steps.rows_that_wait,
    ),
    WorkList(
        "stand-in",
        _("You stand in for others"),
        _("Those for whom you stand in have taken nothing."),
        _WRITE,
        steps.left_to,
        steps.rows_left,
        only_for=steps.stands_in,
    ),
    WorkList(
        "sent-back",
        _("Sent back to you"),
        _("Nothing has been sent back to you."),
        _WRITE,
        steps.sent_back_to,
        steps.rows_that_came_back,
    ),
    WorkList(
        "sent",
        _("Sent by you"),
        _("You have nothing that waits for others."),
        _WRITE,
        steps.sent_by,
        steps.rows_that_were_sent,
    ),
    WorkList(
        "translations",
        _("Translations behind"),
        _("All translations say what the Swedish pages say."),
        (RoleName.TRANSLATOR, RoleName.EDITOR),
        pages.translations_behind,
        pages.rows_behind,
    ),
    WorkList(
        "out-of-date",
        _("Out of date soon"),
        _("No page has to be reviewed again within 60 days."),
        (RoleName.CONTRIBUTOR, RoleName.EDITOR, RoleName.NETWORK_ADMINISTRATOR),
        pages.out_of_date_soon,
        pages.rows_out_of_date,
    ),
    WorkList(
        "approved",
        _("Approved this week"),
        _("Nothing has been approved in the last seven days."),
        (*_WRITE, RoleName.NETWORK_ADMINISTRATOR),
        pages.approved_this_week,
        pages.rows_approved,
    ),
)
BY_NAME = {work.name: work for work in LISTS}
