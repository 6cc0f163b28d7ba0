"""Which two versions of a page are meant, and which of the page that it is a translation of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageLogEntry, Revision

from cms.core.translation_state import digest_of_text, is_source

PUBLISHED = "wagtail.publish"
LOOKED_AT = 5
"""Published Swedish versions, from the newest, among which the one is looked for that a translation was made from."""


@dataclass(frozen=True)
class Version:
    """A page as it was at some time. `page` is None where there was no such version."""

    name: Any
    page: Any = None
    at: datetime | None = None
    by: Any = None


def public_version(page: Any) -> Version:
    """What is public, or was before it was taken down; without a page when it never was.

    What is public is read from the page itself: facts of a translation change there without a revision.
    """
    if page.live:
        return Version(_("public"), page, page.last_published_at)
    earlier = _published(page)
    if not earlier:
        return Version(_("never public"))
    return Version(_("last public"), earlier[0].as_object(), page.last_published_at)


def version(page: Any, which: str) -> Version:
    """``live``, ``waiting`` (for review, else the newest), ``earliest``, ``latest``, or a revision by its id.

    Raises Revision.DoesNotExist where there is no such one.
    """
    if which == "live":
        return public_version(page)
    if which == "waiting":
        state = page.current_workflow_task_state
        if state is not None and page.workflow_in_progress:
            return _of_revision(_("waits for review"), state.revision)
        which = "latest"
    if which in ("earliest", "latest"):
        revisions = page.revisions.order_by("created_at", "pk")
        revision = revisions.first() if which == "earliest" else revisions.last()
        if revision is None:
            return Version(_("as it is stored"), page)
        return _of_revision(_("first draft") if which == "earliest" else _("newest draft"), revision)
    revision = page.revisions.get(pk=which)
    return _of_revision(_("public") if revision.pk == page.live_revision_id else _("draft"), revision)


def source_versions(page: Any) -> tuple[Version, Version] | None:
    """The Swedish page as it was when what is public of its translation was made, and as it is public today.

    The first has no page when that is not known, as for a translation that was never public. None for Swedish pages and
    those without a public Swedish page.
    """
    if is_source(page):
        return None
    source = (
        type(page).objects.filter(translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE)
    ).first()
    if source is None or not source.live:
        return None
    now = Version(_("public"), source, source.last_published_at)
    if not page.live or page.live_revision_id is None:
        return Version(_("never translated")), now
    earlier = _published(source, until=page.live_revision.created_at)
    if not earlier:
        return Version(_("not known")), now
    revision, then = earlier[0], earlier[0].as_object()
    if page.text_digest:
        # A translation is not always made from what was published last.
        candidates = ((candidate, candidate.as_object()) for candidate in earlier)
        exact = (pair for pair in candidates if digest_of_text(pair[1]) == page.text_digest)
        revision, then = next(exact, (revision, then))
    return Version(_("when it was translated"), then, revision.created_at), now


def _of_revision(name: Any, revision: Any) -> Version:
    return Version(name, revision.as_object(), revision.created_at, revision.user)


def _published(page: Page, until: datetime | None = None) -> list[Revision]:
    """The last revisions of the page that were published, the newest first."""
    entries = PageLogEntry.objects.filter(page=page, action=PUBLISHED, revision__isnull=False)
    if until is not None:
        entries = entries.filter(timestamp__lte=until)
    numbers = list(entries.order_by("-timestamp").values_list("revision_id", flat=True)[:LOOKED_AT])
    found = Revision.objects.in_bulk(numbers)
    return [found[number] for number in numbers if number in found]
