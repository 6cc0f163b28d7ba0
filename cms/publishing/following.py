"""What those who follow the log and tell others of it go by."""

from __future__ import annotations

from django.db.models import QuerySet

from cms.publishing.models import ContentChange, PublishedDocument


def newest_change() -> int:
    """The end of the log."""
    return ContentChange.objects.order_by("-id").values_list("id", flat=True).first() or 0


def public_changes() -> QuerySet[ContentChange]:
    """Rows about pages that everybody may know of."""
    return ContentChange.objects.filter(page_id__isnull=False, gate="")


def public_documents() -> QuerySet[PublishedDocument]:
    """Pages that everybody may see, by the log."""
    return PublishedDocument.objects.filter(gate="")
