"""Beginning the translation of a whole section: asked for in a moment, done by the worker page by page (ADR 38).

Each page is a transaction of its own, with its parent read anew: the tree stays sound, what is done stays done when the
worker is stopped, and one page that cannot be translated does not hold up the others.
"""

from __future__ import annotations

import logging
import time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from cms.core.models import User
from cms.editorial.models import BatchedPage, TranslationBatch
from cms.editorial.roles import START_TRANSLATION
from cms.editorial.translation import begin

logger = logging.getLogger(__name__)
State = BatchedPage.State
SECONDS = 10.0
"""How long one run of the job may take: other jobs wait for it."""


@transaction.atomic
def ask_for(page: Page, locale: Locale, user: User) -> TranslationBatch:
    """Have the public pages below a Swedish page begun, parents before children; drafts may still change."""
    batch = TranslationBatch.objects.create(page=page, title=page.title, locale=locale, by=user)
    below = page.get_descendants().live().order_by("path").values_list("pk", "title")
    BatchedPage.objects.bulk_create([BatchedPage(batch=batch, page_id=pk, title=title) for pk, title in below])
    return batch


def try_again(batch: TranslationBatch) -> None:
    """Let those that were not possible wait once more."""
    batch.pages.filter(state=State.FAILED).update(state=State.WAITING, reason="")


def work_off() -> None:
    """The job: begin pages until none waits or the time is up. Several workers share them."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until and _begin_next():
        pass


def _begin_next() -> bool:
    """Whether there was one."""
    with transaction.atomic():
        waiting = BatchedPage.objects.select_for_update(skip_locked=True, of=("self",)).filter(state=State.WAITING)
        row = waiting.order_by("pk").first()
        if row is None:
            return False
        batch = TranslationBatch.objects.select_related("locale", "by").get(pk=row.batch_id)
        with override(_language_of(batch.by)):
            try:
                with transaction.atomic():
                    row.state, row.reason = _begin(row, batch), ""
            except ValidationError as error:
                row.state, row.reason = State.FAILED, " ".join(error.messages)
            except ParentNotTranslatedError:
                row.state, row.reason = State.FAILED, _("The page above it has no translation.")
            except Exception:
                logger.exception("The translation of page %s could not be begun", row.page_id)
                row.state, row.reason = (
                    State.FAILED,
                    _("An error that was not foreseen. It stands in the server's log."),
                )
        row.save(update_fields=["state", "reason"])
        return True


def _begin(row: BatchedPage, batch: TranslationBatch) -> str:
    user = batch.by
    if user is None or not user.is_active or not user.has_perm(START_TRANSLATION):
        raise ValidationError(_("Whoever asked for it may not start translations any more."))
    page = Page.objects.filter(pk=row.page_id).first()
    if page is None:
        raise ValidationError(_("The page no longer exists."))
    if page.get_translations().filter(locale=batch.locale, alias_of__isnull=True).exists():
        return State.EXISTED
    begin(page.specific, batch.locale, user)
    return State.BEGUN


def _language_of(user: User | None) -> str | None:
    return UserProfile.get_for_user(user).get_preferred_language() if user is not None else None
