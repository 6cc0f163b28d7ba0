"""The check of one draft: what it finds, what of that has been let pass, and what stands in the way of an approval."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.core.models import BasePage, User
from cms.core.translation_state import is_source
from cms.editorial.models import Waiver
from cms.editorial.readiness.dead_links import unasked
from cms.editorial.readiness.findings import Code, Finding
from cms.editorial.readiness.rules import all_findings
from cms.editorial.readiness.subject import Subject
from cms.editorial.roles import RoleName

ACTION = "servicebanken.waive"
MAY_WAIVE = {RoleName.EDITOR.value, RoleName.REVIEWER.value, RoleName.NETWORK_ADMINISTRATOR.value}


@dataclass(frozen=True)
class Waived:
    """A finding that somebody has let pass."""

    finding: Finding
    waiver: Waiver


@dataclass(frozen=True)
class Result:
    """What was found in a draft, each thing once."""

    blocking: list[Finding]
    advice: list[Finding]
    waived: list[Waived]
    unasked_links: int
    """Links to other sites of which nothing is known yet."""

    @property
    def open(self) -> list[Finding]:
        return [*self.blocking, *self.advice]


NOTHING = Result([], [], [], 0)


def check(page: Page) -> Result:
    """Check a draft as it is in memory. Texts of the result are in the active language.

    A translation has no editorial check: what is found there is advice to whoever approves it.
    """
    if not isinstance(page, BasePage):
        return NOTHING
    subject = Subject(page)
    found = {finding.fingerprint: finding for finding in all_findings(subject)}
    waivers = {row.fingerprint: row for row in Waiver.objects.filter(page_id=page.pk).select_related("by")}
    left = [finding for fingerprint, finding in found.items() if fingerprint not in waivers]
    holds = is_source(page)
    return Result(
        blocking=[finding for finding in left if holds and finding.blocks],
        advice=[finding for finding in left if not (holds and finding.blocks)],
        waived=[Waived(found[key], waivers[key]) for key in found if key in waivers],
        unasked_links=unasked(subject),
    )


def newest_draft(page: Page) -> Page:
    """What an editor sees in the form: the newest revision, or the page itself before there is one."""
    return page.specific.get_latest_revision_as_object()


def may_waive(user: User) -> bool:
    if user.is_superuser:
        return True
    return user.groups.filter(name__in=MAY_WAIVE).exists()


@transaction.atomic
def waive(page: Page, user: User, fingerprints: Collection[str], reason: str) -> list[Finding]:
    """Let findings of the newest draft pass, with a reason that stands in the page's history.

    Raises PermissionDenied, and ValidationError without a reason or where there is nothing to let pass.
    """
    if not may_waive(user):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Write why this may stay as it is: whoever approves the page must know."))
    chosen = [finding for finding in check(newest_draft(page)).open if finding.fingerprint in fingerprints]
    if not chosen:
        raise ValidationError(_("Choose what may stay as it is. What has been corrected in the meantime is gone."))
    for finding in chosen:
        Waiver.objects.update_or_create(
            page_id=page.pk,
            fingerprint=finding.fingerprint,
            defaults={"code": finding.code, "path": finding.place.path[:255], "by": user, "reason": reason},
        )
    log(
        instance=page.specific,
        action=ACTION,
        user=user,
        data={"reason": reason, "rules": sorted({Code(finding.code).value for finding in chosen})},
    )
    return chosen
