"""A file is never replaced in place: another file has another name, and the old one goes when that is certain.

Wagtail deletes the old file from the disk while the form is being saved: an edit that is rolled back afterwards would
have lost it. Its forms of pictures and files are therefore ours (settings), and the models do the rest, so that a
replacement in a command goes the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction


@contextmanager
def old_file_goes(instance: Any) -> Iterator[None]:
    """Save inside. Where that gives another file, rows of old renditions go at once, and files with the commit."""
    old = _replaced_name(instance)
    with transaction.atomic():
        yield
        if not old or old == instance.file.name:
            return
        if hasattr(instance, "renditions"):
            instance.renditions.all().delete()
            vars(instance).pop("ready_renditions", None)
        storage = instance.file.storage
        transaction.on_commit(lambda: storage.delete(old), robust=True)


def _replaced_name(instance: Any) -> str | None:
    """The file that an upload is about to replace. An old copy of a row that is saved again replaces nothing."""
    if instance.pk is None or not instance.file or instance.file._committed:
        return None
    return type(instance)._default_manager.filter(pk=instance.pk).values_list("file", flat=True).first()
