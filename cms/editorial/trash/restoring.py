"""Brings a deleted page back as a draft, with pages below it, translations, addresses and redirects (ADR 40)."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, PageLogEntry, Revision
from wagtail_localize.models import Translation

from cms.core.models import PersistentId, User
from cms.core.translation_state import is_source
from cms.editorial.guard import roles_of
from cms.editorial.models import DeletedPage, DeletedRow
from cms.editorial.models.trash import KEPT
from cms.editorial.roles import RoleName
from cms.editorial.trash.rows import objects_of
from cms.publishing.guarding import follows_from_something_else
from cms.publishing.recording import recording

logger = logging.getLogger(__name__)
RESTORED, PURGED = "servicebanken.restore", "servicebanken.purge"
MAY_RESTORE = {RoleName.EDITOR.value, RoleName.NETWORK_ADMINISTRATOR.value}


def may_restore(user: User) -> bool:
    return bool(MAY_RESTORE & roles_of(user))


def may_purge(user: User) -> bool:
    return RoleName.NETWORK_ADMINISTRATOR in roles_of(user)


def restore(pk: int, user: User) -> tuple[Page, list[str]]:
    """Bring a page back as a draft, and its translations that went with it; what of these was not possible, and why.

    Raises PermissionDenied, DeletedPage.DoesNotExist, and ValidationError where the page itself has no place to come
    back to; then nothing has changed.
    """
    if not may_restore(user):
        raise PermissionDenied
    with transaction.atomic(), recording():
        deleted = DeletedPage.objects.select_for_update().get(pk=pk)
        page, problems = _bring_back(deleted, user), []
        went_along = DeletedPage.objects.filter(
            together=deleted.together, together__isnull=False, translation_key=deleted.translation_key
        )
        for other in went_along.select_for_update():
            try:
                with transaction.atomic():
                    _bring_back(other, user)
            except ValidationError as error:
                problems.append(f"{other.locale.get_display_name()}: {' '.join(error.messages)}")
    return page, problems


@transaction.atomic
def purge(pk: int, user: User, reason: str) -> None:
    """End a deleted page for good, before its time. Raises PermissionDenied, and ValidationError without a reason."""
    if not may_purge(user):
        raise PermissionDenied
    reason = reason.strip()
    if not reason:
        raise ValidationError(_("Write why it cannot lie here for 30 days."))
    deleted = DeletedPage.objects.select_for_update().get(pk=pk)
    number = PersistentId.objects.filter(translation_key=deleted.translation_key).first()
    # Not the title: it may be what has to go.
    log(instance=number or user, action=PURGED, user=user, data={"reason": reason, "pages": deleted.number})
    deleted.delete()


def empty() -> None:
    """The job: after 30 days a deleted page is gone for good."""
    for deleted in DeletedPage.objects.filter(at__lt=timezone.now() - KEPT):
        with transaction.atomic():
            deleted.delete()
        logger.info("Page %s, deleted %s, is gone for good", deleted.page_id, deleted.at.date())


def _bring_back(deleted: DeletedPage, user: User) -> Page:
    parent = _parent_of(deleted)
    _refuse_what_is_taken(deleted, parent)
    objects: list[Any] = objects_of(deleted)
    top = next((found for found in objects if type(found) is Page and found.pk == deleted.page_id), None)
    if top is None:
        raise ValidationError(_("Pages of this kind no longer exist."))
    if not Page._slug_is_available(top.slug, parent):
        raise ValidationError(_("Another page there has the same address, “%(slug)s”.") % {"slug": top.slug})
    path, url_path = _free_path(parent), f"{parent.url_path}{top.slug}/"
    depth = parent.depth + 1 - top.depth
    for found in objects:
        if type(found) is Page:
            found.path = path + found.path.removeprefix(deleted.path)
            found.depth += depth
            found.url_path = url_path + found.url_path.removeprefix(deleted.url_path)
            _is_a_draft(found)
        elif isinstance(found, Revision):
            found.approved_go_live_at = None
        elif isinstance(found, Redirect):
            follows_from_something_else(Redirect._meta.label_lower, str(found.pk))
        Model.save_base(found, raw=True, force_insert=True)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    Translation.objects.filter(pk__in=deleted.translations).update(enabled=True)
    pages = [found.pk for found in objects if type(found) is Page]
    PageLogEntry.objects.filter(page_id__in=pages).update(deleted=False)
    # Once more as pages are saved, so that indexes know of them.
    for pk in pages:
        Page.objects.get(pk=pk).specific.save(clean=False)
    page: Page = Page.objects.get(pk=deleted.page_id).specific
    log(instance=page, action=RESTORED, user=user, data={"reason": deleted.reason, "pages": len(pages)})
    deleted.delete()
    return page


def _is_a_draft(page: Page) -> None:
    """As after being taken down: what was public comes back to the public only through the workflow."""
    page.live, page.has_unpublished_changes, page.expired = False, True, False
    page.live_revision_id = None


def _parent_of(deleted: DeletedPage) -> Page:
    parent = Page.objects.select_for_update(of=("self",)).filter(pk=deleted.parent_id).first()
    if parent is not None:
        return parent
    row = DeletedRow.objects.filter(model="wagtailcore.page", key=str(deleted.parent_id)).first()
    if row is not None:
        raise ValidationError(_("Bring back “%(title)s” first: it stood below it.") % {"title": row.fields["title"]})
    raise ValidationError(_("The page that it stood below is gone for good."))


def _refuse_what_is_taken(deleted: DeletedPage, parent: Page) -> None:
    versions: Any = Page.objects.filter(translation_key=deleted.translation_key)
    if versions.filter(locale_id=deleted.locale_id).exists():
        raise ValidationError(_("There is a new page in its place."))
    if deleted.locale_id != parent.locale_id or (not _is_swedish(deleted) and not versions.exists()):
        raise ValidationError(_("Bring back the Swedish page first."))


def _is_swedish(deleted: DeletedPage) -> bool:
    return is_source(Page(locale=deleted.locale))


def _free_path(parent: Page) -> str:
    """The place in the tree after the last page below the parent, which is locked meanwhile."""
    last = Page.objects.filter(depth=parent.depth + 1, path__startswith=parent.path).order_by("path").last()
    return str(last._inc_path() if last is not None else Page._get_path(parent.path, parent.depth + 1, 1))
