"""What the guard would see too late or not at all: locked pages, what was public once, and publication for later."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Revision
from wagtail.signals import pre_page_move

from cms.editorial.guard import refuse
from cms.editorial.models import Approval
from cms.editorial.moderation import is_held
from cms.editorial.policy import RULES, Change
from cms.publishing.acting import who_acts
from cms.publishing.guarding import follows_from_something_else, is_permitted

PUBLIC_ONCE = _("It has been public. Propose that it is deleted, and a reviewer who is somebody else does it.")
WHO_READS = _("Only a network administrator may change who reads a page that is closed, and writes why.")
LOCKED = _("The page is locked, or waits for review. It stays where it is until that is over.")


def _refuse_what_is_held(change: Change, page: Page) -> None:
    """The guard logs the effect on what is public; of a draft it would see none."""
    refuse(change, page.title, LOCKED, about=None if page.live else page)


@receiver(pre_delete, sender=Page)
def keep_what_is_locked(instance: Page, **_kwargs: Any) -> None:
    if instance.locked or instance.workflow_in_progress:
        _refuse_what_is_held(Change.DELETE, instance)
    elif instance.first_published_at and not (instance.live or is_permitted(Change.DELETE, instance.pk)):
        # Of what is public now, the guard sees the effect.
        refuse(Change.DELETE, instance.title, PUBLIC_ONCE, about=instance)


@receiver(pre_page_move)
def leave_what_is_locked_where_it_is(instance: Page, **_kwargs: Any) -> None:
    if is_held(instance):
        _refuse_what_is_held(Change.MOVE, instance)


@receiver(pre_delete, sender=Redirect)
def redirects_go_with_their_page(instance: Redirect, origin: Any = None, **_kwargs: Any) -> None:
    if getattr(origin, "model", type(origin)) is not Redirect:
        follows_from_something_else(Redirect._meta.label_lower, str(instance.pk))


@receiver(pre_save, sender=PageViewRestriction)
def how_a_page_is_closed(instance: PageViewRestriction, raw: bool = False, **_kwargs: Any) -> None:
    """Closing and opening are judged by their effect. Here what is closed stays so, and opens to other people."""
    before = PageViewRestriction.objects.filter(pk=instance.pk).values_list("restriction_type", "password").first()
    instance._is_judged = before is None  # type: ignore[attr-defined]  # for who may read it, which is written next
    if before not in (None, (instance.restriction_type, instance.password)) and not raw:
        _refuse_other_readers(instance)


@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def who_reads_what_is_closed(instance: Any, action: str, pk_set: Any = None, **_kwargs: Any) -> None:
    is_change = action == "pre_clear" or (action in ("pre_add", "pre_remove") and pk_set)
    if is_change and isinstance(instance, PageViewRestriction) and not getattr(instance, "_is_judged", False):
        _refuse_other_readers(instance)


def _refuse_other_readers(restriction: PageViewRestriction) -> None:
    refuse(Change.OPEN, restriction.page.title, WHO_READS, about=restriction.page)
    restriction._is_judged = True  # type: ignore[attr-defined]


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
