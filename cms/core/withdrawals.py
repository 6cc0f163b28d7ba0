"""What was public once and is no more: the permanent address of such a page answers 410 instead of 404.

A deleted page takes its history with it, so the log of its persistent id notes the deletion of every page that had been
published. The number itself outlives its pages.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page

from cms.core.models import PersistentId
from cms.core.visibility import restricted_pages

ACTION = "servicebanken.withdrawn"


def was_public(number: PersistentId) -> bool:
    """Whether a page of this number has been public and nothing of it is hidden behind a restriction today."""
    pages = Page.objects.filter(translation_key=number.translation_key)
    if restricted_pages(pages).exists():
        return False
    return pages.filter(first_published_at__isnull=False).exists() or _is_logged(number)


@receiver(pre_delete, sender=Page)
def note_deletion(instance: Page, **_kwargs: Any) -> None:
    """Remember that a published page existed; a draft that nobody saw leaves no trace."""
    if instance.first_published_at is None or restricted_pages(Page.objects.filter(pk=instance.pk)).exists():
        return
    number = PersistentId.objects.filter(translation_key=instance.translation_key).first()
    if number is not None and not _is_logged(number):
        log(instance=number, action=ACTION, data={"title": instance.title})


def _is_logged(number: PersistentId) -> bool:
    content_type = ContentType.objects.get_for_model(PersistentId)
    return ModelLogEntry.objects.filter(content_type=content_type, object_id=str(number.pk), action=ACTION).exists()
