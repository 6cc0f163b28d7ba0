"""Who writes to a page comes after whoever is writing to it."""

from __future__ import annotations

from django.db import connection
from wagtail.models import Page


def hold(page_id: int) -> None:
    """Take the rows of a page and of its translations, which often follow it, until the transaction ends.

    Before anything else is read or written: what the one before has decided is seen then, and as everybody takes the
    rows in the same order, nobody waits for somebody who waits for them. SQLite lets one write at a time anyway.
    """
    if connection.features.has_select_for_update:
        keys = Page.objects.filter(pk=page_id).values("translation_key")
        rows = Page.objects.select_for_update(no_key=True).filter(translation_key__in=keys)
        list(rows.order_by("pk").values_list("pk"))
