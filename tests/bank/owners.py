"""Cases whose owners are asked, and the links in their mails."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.core import mail
from wagtail.models import Page

from bank.models import CaseOwner, CaseStudyPage
from cms.editorial import moderation
from tests import factories

ADDRESS, NAME, PHONE = "handlaren@blavagen.example", "Kim Handlare", "070-174 06 05"


def make_owner(case: CaseStudyPage, **values: Any) -> CaseOwner:
    """Somebody who answers for the facts of a case, with everything private filled in."""
    private = {
        "phone": PHONE,
        "consent": "Får publiceras, sa Kim.",
        "consent_on": dt.date(2026, 2, 1),
        "reviewer_notes": "Ring på förmiddagen.",
    }
    return CaseOwner.objects.create(case=case, **{"name": NAME, "email": ADDRESS, **private, **values})


def asked_case(cast: factories.Cast, *, live: bool = False, owner: dict[str, Any] | None = None, **values: Any) -> Any:
    """A case that waits for its owner's answer."""
    case = factories.make_case(owner=cast.contributor, published=live, **values)
    make_owner(case, **(owner or {}))
    bring_to_owner(case, cast)
    return case


def bring_to_owner(case: Page, cast: factories.Cast) -> None:
    moderation.submit(case, cast.contributor)
    moderation.approve(case, cast.editor)


def links() -> list[str]:
    """Paths of the links in all mails to the owner, the newest last."""
    bodies = [message.body for message in mail.outbox if ADDRESS in message.to]
    return [path for body in bodies for path in re.findall(r"https?://[^/]+(/\S+/)\s", body)]


def step_of(case: Page) -> str:
    """The Swedish name of the step that a page waits in; empty when it waits for nobody."""
    state = Page.objects.get(pk=case.pk).current_workflow_task_state
    return state.task.name.partition(" / ")[0] if state else ""
