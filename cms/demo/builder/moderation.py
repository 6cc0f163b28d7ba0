"""Takes a page from draft to public the way people do it in the admin: submit, check, approve."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from wagtail.models import Page

from bank.models import OwnerConfirmationTask
from cms.core.models import User
from cms.demo.builder.people import People
from cms.editorial.models import EditorialCheckTask
from cms.editorial.moderation import approve, submit
from cms.editorial.readiness.check import check, newest_draft, waive
from cms.editorial.readiness.findings import Code

NOBODY_TO_ASK = "Exempelinnehåll: här finns ingen verksamhet att fråga."


def publish_through_workflow(page: Page, people: People, author: User) -> Any:
    """Submit the newest draft of a page and let it be approved step by step. Returns the page as it is stored."""
    submit(page, author)
    return approve_to_the_end(page, people)


def approve_to_the_end(page: Page, people: People) -> Any:
    """Approve a page that waits, step by step. Returns it as it is stored."""
    while (state := Page.objects.get(pk=page.pk).current_workflow_task_state) is not None:
        step = state.task.specific
        if isinstance(step, EditorialCheckTask):
            approve(page, people.editor)
        elif isinstance(step, OwnerConfirmationTask):
            approve(page, people.editor, NOBODY_TO_ASK)
        else:
            approve(page, people.reviewer)
    return type(page).objects.get(pk=page.pk)


def let_pass(page: Page, editor: User, reasons: Mapping[str, str]) -> None:
    """Let fields pass that a reviewed page needs: name of the field → why this one does without."""
    for name, reason in reasons.items():
        found = check(newest_draft(page)).blocking
        chosen = [
            finding.fingerprint for finding in found if (finding.code, finding.place.path) == (Code.REQUIRED, name)
        ]
        waive(page, editor, chosen, reason)


@contextmanager
def no_mail() -> Iterator[None]:
    """Nobody wants a message about each of a hundred demonstration pages."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend
