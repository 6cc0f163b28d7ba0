"""One of the group takes a step: who has it, whether that still counts, and who sees to it meanwhile (ADR 42)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState

from cms.core.models import User
from cms.editorial.dashboard.rows import day, name_of
from cms.editorial.models import Absence, Claim, ReviewStep, Waiting


@dataclass(frozen=True)
class Holding:
    """Who has taken a step and since when; while they are away, also the deputy, where that person can decide on it."""

    user: User
    at: datetime
    deputy: User | None = None

    @property
    def sees_to_it(self) -> User:
        return self.deputy or self.user


@dataclass(frozen=True)
class Standing:
    """What one person is shown of a step: who has it, and what they may do about that."""

    state_id: int
    says: str
    is_taken: bool
    is_mine: bool
    may_take: bool


def take(state: TaskState, page: Page, user: User) -> Holding | None:
    """Take a step, from somebody else too; returns who had it. Raises PermissionDenied for who cannot decide on it."""
    step = _step_that_waits(state, page)
    if step is None or not step.may_decide(page, user):
        raise PermissionDenied
    before = who_has([(state, page)], {step.pk: step}).get(page.pk)
    if before is None or before.user != user:
        Claim.objects.update_or_create(state=state, defaults={"user": user, "at": timezone.now()})
    return before


def give_back(state: TaskState, user: User) -> bool:
    """Whether there was something to give back."""
    return bool(Claim.objects.filter(state=state, user=user).delete()[0])


def who_has(waiting: Sequence[Waiting], steps: Mapping[int, ReviewStep]) -> dict[int, Holding]:
    """Page ids → who has taken their step, asked for all at once; `steps` by id, with their groups at hand.

    It does not count of somebody who cannot decide any more: who wrote in the page since, lost the role, or has left.
    """
    pages = {state.pk: (state, page) for state, page in waiting}
    claims = list(
        Claim.objects.filter(state__in=[*pages])
        .select_related("user", "state")
        .prefetch_related("user__groups")
        .order_by("state__task_id", "pk")
    )
    if not claims:
        return {}
    absences = Absence.objects.of([claim.user_id for claim in claims])
    found: dict[int, Holding] = {}
    for step_id, of_step in groupby(claims, key=lambda claim: claim.state.task_id):
        rows = list(of_step)
        step = steps[step_id]
        people = {claim.user_id for claim in rows} | {row.deputy_id for row in absences.values()}
        barred = step.barred([pages[claim.state_id] for claim in rows], people)
        groups = {group.pk for group in step.groups.all()}
        for claim in rows:
            page = pages[claim.state_id][1]
            out = barred.get(page.pk, set())
            if _can(claim.user, groups, out):
                absence = absences.get(claim.user_id)
                deputy = absence.deputy if absence and _can(absence.deputy, groups, out) else None
                found[page.pk] = Holding(claim.user, claim.at, deputy)
    return found


def _can(user: User, groups: set[int], barred: set[int]) -> bool:
    in_group = user.is_superuser or bool(groups & {group.pk for group in user.groups.all()})
    return user.is_active and in_group and user.pk not in barred


def standing(state: TaskState, page: Page, user: User) -> Standing | None:
    """What to show of the step of one page; None where it waits for nobody here."""
    step = _step_that_waits(state, page)
    if step is None:
        return None
    holding = who_has([(state, page)], {step.pk: step}).get(page.pk)
    return standing_of(state, holding, user, may_take=step.may_decide(page, user))


def standing_of(state: TaskState, holding: Holding | None, user: User, *, may_take: bool) -> Standing:
    return Standing(
        state_id=state.pk,
        says=", ".join(_says(holding, user)) if holding else "",
        is_taken=holding is not None,
        is_mine=holding is not None and holding.user == user,
        may_take=may_take,
    )


def _says(holding: Holding, user: User) -> Iterator[str]:
    values = {"who": name_of(holding.user), "day": day(holding.at)}
    mine = holding.user == user
    yield (_("you have it since %(day)s") if mine else _("lies with %(who)s since %(day)s")) % values
    if holding.deputy is not None and holding.deputy == user:
        yield _("you stand in for %(who)s") % values
    elif holding.deputy is not None:
        yield _("%(deputy)s stands in") % {"deputy": name_of(holding.deputy)}


def _step_that_waits(state: TaskState, page: Page) -> ReviewStep | None:
    """The step, if it is one of ours and waits for somebody here."""
    step = state.task.specific
    if not isinstance(step, ReviewStep) or state.status != TaskState.STATUS_IN_PROGRESS:
        return None
    return step if step.wait_since([(state, page)]).get(page.pk) else None
