"""The editorial check and four eyes approve only what is ready, whichever way the approval comes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page, TaskState

from cms.core.models import BasePage
from cms.editorial.readiness.check import check, newest_draft
from cms.editorial.readiness.dead_links import addresses_in, want_asked
from cms.editorial.readiness.findings import Finding
from cms.editorial.readiness.subject import Subject
from cms.publishing.acting import who_acts
from cms.publishing.guarding import Refused

EDITOR = "POST wagtailadmin_pages:edit"


class NotReady(Refused):
    """Something stands in the way of an approval; the reasons are the findings, in the active language."""


def is_held_back(task_state: TaskState) -> bool:
    """Whether the approval of a step does not take place.

    The page form saves and approves at once, and what was written must not be lost: there, the approval is left out
    and `after_saving_what_is_not_ready` says why. Everywhere else NotReady is raised.
    """
    draft = task_state.revision.as_object()
    blocking = check(draft).blocking
    if not blocking:
        ask_for_links_of(draft)
        return False
    author = who_acts()
    if author is None or author.route != EDITOR:
        raise NotReady([_in_a_line(finding) for finding in blocking])
    return True


def ask_for_links_of(page: Page) -> None:
    """Have the worker ask the sites that a draft links to."""
    if isinstance(page, BasePage) and (urls := addresses_in(Subject(page))):
        want_asked(urls, timezone.now())


def after_saving_what_is_not_ready(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After the page form: whoever wanted to approve is led to the list of what is in the way."""
    from cms.editorial.models import ReviewStep

    is_approval = request.POST.get("action-workflow-action") and request.POST.get("workflow-action-name") == "approve"
    if not is_approval:
        return None
    state: Any = Page.objects.get(pk=page.pk).current_workflow_task_state
    step = state.task.specific if state is not None else None
    if not isinstance(step, ReviewStep) or not step.asks_for_readiness:
        return None
    number = len(check(newest_draft(page)).blocking)
    if not number:
        return None
    messages.error(
        request,
        ngettext(
            "Saved, but not approved: %(number)d thing stands in the way.",
            "Saved, but not approved: %(number)d things stand in the way.",
            number,
        )
        % {"number": number},
    )
    return redirect(reverse("page_readiness", args=(page.pk,)))


def _in_a_line(finding: Finding) -> str:
    line = _("%(field)s: %(message)s") % {"field": finding.place.label, "message": finding.message}
    return f"{line} “{finding.shown}”" if finding.excerpt else line
