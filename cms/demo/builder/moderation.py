"""Takes a page from draft to public the way people do it in the admin: submit, check, approve."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from wagtail.models import Page

from cms.core.models import User
from cms.demo.builder.people import People
from cms.editorial.models import EditorialCheckTask
from cms.editorial.moderation import approve, submit


def publish_through_workflow(page: Page, people: People, author: User) -> Any:
    """Submit the newest draft of a page and let it be approved step by step. Returns the page as it is stored."""
    submit(page, author)
    while (state := Page.objects.get(pk=page.pk).current_workflow_task_state) is not None:
        is_check = isinstance(state.task.specific, EditorialCheckTask)
        approve(page, people.editor if is_check else people.reviewer)
    return type(page).objects.get(pk=page.pk)


@contextmanager
def no_mail() -> Iterator[None]:
    """Nobody wants a message about each of a hundred demonstration pages."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend
