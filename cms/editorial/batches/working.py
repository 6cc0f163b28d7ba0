"""The job: takes one page after the other, whatever is to be done with it, and keeps how it went."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from cms.core.models import User
from cms.editorial.models import Batch, BatchedPage
from cms.publishing.acting import Author, acting
from cms.publishing.guarding import Refused
from cms.publishing.holding import hold
from cms.publishing.recording import recording

logger = logging.getLogger(__name__)
Kind, State = Batch.Kind, BatchedPage.State
SECONDS = 10.0
"""How long one run of the job may take: other jobs wait for it."""
ROUTE = "many pages"

Work = Callable[[Page, BatchedPage, User], str]
"""Does it with one page, and says which state that is. Raises ValidationError, PermissionDenied or Refused."""
_works: dict[str, Work] = {}


def done_by(kind: str, work: Work) -> None:
    """Say what is done with each page of this kind."""
    _works[kind] = work


@transaction.atomic
def ask_for(
    kind: str,
    pages: Iterable[dict[str, Any]],
    user: User,
    *,
    title: str = "",
    page: Page | None = None,
    locale: Locale | None = None,
) -> Batch:
    """Have something done. `pages`: columns of the rows, ``page_id``, ``title`` and what the kind of work needs."""
    batch = Batch.objects.create(kind=kind, title=title or str(Kind(kind).label), page=page, locale=locale, by=user)
    BatchedPage.objects.bulk_create([BatchedPage(batch=batch, **columns) for columns in pages])
    return batch


def try_again(batch: Batch) -> None:
    """Let those that were not possible wait once more."""
    batch.pages.filter(state=State.FAILED).update(state=State.WAITING, reason="")


def work_off() -> None:
    """The job: do pages until none waits or the time is up. Several workers share them."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and _do_next():
        pass


def _do_next() -> bool:
    """Whether there was one."""
    by: list[User | None] = [None]
    # Also what is left for after the commit, such as mail, is done in the name of whoever asked.
    with acting(lambda: Author(by[0].pk if by[0] else None, ROUTE, is_judged=True)), transaction.atomic():
        waiting = BatchedPage.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=State.WAITING)
        row = waiting.order_by("pk").first()
        if row is None:
            return False
        batch = Batch.objects.select_related("locale", "by").get(pk=row.batch_id)
        row.batch, by[0] = batch, batch.by
        with override(_language_of(batch.by)):
            row.state, row.reason = _attempt(row, batch.by)
        row.save(update_fields=["state", "reason"])
        return True


def _attempt(row: BatchedPage, user: User | None) -> tuple[str, str]:
    """State and reason. What was not possible leaves nothing behind."""
    try:
        with recording(lambda: Author(user.pk if user else None, ROUTE, is_judged=True)):
            return _do(row, user), ""
    except ValidationError as error:
        return State.FAILED, " ".join(error.messages)
    except Refused as refusal:
        return State.FAILED, " ".join(str(reason) for reason in refusal.reasons)
    except PermissionDenied:
        return State.FAILED, _("You may not do this with the page, or it asks for words: do it on the page itself.")
    except Exception:
        logger.exception("Not possible with page %s: %s", row.page_id, row.batch.kind)
        return State.FAILED, _("An error that was not foreseen. It stands in the server's log.")


def _do(row: BatchedPage, user: User | None) -> str:
    if user is None or not user.is_active:
        raise ValidationError(_("Whoever asked for it has no account any more."))
    if row.page_id is not None:
        hold(row.page_id)
    page = Page.objects.filter(pk=row.page_id).first()
    if page is None:
        raise ValidationError(_("The page no longer exists."))
    return _works[row.batch.kind](page.specific, row, user)


def _language_of(user: User | None) -> str | None:
    return UserProfile.get_for_user(user).get_preferred_language() if user is not None else None
