"""What has become of the Swedish text while a translation waited for its review."""

from __future__ import annotations

from collections import Counter

from wagtail.models import Page, Revision
from wagtail_localize.models import Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.editorial.translations.segments import SLUG


def changed_since(translation: Translation, revision: Revision) -> int:
    """How many texts of the page would be others if the draft that waits were made now; 0 when Swedish is as it was.

    That counts what is new or worded anew in Swedish, and what is no longer there.
    """
    source = translation.source
    if source.last_updated_at <= revision.created_at:
        return 0
    waits = _texts(revision.as_object())
    now = _texts(source.get_ephemeral_translated_instance(translation.target_locale, fallback=True))
    return max((now - waits).total(), (waits - now).total())


def changed_while_it_waited(page: Page) -> int:
    """The same of a page that waits for review; 0 where it is no translation, or waits for nothing."""
    state = page.current_workflow_task_state
    translation = (
        Translation.objects.filter(source__object_id=page.translation_key, target_locale=page.locale_id, enabled=True)
        .select_related("source", "target_locale")
        .first()
    )
    return changed_since(translation, state.revision) if translation is not None and state is not None else 0


def _texts(page: Page) -> Counter[tuple[str, str]]:
    values = [value for value in extract_segments(page) if isinstance(value, StringSegmentValue)]
    return Counter((value.path, value.string.data) for value in values if value.path != SLUG)
