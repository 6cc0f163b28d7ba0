"""Beginning the translation of a whole section, as work on many pages (ADR 38)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.models import Locale, Page

from cms.core.models import User
from cms.editorial.batches import working
from cms.editorial.models import Batch, BatchedPage
from cms.editorial.roles import START_TRANSLATION
from cms.editorial.translation import begin

State = BatchedPage.State


def ask_for(page: Page, locale: Locale, user: User) -> Batch:
    """Have the public pages below a Swedish page begun, parents before children; drafts may still change."""
    below = page.get_descendants().live().order_by("path").values_list("pk", "title")
    rows = [{"page_id": pk, "title": title} for pk, title in below]
    return working.ask_for(Batch.Kind.TRANSLATE, rows, user, title=page.title, page=page, locale=locale)


def begin_one(page: Page, row: BatchedPage, user: User) -> str:
    """Begin a page of a section, with its parent read anew. Raises ValidationError where that is not possible."""
    locale = row.batch.locale
    if locale is None or not user.has_perm(START_TRANSLATION):
        raise ValidationError(_("Whoever asked for it may not start translations any more."))
    if page.get_translations().filter(locale=locale, alias_of__isnull=True).exists():
        return State.EXISTED
    try:
        begin(page, locale, user)
    except ParentNotTranslatedError:
        raise ValidationError(_("The page above it has no translation.")) from None
    return State.DONE
