"""Something that has happened, and who is to be told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Page, TaskState

from cms.core.models import User
from cms.editorial.claims import Holding, who_has
from cms.editorial.contributions import writers_since_publication
from cms.editorial.models import Absence, Approval, Proposal, ReviewStep
from cms.editorial.notifications.table import Event, Row, To


@dataclass(frozen=True)
class Occasion:
    """What happened. All but the event may be missing.

    `about` names what it is about: a page, or anything whose text depends on the reader's language. `link` is where to
    act, a path of the site; without it the page is opened in the editor. `step` is the step that waits or waited.
    """

    event: Event
    page: Page | None = None
    about: Any = None
    by: User | None = None
    reason: str = ""
    since: datetime | None = None
    step: TaskState | None = None
    proposer: User | None = None
    link: str = ""


@dataclass(frozen=True)
class WithOutcome:
    """A proposal and what became of it, in the language of whoever reads it."""

    proposal: Proposal

    def __str__(self) -> str:
        return f"{self.proposal} ({self.proposal.get_outcome_display()})"


def people(occasion: Occasion, row: Row) -> list[User]:
    """Those whom a row of the table means, each once and without whoever did it; deputies of those who are away."""
    found = {user.pk: user for to in row.to for user in with_deputies(occasion, to, _WHO[to](occasion))}
    if occasion.by is not None:
        found.pop(occasion.by.pk, None)
    return list(found.values())


def who_can_act(step: TaskState, page: Page) -> list[User]:
    """Those whose buttons work: for four eyes, nobody who has written in the page. Superusers are not called."""
    task = step.task.specific
    if not isinstance(task, ReviewStep):
        return []
    members = _active().filter(groups__in=task.groups.all()).distinct()
    return [user for user in members if task.may_decide(page, user)]


def holding_of(step: TaskState, page: Page) -> Holding | None:
    """Who has taken a step that waits, if anybody who can still do it."""
    task = step.task.specific
    if not isinstance(task, ReviewStep):
        return None
    return who_has([(step, page)], {task.pk: task}).get(page.pk)


def with_deputies(occasion: Occasion, to: To, users: list[User]) -> list[User]:
    """Who gets it while some of these people are away.

    What waits for a decision goes to the deputy in their place, where the deputy can decide on it. What waits for its
    authors goes to both, where the deputy may write in the page.
    """
    step, page = occasion.step, occasion.page
    if step is None or page is None:
        return users
    if to in (To.WHO_CAN_ACT, To.WHO_HAS_IT) and occasion.event != Event.WITHDRAWN:
        task = step.task.specific
        deputies = Absence.objects.of([user.pk for user in users])
        able = {pk: row.deputy for pk, row in deputies.items() if task.may_decide(page, row.deputy)}
        return [able.get(user.pk, user) for user in users]
    if to == To.WRITERS and occasion.event == Event.SENT_BACK:
        deputies = Absence.objects.of([user.pk for user in users])
        return [*users, *(row.deputy for row in deputies.values() if page.permissions_for_user(row.deputy).can_edit())]
    return users


def of_role(name: str) -> list[User]:
    return list(_active().filter(groups__name=name).distinct())


def _active() -> Any:
    return User.objects.filter(is_active=True).order_by("pk")


def _can_act(occasion: Occasion) -> list[User]:
    if occasion.step is None or occasion.page is None:
        return []
    return who_can_act(occasion.step, occasion.page)


def _has_it(occasion: Occasion) -> list[User]:
    if occasion.step is None or occasion.page is None:
        return []
    holding = holding_of(occasion.step, occasion.page)
    return [holding.user] if holding is not None else who_can_act(occasion.step, occasion.page)


def _earlier_steps(occasion: Occasion) -> list[User]:
    """Those who approved it on its way to the step; authors are told by another row."""
    if occasion.step is None:
        return []
    states = approved_on_the_way_to(occasion.step)
    writers = {user.pk for user in _writers(occasion)}
    return list(_active().filter(pk__in={state.finished_by_id for state in states} - writers))


def approved_on_the_way_to(step: TaskState) -> list[TaskState]:
    """The steps of the workflow that were approved before this one, and this one itself when it is approved."""
    states = step.workflow_state.task_states.filter(pk__lte=step.pk, status=TaskState.STATUS_APPROVED)
    return list(states.select_related("finished_by").order_by("pk"))


def _writers(occasion: Occasion) -> list[User]:
    """Those whose words it is about, and who submitted them."""
    page = occasion.page
    if page is None:
        return []
    ids = writers_since_publication(page)
    if occasion.event not in (
        Event.SENT_BACK,
        Event.SENT_BACK_LATER,
    ):  # what was approved is written by those whom the approval names
        last = Approval.objects.filter(page=page).order_by("-revision_at").first()
        ids |= {*last.writers} if last else set()
    if occasion.event == Event.TAKEN_DOWN:
        ids |= {page.owner_id}
    if occasion.step is not None:
        ids |= {occasion.step.workflow_state.requested_by_id}
    return list(_active().filter(pk__in=ids - {None}))


def _proposer(occasion: Occasion) -> list[User]:
    return [occasion.proposer] if occasion.proposer is not None and occasion.proposer.is_active else []


def _role(to: To) -> Callable[[Occasion], list[User]]:
    return lambda _occasion: of_role(to.value)


_WHO: dict[To, Callable[[Occasion], list[User]]] = {
    To.WHO_CAN_ACT: _can_act,
    To.WHO_HAS_IT: _has_it,
    To.EARLIER_STEPS: _earlier_steps,
    To.WRITERS: _writers,
    To.PROPOSER: _proposer,
    **{to: _role(to) for to in (To.EDITORS, To.TRANSLATORS, To.REVIEWERS, To.ADMINISTRATORS)},
}
