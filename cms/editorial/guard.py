"""Decides whether what a request has done to the public may be: one guard for every route (ADR 29)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision

from cms.core.models import User
from cms.editorial.findings import Finding, find
from cms.editorial.models import Approval
from cms.editorial.policy import RULES, By, Change
from cms.editorial.roles import RoleName
from cms.publishing.acting import Author, who_acts
from cms.publishing.guarding import Effects, Permission, Refused

OVERRIDE = "servicebanken.override"
SCHEDULE = "schedule"


@dataclass(frozen=True)
class Reason:
    """One thing that is refused: what, and why."""

    change: Change
    title: str
    why: Any
    page_id: int | None = None
    which: str = ""

    def __str__(self) -> str:
        return _("“%(title)s”: %(why)s") % {"title": self.title, "why": self.why}


class RefusedToAdministrator(Refused):
    """What a network administrator may do all the same, with a written reason."""


def judge(effects: Effects, author: Author, permissions: Collection[Permission]) -> None:
    """Raise `Refused` where the policy does not allow what has been done; log what a reason has made possible."""
    by_schedule = author.route == SCHEDULE
    if by_schedule:
        permissions = _approved_before(effects)
    findings = find(effects, permissions, by_schedule=by_schedule)
    if not findings:
        return
    user = _user(author)
    roles = roles_of(user)
    refused = [finding for finding in findings if not roles & {*RULES[finding.change].roles}]
    if not refused:
        return
    reasons = [
        Reason(finding.change, finding.title, RULES[finding.change].why, finding.page_id, finding.which)
        for finding in refused
    ]
    may_override = RoleName.NETWORK_ADMINISTRATOR in roles and all(
        RULES[finding.change].may_be_overridden for finding in refused
    )
    if not may_override or user is None:
        raise Refused(reasons)
    if not author.reason:
        raise RefusedToAdministrator(reasons)
    for finding in refused:
        _log(finding, user, author.reason)


def refuse(change: Change, title: str, why: Any, about: models.Model | None = None) -> None:
    """Refuse what must not even begin, unless a network administrator has written a reason. No refusal in a shell.

    The reason lands in the history of what it is `about`, where the effect itself will not be judged.
    """
    author = who_acts()
    if author is None:
        return
    user = _user(author)
    is_administrator = RoleName.NETWORK_ADMINISTRATOR in roles_of(user)
    if not (is_administrator and author.reason):
        raise (RefusedToAdministrator if is_administrator else Refused)(
            [Reason(change, title, why, about.pk if isinstance(about, Page) else None)]
        )
    if about is not None:
        data = {"reason": author.reason, "change": change.value, "title": title}
        log(instance=about, action=OVERRIDE, user=user, data=data)


def _user(author: Author) -> User | None:
    return User.objects.filter(pk=author.user_id).first() if author.user_id else None


def roles_of(user: User | None) -> set[str]:
    """Names of the roles of somebody; a superuser is a network administrator, and no more than that."""
    if user is None or not user.is_active:
        return set()
    names = set(user.groups.values_list("name", flat=True))
    return names | {RoleName.NETWORK_ADMINISTRATOR.value} if user.is_superuser else names


def _approved_before(effects: Effects) -> list[Permission]:
    """What the worker publishes when its time has come must have been approved when it was scheduled."""
    live = {effect.page.live_revision_id: effect.page_id for effect in effects.pages if effect.page}
    approved = Approval.objects.filter(revision_id__in=[pk for pk in live if pk])
    return [Permission(Change.PUBLISH, row.page_id, row.revision_id) for row in approved]


def _log(finding: Finding, user: User, reason: str) -> None:
    if finding.revision_id is not None and RULES[finding.change].by == By.APPROVAL:
        revision = Revision.objects.filter(pk=finding.revision_id).only("created_at").first()
        if revision is not None and finding.page_id is not None:
            Approval.objects.update_or_create(
                revision_id=revision.pk,
                defaults={
                    "page_id": finding.page_id,
                    "revision_at": revision.created_at,
                    "ground": Approval.Ground.OVERRIDE,
                    "by": user,
                    "reason": reason,
                },
            )
    data = {"reason": reason, "change": finding.change.value, "title": finding.title}
    if finding.page_id is not None and not Page.objects.filter(pk=finding.page_id).exists():
        _log_of_what_is_gone(finding, user, data)
    else:
        log(instance=_instance(finding, user), action=OVERRIDE, user=user, data=data)


def _log_of_what_is_gone(finding: Finding, user: User, data: dict[str, str]) -> None:
    """An entry of a deleted page, as Wagtail's own are; those it makes before, for it checks that the page is there."""
    entry = PageLogEntry(
        page_id=finding.page_id,
        content_type=ContentType.objects.get_for_model(Page),
        label=finding.title,
        action=OVERRIDE,
        timestamp=timezone.now(),
        user=user,
        data=data,
        deleted=True,
    )
    PageLogEntry.objects.bulk_create([entry])


def _instance(finding: Finding, user: User) -> models.Model:
    """What the log entry is about; of what no longer exists, who has done it."""
    if finding.page_id is not None:
        return Page.objects.get(pk=finding.page_id).specific
    return apps.get_model(finding.kind)._default_manager.filter(pk=finding.key).first() or user
