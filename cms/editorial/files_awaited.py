"""Pictures and files of drafts: no revision holds them, so they are held still while the last approval is asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ModelLogEntry, Page, ReferenceIndex, Revision, TaskState

from cms.core.dependencies import shown_kind
from cms.core.models import CustomDocument, CustomImage, User
from cms.publishing.models import Dependency

FILES = {model._meta.label_lower: model for model in (CustomImage, CustomDocument)}
WRITTEN = ("wagtail.create", "wagtail.edit")
File = tuple[str, str]
"""Model label in lower case, and key."""


def is_in_use(kind: str, key: str) -> bool:
    """Whether a document shows the file, also one behind a gate."""
    return kind in FILES and Dependency.objects.filter(kind=shown_kind(FILES[kind]), key=key).exists()


def is_awaited(kind: str, key: str) -> bool:
    """Whether a version shows the file that waits for four eyes, or is approved for a time to come."""
    number = re.compile(rf"\b{re.escape(key)}\b")
    return any(
        (kind, key) in files_of(revision.as_object())
        for revision in _awaited()
        if number.search(json.dumps(revision.content))
    )


def files_of(page: Page) -> set[File]:
    """Those that a page shows as it is in memory, also in its rich text."""
    kinds = {ContentType.objects.get_for_model(model).pk: kind for kind, model in FILES.items()}
    references = ReferenceIndex._extract_references_from_object(page)
    return {(kinds[kind], str(key)) for kind, key, *_where in references if kind in kinds}


def has_a_hand_in_its_files(page: Page, user: User) -> bool:
    """Whether somebody has made or described a file that the newest draft shows and that was never public with it."""
    kinds = {ContentType.objects.get_for_model(model).pk: kind for kind, model in FILES.items()}
    entries = ModelLogEntry.objects.filter(user=user, content_type__in=kinds, action__in=WRITTEN)
    if not entries.exists():
        return False
    shown = files_of(page.specific.get_latest_revision_as_object())
    made = entries.filter(object_id__in=[key for _kind, key in shown]).values_list("content_type_id", "object_id")
    return any(not is_in_use(kind, key) for kind, key in {(kinds[kind], key) for kind, key in made} & shown)


def _awaited() -> Iterator[Revision]:
    from cms.editorial.models import FourEyesApprovalTask

    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__in=FourEyesApprovalTask.objects.values("pk")
    )
    later = Q(pk__in=waiting.values("revision_id")) | Q(approved_go_live_at__isnull=False)
    return Revision.page_revisions.filter(later).iterator()
