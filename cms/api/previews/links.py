"""Making, renewing, ending and recognising previews.

A token is the random name of a preview and our signature. The signature is tested before the database is asked. All
else, such as until when and whose rights it lives by, stands in the row, so that it can be ended and renewed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.api.models import FrontEnd, Preview
from cms.api.models.previews import LIFE, TOKEN
from cms.editorial.roles import ADMIN

KEPT = dt.timedelta(days=7)
"""How long a link that has run out can still be renewed."""
LONGEST_TOKEN = 200
PAGE, FILES = "page", "files"
"""What a token opens. A token for files stands in the addresses of pictures, and opens no text."""
MADE, ENDED = "servicebanken.preview_made", "servicebanken.preview_ended"
"""Names in Wagtail's log."""


def front_ends_for(page: Page) -> QuerySet[FrontEnd]:
    """Where a page can be shown before it is public."""
    return FrontEnd.objects.filter(language__in=["", page.locale.language_code])


def may_preview(user: Any, page: Page) -> bool:
    """Whoever may edit a page may show it, in the admin or outside."""
    return bool(user.is_active and user.has_perm(ADMIN) and page.permissions_for_user(user).can_edit())


@transaction.atomic
def make(*, page: Page, front_end: FrontEnd, user: Any) -> Preview:
    """The user's preview of the newest revision, good for 24 hours from now.

    PermissionDenied when the user may not; ValidationError when nothing of the page has been saved.
    """
    if not may_preview(user, page) or not front_ends_for(page).filter(pk=front_end.pk).exists():
        raise PermissionDenied
    revision = page.get_latest_revision()
    if revision is None:
        raise ValidationError(_("Save the page first. A preview shows what was saved last."))
    preview, is_new = Preview.objects.update_or_create(
        revision=revision,
        saved_at=revision.created_at,
        user=user,
        front_end=front_end,
        defaults={"page_id": page.pk, "content": revision.content, "expires_at": timezone.now() + LIFE},
    )
    if is_new:
        log(instance=page, action=MADE, user=user, data={"front_end": front_end.label, "revision": revision.pk})
    return preview


def renew(preview: Preview, *, user: Any) -> None:
    """Another 24 hours from now. A preview lives by the rights of who made it, so only they may."""
    if preview.user_id != user.pk or not may_preview(user, preview.page):
        raise PermissionDenied
    Preview.objects.filter(pk=preview.pk).update(expires_at=timezone.now() + LIFE)


@transaction.atomic
def end(preview: Preview, *, user: Any) -> None:
    """Now and for good. Everybody who may edit the page may take a link back."""
    if not may_preview(user, preview.page):
        raise PermissionDenied
    preview.delete()
    log(instance=preview.page, action=ENDED, user=user, data={"front_end": preview.front_end.label})


def of_page(page: Page, user: Any) -> QuerySet[Preview]:
    """Links to a page: those that work, and the user's own that have run out and can be renewed."""
    previews = Preview.objects.filter(page=page.pk).select_related("front_end", "user", "page__locale")
    return previews.filter(Q(expires_at__gt=timezone.now()) | Q(user=user)).defer("content")


def token_of(preview: Preview, opens: str = PAGE) -> str:
    return _signer(opens).sign(preview.pk.hex)


def address_of(preview: Preview) -> str:
    """Where the front end shows it. A token has only signs that an address may have."""
    return preview.front_end.address.replace(TOKEN, token_of(preview))


def recognise(token: str, opens: str = PAGE) -> Preview | None:
    """The preview that a token opens at this moment; None when it is none, whatever the reason."""
    try:
        name = _signer(opens).unsign(token[:LONGEST_TOKEN])
    except BadSignature:
        return None
    previews = Preview.objects.filter(pk=uuid.UUID(hex=name), expires_at__gt=timezone.now())
    preview = previews.select_related("page__locale", "revision", "user").first()
    return preview if preview is not None and may_preview(preview.user, preview.page) else None


def forget_old() -> int:
    """The worker's job: forget links that ran out and were not renewed, with the text they hold."""
    return Preview.objects.filter(expires_at__lt=timezone.now() - KEPT).delete()[0]


def _signer(opens: str) -> Signer:
    return Signer(salt=f"servicebanken.preview.{opens}", sep=".")
