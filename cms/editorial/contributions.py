"""The edit record: everybody who has written in a page since the revision that is public, in either language.

The last hand is not the only hand, so each person has a row of their own for each way of writing, and it stays when
the draft or the text is overwritten. A save that changes nothing is no writing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from cms.core.translation_state import is_source
from cms.editorial.models import Approval, Contribution

PUBLISHED = ("wagtail.publish", "wagtail.publish.scheduled")
"""What the history says of a revision that became public."""


def note_writing(
    *, key: UUID | str, locale_id: int, users: Iterable[int | None], kind: str, at: datetime | None = None
) -> None:
    """Remember that these people have written in the page just now, or `at`. Nobody (None) is not remembered."""
    moment = at or timezone.now()
    rows = [
        Contribution(translation_key=key, locale_id=locale_id, user_id=user, kind=kind, at=moment)
        for user in {*users}
        if user is not None
    ]
    if rows:
        Contribution.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["translation_key", "locale", "user", "kind"],
            update_fields=["at"],
        )


def writers_since_publication(page: Page) -> set[int]:
    """Ids of everybody who has written in the page since the revision that is or was last public, or asked for review.

    Before the first publication: everybody who ever has.
    """
    since = public_until(page)
    written = Contribution.objects.filter(translation_key=page.translation_key, locale_id=page.locale_id)
    if since is not None:
        written = written.filter(at__gt=since)
    asked = page.workflow_states.active().values_list("requested_by_id", flat=True)
    return {user for user in (*written.values_list("user_id", flat=True), *asked) if user is not None}


def hands_in(page: Page) -> set[int]:
    """Ids of everybody of whom something stands in the draft that nobody has approved: they do not approve it.

    A translation holds the facts of its Swedish page. While that is not public, nobody need have approved them.
    """
    found = writers_since_publication(page)
    for source in _sources_not_public([page]).values():
        found |= writers_since_publication(source)
    return found


def _sources_not_public(pages: Iterable[Page]) -> dict[int, Page]:
    """Ids of translations → their Swedish page, of those whose Swedish page is not public."""
    keys = {page.translation_key: page.pk for page in pages if not is_source(page)}
    if not keys:
        return {}
    sources = Page.objects.filter(
        translation_key__in=keys, locale__language_code=settings.LANGUAGE_CODE, live=False, alias_of__isnull=True
    )
    return {keys[source.translation_key]: source for source in sources}


def writers_of(pages: Sequence[Page], among: Collection[int]) -> dict[int, set[int]]:
    """Page ids → ids of those among these people who have a hand in it, asked for all at once.

    The same as `hands_in` says of each. The live revision of each page is best joined.
    """
    found = _writers_of(pages, among)
    sources = _sources_not_public(pages)
    of_sources = _writers_of([*sources.values()], among) if sources else {}
    for pk, source in sources.items():
        found[pk] |= of_sources[source.pk]
    return found


def _writers_of(pages: Sequence[Page], among: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {page.pk: set() for page in pages}
    last = {}
    for page_id, at in (
        Approval.objects.filter(page__in=[*found]).order_by("revision_at").values_list("page_id", "revision_at")
    ):
        last[page_id] = at
    wrote: dict[tuple[UUID, int], dict[int, datetime]] = {}
    for key, locale_id, writer, at in (
        Contribution.objects.filter(user__in=among, translation_key__in=[page.translation_key for page in pages])
        .order_by("at")
        .values_list("translation_key", "locale_id", "user_id", "at")
    ):
        wrote.setdefault((key, locale_id), {})[writer] = at
    asked = WorkflowState.objects.active().filter(
        requested_by__in=among,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(pk) for pk in found],
    )
    for pk, writer in asked.values_list("object_id", "requested_by_id"):
        found[int(pk)].add(writer)
    for page in pages:
        since = _public_until(page, last.get(page.pk))
        newest = wrote.get((page.translation_key, page.locale_id), {})
        found[page.pk] |= {writer for writer, at in newest.items() if since is None or at > since}
    return found


def writers_up_to(revision: Revision) -> set[int]:
    """Ids of those who had written in the page up to a revision of it, since the one before it that became public.

    Nobody where this very revision has been public: then its words have been approved.
    """
    entries = PageLogEntry.objects.filter(page_id=revision.object_id, action__in=PUBLISHED)
    public = Revision.objects.filter(pk__in=entries.values("revision_id"), created_at__lte=revision.created_at)
    last = public.order_by("-created_at").values_list("pk", "created_at").first()
    if last is not None and last[0] == revision.pk:
        return set()
    drafts = Revision.objects.filter(
        base_content_type_id=revision.base_content_type_id,
        object_id=revision.object_id,
        created_at__lte=revision.created_at,
    )
    written = Contribution.objects.filter(
        translation_key=revision.content["translation_key"],
        locale_id=revision.content["locale"],
        at__lte=revision.created_at,
    )
    if last is not None:
        drafts, written = drafts.filter(created_at__gt=last[1]), written.filter(at__gt=last[1])
    people = (*drafts.values_list("user_id", flat=True), *written.values_list("user_id", flat=True))
    return {user for user in people if user is not None}


def public_until(page: Page) -> datetime | None:
    """When the revision was made that is public, or was before a take-down. What is later was never public."""
    if page.live_revision_id:
        return page.live_revision.created_at
    last = Approval.objects.filter(page=page).order_by("-revision_at").values_list("revision_at", flat=True).first()
    return _public_until(page, last)


def _public_until(page: Page, last_approved: datetime | None) -> datetime | None:
    if page.live_revision_id:
        return page.live_revision.created_at
    return last_approved if page.last_published_at and last_approved else page.last_published_at
