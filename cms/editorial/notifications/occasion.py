"""Something that has happened, and who is to be told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Page, TaskState

from cms.core.models import User
from cms.editorial.contributions import writers_since_publication
from cms.editorial.models import Approval, Proposal, ReviewStep
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
    """Those whom a row of the table means, each once and without whoever did it."""
    found = {user.pk: user for to in row.to for user in _WHO[to](occasion)}
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


def of_role(name: str) -> list[User]:
    return list(_active().filter(groups__name=name).distinct())


def _active() -> Any:
    return User.objects.filter(is_active=True).order_by("pk")


def _can_act(occasion: Occasion) -> list[User]:
    if occasion.step is None or occasion.page is None:
        return []
    return who_can_act(occasion.step, occasion.page)


def _writers(occasion: Occasion) -> list[User]:
    """Those whose words it is about, and who submitted them."""
    page = occasion.page
    if page is None:
        return []
    ids = writers_since_publication(page)
    if occasion.event != Event.SENT_BACK:  # what was approved is written by those whom the approval names
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
    To.WRITERS: _writers,
    To.PROPOSER: _proposer,
    **{to: _role(to) for to in (To.EDITORS, To.TRANSLATORS, To.REVIEWERS, To.ADMINISTRATORS)},
}
