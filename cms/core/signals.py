"""Receivers of the core: renditions are made when a picture has been uploaded, never when somebody reads."""

import logging
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.dispatch import receiver

from cms.core.models import CustomImage
from cms.core.renditions import make_renditions

logger = logging.getLogger(__name__)


@receiver(post_save, sender=CustomImage)
def make_renditions_after_upload(instance: CustomImage, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        transaction.on_commit(lambda: _make(instance))


def _make(image: CustomImage) -> None:
    if not CustomImage.objects.filter(pk=image.pk).exists():  # deleted before what saved it was over
        return
    try:
        make_renditions(image)
    except OSError:
        logger.warning("Renditions of image %s could not be made now; the worker tries again", image.pk)
