"""What was public once and is no more: its addresses answer 410 instead of 404.

A deleted page takes its history and the redirects to it with it, so the log of its persistent id notes the deletion of
every page that had been published, with the addresses it had. The number itself outlives its pages.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Page

from cms.core.addresses import page_path
from cms.core.models import PersistentId
from cms.core.visibility import restricted_pages

ACTION = "servicebanken.withdrawn"


def was_public(number: PersistentId) -> bool:
    """Whether a page of this number has been public and nothing of it is hidden behind a restriction today."""
    pages = Page.objects.filter(translation_key=number.translation_key)
    if restricted_pages(pages).exists():
        return False
    return pages.filter(first_published_at__isnull=False).exists() or _is_logged(number)


def was_public_at(path: str) -> bool:
    """Whether a page that has been deleted was public at this path (``/sv/banken/boxen``, without the last slash)."""
    return ModelLogEntry.objects.filter(action=ACTION, data__addresses__has_key=path).exists()


@receiver(pre_delete, sender=Page)
def note_deletion(instance: Page, **_kwargs: Any) -> None:
    """Remember that a published page existed, and where; a draft that nobody saw leaves no trace."""
    if instance.first_published_at is None or restricted_pages(Page.objects.filter(pk=instance.pk)).exists():
        return
    number = PersistentId.objects.filter(translation_key=instance.translation_key).first()
    if number is not None:
        # Keys, because both databases can look for a key inside JSON, and only one of them for a member of a list.
        addresses = dict.fromkeys(_addresses(instance), True)
        log(instance=number, action=ACTION, data={"title": instance.title, "addresses": addresses})


def _addresses(page: Page) -> list[str]:
    """Paths of a page, today's and those that lead to it, without the last slash."""
    paths = Redirect.objects.filter(redirect_page=page.pk).values_list("old_path", flat=True)
    return [path.rstrip("/") for path in (page_path(page), *paths) if path]


def _is_logged(number: PersistentId) -> bool:
    content_type = ContentType.objects.get_for_model(PersistentId)
    return ModelLogEntry.objects.filter(content_type=content_type, object_id=str(number.pk), action=ACTION).exists()
