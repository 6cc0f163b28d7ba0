"""What the guard would see too late or not at all: locked pages, and publication for a later time."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision
from wagtail.signals import pre_page_move

from cms.editorial.guard import refuse
from cms.editorial.models import Approval
from cms.editorial.moderation import is_held
from cms.editorial.policy import RULES, Change
from cms.publishing.acting import who_acts
from cms.publishing.guarding import follows_from_something_else

LOCKED = _("The page is locked, or waits for review. It stays where it is until that is over.")


@receiver(pre_delete, sender=Page)
def keep_what_is_locked(instance: Page, **_kwargs: Any) -> None:
    if instance.locked or instance.workflow_in_progress:
        refuse(Change.DELETE, instance.title, LOCKED)


@receiver(pre_page_move)
def leave_what_is_locked_where_it_is(instance: Page, **_kwargs: Any) -> None:
    if is_held(instance):
        refuse(Change.MOVE, instance.title, LOCKED)


@receiver(pre_delete, sender=Redirect)
def redirects_go_with_their_page(instance: Redirect, origin: Any = None, **_kwargs: Any) -> None:
    if getattr(origin, "model", type(origin)) is not Redirect:
        follows_from_something_else(Redirect._meta.label_lower, str(instance.pk))


@receiver(post_save, sender=Revision)
def schedule_what_is_approved(instance: Revision, update_fields: Any = None, **_kwargs: Any) -> None:
    """Nothing public changes yet, so the guard has nothing to judge; the worker will publish what is approved now."""
    is_scheduled = instance.approved_go_live_at is not None
    if not is_scheduled or (update_fields is not None and "approved_go_live_at" not in update_fields):
        return
    if Approval.objects.filter(revision_id=instance.pk).exists():
        return
    author = who_acts()
    if author is not None:
        refuse(Change.PUBLISH, instance.object_str, RULES[Change.PUBLISH].why, about=instance.content_object)
    ground = Approval.Ground.COMMAND if author is None else Approval.Ground.OVERRIDE
    Approval.objects.create(
        page_id=int(instance.object_id),
        revision_id=instance.pk,
        revision_at=instance.created_at,
        ground=ground,
        by_id=author.user_id if author else None,
        reason=author.reason if author else "",
    )
