"""Keeps the log from growing for ever, without changing what reading it ends in."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cms.publishing.log import take_the_lock
from cms.publishing.models import ContentChange

KEPT = dt.timedelta(days=365)


def fold_old_changes(older_than: dt.timedelta = KEPT) -> int:
    """Remove rows that a newer row of the same page or object, behind the same gate, has overtaken; returns how many.

    The newest row of each is never removed, whatever its age: a partner who comes back after years learns from it that
    a page is gone.
    """
    newer = ContentChange.objects.filter(pk__gt=OuterRef("pk"))
    same_page = newer.filter(page_id=OuterRef("page_id"), gate=OuterRef("gate"))
    same_object = newer.filter(page_id=None, kind=OuterRef("kind"), key=OuterRef("key"))
    overtaken = Q(Exists(same_page), page_id__isnull=False) | Q(Exists(same_object), page_id=None)
    with transaction.atomic():
        take_the_lock()
        old = ContentChange.objects.filter(changed_at__lt=timezone.now() - older_than).filter(overtaken)
        removed, _of_each = old.delete()
    return removed
