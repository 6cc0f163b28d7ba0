"""Pictures and files of drafts: no revision holds them, so they are held still while the last approval is asked for."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ModelLogEntry, Page, ReferenceIndex, Revision, TaskState

from cms.core.dependencies import shown_kind
from cms.core.models import CustomDocument, CustomImage
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
    return any(
        (kind, key) in files_of(revision.as_object())
        for revision in _awaited()
        if _names(json.dumps(revision.content), key)
    )


def files_of(page: Page) -> set[File]:
    """Those that a page shows as it is in memory, also in its rich text."""
    kinds = {ContentType.objects.get_for_model(model).pk: kind for kind, model in FILES.items()}
    references = ReferenceIndex._extract_references_from_object(page)
    return {(kinds[kind], str(key)) for kind, key, *_where in references if kind in kinds}


def makers_of_files(pages: Collection[Page], among: Collection[int]) -> dict[int, set[int]]:
    """Page ids → ids of those among these people who have made or described a file that its newest draft shows.

    Not one that is in public use: who changes that needs somebody else already. Two queries where nobody has.
    """
    found: dict[int, set[int]] = {page.pk: set() for page in pages}
    makers = _makers(among)
    drafts = Revision.objects.filter(pk__in=[page.latest_revision_id for page in pages]) if makers else ()
    for draft in drafts:
        words = json.dumps(draft.content)
        possible = {file for file in makers if _names(words, file[1])}
        for file in possible & files_of(draft.as_object()) if possible else ():
            found[int(draft.object_id)] |= makers[file]
    return found


def _makers(among: Collection[int]) -> dict[File, set[int]]:
    """Files that are not in public use → who of these people has made or described them."""
    kinds = {ContentType.objects.get_for_model(model).pk: kind for kind, model in FILES.items()}
    entries = ModelLogEntry.objects.filter(user__in=among, content_type__in=kinds, action__in=WRITTEN)
    found: dict[File, set[int]] = {}
    for kind, key, maker in entries.values_list("content_type", "object_id", "user").distinct():
        found.setdefault((kinds[kind], key), set()).add(maker)
    keys: dict[str, set[str]] = {}
    for shown, key in Dependency.objects.filter(
        kind__in=[shown_kind(model) for model in FILES.values()], key__in=[key for _kind, key in found]
    ).values_list("kind", "key"):
        keys.setdefault(shown, set()).add(key)
    return {file: people for file, people in found.items() if file[1] not in keys.get(shown_kind(FILES[file[0]]), ())}


def _names(words: str, key: str) -> bool:
    """Whether the number of a file stands in the content of a revision at all: most are left out by that."""
    return re.search(rf"\b{re.escape(key)}\b", words) is not None


def _awaited() -> Iterator[Revision]:
    from cms.editorial.models import FourEyesApprovalTask

    waiting = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS, task__in=FourEyesApprovalTask.objects.values("pk")
    )
    later = Q(pk__in=waiting.values("revision_id")) | Q(approved_go_live_at__isnull=False)
    return Revision.page_revisions.filter(later).iterator()
