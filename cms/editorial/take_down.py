"""Taking a page from the public at once: published personal data cannot wait for a meeting."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.log_actions import log
from wagtail.models import Page

from cms.core.models import User
from cms.editorial.guard import roles_of
from cms.editorial.models import TakeDown
from cms.editorial.notifications.sending import notify
from cms.editorial.notifications.table import Event
from cms.editorial.policy import Change
from cms.editorial.roles import RoleName
from cms.publishing.guarding import permit
from cms.publishing.recording import recording

ACTION = "servicebanken.take_down"
MAY_TAKE_DOWN = {RoleName.REVIEWER.value, RoleName.NETWORK_ADMINISTRATOR.value}


def may_take_down(user: User) -> bool:
    return bool(MAY_TAKE_DOWN & roles_of(user))


def waiting() -> list[TakeDown]:
    """Pages that have been taken down and are not public again: each waits for somebody to review it."""
    rows = TakeDown.objects.filter(page__live=False).select_related("page", "page__locale", "by").order_by("-at")
    return list({row.page_id: row for row in reversed(rows)}.values())


@transaction.atomic
def take_down(page: Page, user: User, reason: str) -> list[Page]:
    """Withdraw the page in every language and cancel what was scheduled; returns what was public.

    It comes back only through the workflow. Raises PermissionDenied, and ValidationError where nothing is public or no
    reason is given.
    """
    if not may_take_down(user):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Write why the page has to go: whoever reviews it must know."))
    versions = [page, *page.get_translations()]
    live = [version.specific for version in versions if version.live]
    if not live:
        raise ValidationError(_("This page is not public."))
    with recording():
        for version in versions:
            version.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
        for version in live:
            permit(Change.WITHDRAW, version.pk)
            UnpublishPageAction(version, user=user).execute(skip_permission_checks=True)
            TakeDown.objects.create(page_id=version.pk, by=user, reason=reason)
            log(instance=version, action=ACTION, user=user, data={"reason": reason})
    notify(Event.TAKEN_DOWN, page=live[0], by=user, reason=reason)
    return live
