"""Asking an owner, asking again, reminding, and going on without an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page, Task, TaskState, WorkflowState

from bank.models import CaseOwner, CaseStudyPage, Confirmation, OwnerRequest
from bank.models.owner_requests import REMIND_AFTER
from bank.owner.facts import digest_of
from bank.owner.links import digest_of_address, is_still_theirs, was_sent_to
from bank.owner.mailing import send
from cms.core.models import User
from cms.core.presentation.formats import long_date
from cms.core.translation_state import is_source
from cms.editorial.models import Waiting
from cms.registers.vocabularies import SolutionStatus

ASKED, WITHDRAWN = "servicebanken.owner_asked", "servicebanken.owner_request_withdrawn"
A_YEAR = dt.timedelta(days=365)
AT_ONCE = 50
"""Mails of one run of the job: a queue that is long goes out over some hours."""

Kind, Outcome, Closed = OwnerRequest.Kind, OwnerRequest.Outcome, OwnerRequest.Closed


def owner_of(page: Page) -> CaseOwner | None:
    return CaseOwner.objects.filter(case_id=page.pk).exclude(email="").first()


def has_owner(page: Page) -> bool:
    return owner_of(page) is not None


@dataclass(frozen=True)
class Passing:
    """Why nobody has to be asked; `by` is the editor who went on without an answer, where one has."""

    why: str
    by: User | None = None


def why_it_passes(page: Any, workflow_state: WorkflowState, step: Task) -> Passing | None:
    """What the owner has confirmed, or an editor given a reason for, is not asked again when a comma moves."""
    if not (isinstance(page, CaseStudyPage) and is_source(page)):
        return Passing(_("No case study: there is no owner to ask."))
    owner = owner_of(page)
    facts = digest_of(page.get_latest_revision_as_object())
    if owner is not None:
        confirmed = OwnerRequest.objects.filter(
            case=page,
            kind=Kind.FACTS,
            outcome=Outcome.CONFIRMED,
            facts_digest=facts,
            address_digest=digest_of_address(owner.email),
            answered_at__gt=timezone.now() - A_YEAR,
        ).first()
        if confirmed is not None:
            text = _("The owner confirmed these facts on %(date)s.")
            return Passing(text % {"date": long_date(confirmed.answered_at)})
    return _reason_given_before(workflow_state, step, facts)


def _reason_given_before(workflow_state: WorkflowState, step: Task, facts: str) -> Passing | None:
    """What an editor wrote who went on without an answer, earlier in the same review and about the same facts."""
    earlier = workflow_state.task_states.filter(
        task_id=step.pk, status=TaskState.STATUS_APPROVED, finished_by__isnull=False
    )
    for state in earlier.select_related("revision"):
        if digest_of(state.revision.as_object()) == facts:
            text = _("An editor went on without an answer: %(reason)s")
            return Passing(text % {"reason": state.comment}, state.finished_by)
    return None


def ask_about_facts(page: CaseStudyPage, state: TaskState, user: User | None) -> OwnerRequest:
    """Send the link for the revision that waits; an open question about the same facts goes on as it is."""
    owner = CaseOwner.objects.get(case_id=page.pk)
    facts = digest_of(state.revision.as_object())
    earlier = OwnerRequest.objects.filter(
        case=page, kind=Kind.FACTS, answered_at=None, closed_at=None, expires_at__gt=timezone.now()
    )
    for request in earlier:
        if request.facts_digest == facts and is_still_theirs(request):
            request.revision, request.task_state = state.revision, state
            request.save(update_fields=["revision", "task_state"])
            return request
        request.close(Closed.REPLACED)
    return _ask(page, owner, user, kind=Kind.FACTS, revision=state.revision, task_state=state, facts_digest=facts)


def _ask(page: CaseStudyPage, owner: CaseOwner, user: User | None, **values: Any) -> OwnerRequest:
    request = OwnerRequest.objects.create(
        case=page,
        owner=owner,
        asked_by=user,
        address_digest=digest_of_address(owner.email),
        # Asked by the clock, so that tests and jobs that travel agree.
        asked_at=timezone.now(),
        **values,
    )
    log(instance=page, action=ASKED, user=user)
    send(request)
    return request


@transaction.atomic
def ask_again(request: OwnerRequest, user: User) -> OwnerRequest:
    """A new link, to the address that the owner has now; the old one is dead. Raises ValidationError."""
    page = request.case
    owner = owner_of(page)
    if owner is None:
        raise ValidationError(_("Nobody is the owner of this case study. Write a name and an address first."))
    if request.kind == Kind.FACTS:
        state = TaskState.objects.filter(pk=request.task_state_id, status=TaskState.STATUS_IN_PROGRESS).first()
        if state is None or request.answered_at or request.closed_why == Closed.REPLACED:
            raise ValidationError(_("The page does not wait for this answer any more."))
        values = {"revision": state.revision, "task_state": state, "facts_digest": request.facts_digest}
    else:
        if not page.live:
            raise ValidationError(_("This page is not public."))
        values = {}
    is_same = is_still_theirs(request) and request.closed_why != Closed.WITHDRAWN
    if not request.answered_at and not request.closed_at:
        request.close(Closed.REPLACED)
    since = request.waits_since if is_same and not request.answered_at else timezone.now()
    return _ask(page, owner, user, kind=request.kind, waits_since=since, **values)


@transaction.atomic
def withdraw(request: OwnerRequest, user: User) -> None:
    """The link is dead from now on."""
    if not request.is_open:
        raise ValidationError(_("This question has been answered or is over."))
    request.close(Closed.WITHDRAWN)
    log(instance=request.case, action=WITHDRAWN, user=user)


def free_from(waiting: Sequence[Waiting]) -> dict[int, dt.datetime | None]:
    """Of cases that wait in this step: page ids → from when an editor may go on without an answer.

    Since the step began when there is nobody to ask; else when the same person has been asked about the same facts for
    21 days; None while whoever is the owner now has not been asked. Two queries, however many cases.
    """
    cases = [page.pk for _state, page in waiting]
    owners = {owner.case_id: owner for owner in CaseOwner.objects.filter(case__in=cases).exclude(email="")}
    requests = OwnerRequest.objects.filter(task_state__in=[state.pk for state, _page in waiting], kind=Kind.FACTS)
    newest = {
        request.task_state_id: request
        for request in requests.exclude(closed_why=Closed.WITHDRAWN).order_by("asked_at", "pk")
    }
    found: dict[int, dt.datetime | None] = {}
    for state, page in waiting:
        owner, request = owners.get(page.pk), newest.get(state.pk)
        if owner is None:
            found[page.pk] = state.started_at
        else:
            found[page.pk] = request.go_on_from if request is not None and was_sent_to(request, owner) else None
    return found


def may_go_on_without_an_answer(page: Page) -> bool:
    """When there is nobody to ask, or the same person has been asked about the same facts for 21 days."""
    state = page.current_workflow_task_state
    since = free_from([(state, page)])[page.pk] if state is not None else None
    return since is not None and since <= timezone.now()


def end_with_the_step(page: Page, state: TaskState, *, went_on: bool, user: User) -> None:
    for request in OwnerRequest.objects.filter(task_state=state, answered_at=None, closed_at=None):
        request.close(Closed.WENT_ON if went_on else Closed.WITHDRAWN)


# --- What the clock does --------------------------------------------------------------------------------------------


def keep_asking() -> None:
    """The job: two reminders to whoever has not answered, and once a year the question whether it still runs."""
    remind()
    ask_whether_it_still_runs()


def remind() -> None:
    for number, after in enumerate(REMIND_AFTER):
        late = OwnerRequest.objects.open().filter(reminders=number, asked_at__lte=timezone.now() - after)
        for pk in late.values_list("pk", flat=True)[:AT_ONCE]:
            with transaction.atomic():
                request = OwnerRequest.objects.select_for_update().get(pk=pk)
                if request.reminders == number and is_still_theirs(request):
                    request.reminders = number + 1
                    request.save(update_fields=["reminders"])
                    send(request, reminder=True)


def ask_whether_it_still_runs() -> None:
    """Of public cases that run: whose last confirmation, or else publication, and last such question is a year old."""
    year_ago = timezone.now() - A_YEAR
    confirmed = Q(confirmations__outcome=Confirmation.Outcome.CONFIRMED)
    cases = (
        CaseStudyPage.objects.filter(live=True, locale__language_code=settings.LANGUAGE_CODE)
        .filter(solution_status=SolutionStatus.RUNNING, private_owner__isnull=False)
        .exclude(private_owner__email="")
        .annotate(confirmed_at=Max("confirmations__answered_at", filter=confirmed))
        .filter(Q(confirmed_at__lte=year_ago) | Q(confirmed_at=None, first_published_at__lte=year_ago))
        .exclude(owner_requests__in=OwnerRequest.objects.filter(kind=Kind.RUNNING, asked_at__gt=year_ago))
        .exclude(owner_requests__in=OwnerRequest.objects.open())
    )
    for page in cases.order_by("pk")[:AT_ONCE]:
        with transaction.atomic():
            _ask(page, page.private_owner, None, kind=Kind.RUNNING)
