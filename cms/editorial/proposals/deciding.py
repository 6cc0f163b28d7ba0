"""Proposing, doing, declining and withdrawing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.core.models import User
from cms.editorial.guard import roles_of
from cms.editorial.models import Proposal
from cms.editorial.notifications.occasion import WithOutcome
from cms.editorial.notifications.sending import notify
from cms.editorial.notifications.table import Event
from cms.editorial.proposals import acts, files
from cms.editorial.roles import RoleName
from cms.publishing.holding import hold
from cms.publishing.recording import recording

PROPOSED, DECIDED = "servicebanken.propose", "servicebanken.decide"
MAY_DECIDE = {RoleName.REVIEWER.value, RoleName.NETWORK_ADMINISTRATOR.value}
MAY_PROPOSE = MAY_DECIDE | {RoleName.EDITOR.value}
Outcome = Proposal.Outcome


def may_propose(user: User) -> bool:
    return bool(MAY_PROPOSE & roles_of(user))


def may_decide(proposal: Proposal, user: User) -> bool:
    """A reviewer or network administrator who has not proposed it."""
    return proposal.is_waiting and proposal.by_id != user.pk and bool(MAY_DECIDE & roles_of(user))


def may_withdraw(proposal: Proposal, user: User) -> bool:
    return proposal.is_waiting and proposal.by_id == user.pk


def what_of(proposal: Proposal) -> Any:
    """The page, picture or file that it is about; None when it is gone."""
    return files.file_of(proposal) if proposal.kind == Proposal.Kind.FILE else proposal.page


def waiting() -> QuerySet[Proposal]:
    return Proposal.objects.filter(outcome=Outcome.WAITING).select_related("page", "page__locale", "by")


@transaction.atomic
def propose(proposal: Proposal, user: User, groups: list[int] | None = None) -> Proposal:
    """Keep a proposal that can be done as things stand. Raises PermissionDenied and ValidationError."""
    if not may_propose(user):
        raise PermissionDenied
    about = what_of(proposal)
    same = {"page": proposal.page, "file_model": proposal.file_model, "file_id": proposal.file_id}
    if about is not None and waiting().filter(kind=proposal.kind, **same).exists():
        raise ValidationError(_("Somebody has proposed this already. It waits for a decision."))
    reason = acts.problem(proposal)
    if reason is not None:
        raise ValidationError(reason)
    proposal.by, proposal.title = user, getattr(about, "title", "")
    proposal.save()
    proposal.groups.set(groups or [])
    log(instance=about, action=PROPOSED, user=user, data={"reason": proposal.reason, "change": proposal.kind})
    _tell(Event.PROPOSED, proposal, user, proposal.reason)
    return proposal


@transaction.atomic
def decide(pk: int, user: User, *, do_it: bool, answer: str = "") -> Proposal:
    """Do what is proposed, or decline it with an answer.

    Raises PermissionDenied where it is not this person's to decide, or has been decided meanwhile, and ValidationError
    where something stands in the way, or an answer is missing; then nothing has changed.
    """
    about_page = Proposal.objects.get(pk=pk).page_id
    if about_page is not None:
        hold(about_page)
    proposal = Proposal.objects.select_for_update().get(pk=pk)
    if not may_decide(proposal, user):
        raise PermissionDenied
    answer = answer.strip()
    if not do_it and not answer:
        raise ValidationError(_("Write why not: whoever proposed it must know."))
    about = what_of(proposal)
    if about is not None:
        data = {"reason": proposal.reason, "change": proposal.kind, "answer": answer, "done": do_it}
        log(instance=about, action=DECIDED, user=user, data={**data, "proposed_by": proposal.by_id})
    if do_it:
        with recording():
            acts.do(proposal, user)
    _end(proposal, Outcome.DONE if do_it else Outcome.DECLINED, user, answer)
    _tell(Event.DECIDED, proposal, user, answer)
    return proposal


@transaction.atomic
def withdraw(pk: int, user: User) -> Proposal:
    """Take one's own proposal back. Raises PermissionDenied."""
    proposal = Proposal.objects.select_for_update().get(pk=pk)
    if not may_withdraw(proposal, user):
        raise PermissionDenied
    _end(proposal, Outcome.WITHDRAWN, user, "")
    return proposal


def _tell(event: Event, proposal: Proposal, user: User, reason: str) -> None:
    link = reverse("proposal", args=(proposal.pk,))
    about = WithOutcome(proposal) if event == Event.DECIDED else proposal
    notify(event, about=about, by=user, reason=reason, proposer=proposal.by, link=link)


def _end(proposal: Proposal, outcome: Outcome, user: User, answer: str) -> None:
    # By columns: the page may be gone, and with it what this row points at.
    ended = {"outcome": outcome, "decided_by": user, "decided_at": timezone.now(), "answer": answer}
    Proposal.objects.filter(pk=proposal.pk).update(**ended)
    proposal.refresh_from_db()
