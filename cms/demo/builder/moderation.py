"""Takes a page from draft to public the way people do it in the admin: submit, check, approve."""

from __future__ import annotations

from wagtail.models import Page

from cms.core.models import User
from cms.demo.builder.people import People


def publish_through_workflow(page: Page, people: People, author: User) -> Page:
    """Save what `author` wrote as a revision, and let the others approve it. Returns the public page as it is stored."""
    revision = page.save_revision(user=author, log_action=True)
    revision.publish(user=people.reviewer, skip_permission_checks=True)
    return Page.objects.get(pk=page.pk).specific
