"""What follows from an owner's answer. The link is the authority: no account of ours acts here (ADR 33)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import TaskState

from bank.models import CaseStudyPage, Confirmation, OwnerRequest
from bank.owner.links import is_still_theirs
from cms.editorial.notifications.sending import notify
from cms.editorial.notifications.table import Event
from cms.editorial.policy import Change
from cms.publishing.guarding import permit

ANSWERED = "servicebanken.owner_answered"
Kind, Outcome = OwnerRequest.Kind, OwnerRequest.Outcome
Remarks = Sequence[tuple[str, str]]
"""What it is about, and what the owner wrote."""


def can_be_answered(request: OwnerRequest) -> bool:
    return (
        request.is_open and is_still_theirs(request) and (request.kind == Kind.RUNNING or request.revision is not None)
    )


def confirm(request: OwnerRequest) -> None:
    """Everything is right: the page goes on to four eyes. Public it becomes there, and so does this answer."""
    _answer(request, Outcome.CONFIRMED)
    with translation.override("sv"):
        comment = _("The owner has confirmed the facts.")
        _step(request).approve(user=None, comment=comment)


def dispute(request: OwnerRequest, remarks: Remarks) -> None:
    """Something is wrong: the page goes back to its author and the editors, with what the owner wrote."""
    _answer(request, Outcome.DISPUTED, remarks)
    with translation.override("sv"):
        reason = _("The owner says that this is wrong:\n%(remarks)s") % {"remarks": request.remarks_in_lines}
        _step(request).reject(user=None, comment=reason)


def still_runs(request: OwnerRequest, remarks: Remarks = ()) -> None:
    """Yes: the public page says so, with the day. It stands beside the page, so there is no revision to approve."""
    _answer(request, Outcome.RUNNING, remarks)
    _show(request)


def runs_no_more(request: OwnerRequest, remarks: Remarks = ()) -> None:
    """No: something for an editor to look at, and they are told. Nothing public changes by itself."""
    _answer(request, Outcome.NOT_RUNNING, remarks)
    notify(
        Event.NOT_RUNNING,
        page=request.case,
        reason=request.remarks_in_lines,
        since=request.answered_at,
        link=reverse("owner_request", args=(request.pk,)),
    )


def _answer(request: OwnerRequest, outcome: str, remarks: Remarks = ()) -> None:
    request.outcome, request.answered_at = outcome, timezone.now()
    request.remarks = [list(remark) for remark in remarks]
    request.save(update_fields=["outcome", "answered_at", "remarks"])
    log(
        instance=request.case,
        action=ANSWERED,
        revision=request.revision,
        data={"outcome": outcome, "reason": request.remarks_in_lines},
    )


def _step(request: OwnerRequest) -> TaskState:
    state: TaskState = TaskState.objects.select_for_update().get(pk=request.task_state_id)
    return state.specific


def _show(request: OwnerRequest) -> None:
    permit(Change.ANSWER, request.case_id)
    Confirmation.objects.create(
        case=request.case,
        asked_at=request.asked_at,
        answered_at=request.answered_at,
        outcome=Confirmation.Outcome.CONFIRMED,
    )
    request.is_shown = True
    request.save(update_fields=["is_shown"])


def stand_beside_what_is_published(page: CaseStudyPage, revision: Any) -> None:
    """Let the page say what came of the question about the facts that have just been published.

    Not earlier: until then the public reads other facts, which nobody has confirmed by that answer.
    """
    from bank.owner.facts import digest_of

    asked = OwnerRequest.objects.filter(case=page, kind=Kind.FACTS, facts_digest=digest_of(page))
    confirmed = asked.filter(outcome=Outcome.CONFIRMED).first()
    if confirmed is not None:
        if not confirmed.is_shown:
            _show(confirmed)
        return
    went_on = _went_on(revision)
    if went_on is not None and page.confirmed_by_owner:
        permit(Change.ANSWER, page.pk)
        Confirmation.objects.create(case=page, asked_at=went_on.started_at, outcome=Confirmation.Outcome.NO_ANSWER)


def _went_on(revision: Any) -> TaskState | None:
    """The step in which an editor went on without an answer, for this revision or the same facts just before."""
    from bank.models import OwnerConfirmationTask

    steps = TaskState.objects.filter(revision=revision, finished_by__isnull=False)
    over = (TaskState.STATUS_APPROVED, TaskState.STATUS_SKIPPED)
    return steps.filter(task__in=OwnerConfirmationTask.objects.all(), status__in=over).order_by("-pk").first()
