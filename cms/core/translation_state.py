"""Whether a translation still says what the Swedish page says."""

import hashlib
import json
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

if TYPE_CHECKING:
    from cms.core.models import BasePage


class TranslationState(models.TextChoices):
    SOURCE = "source", _("source text")
    CURRENT = "current", _("translation up to date")
    OUTDATED = "outdated", _("translation older than the Swedish text")


def is_source(page: Page) -> bool:
    """Swedish is the language everything is written in first (ADR 4)."""
    return page.locale.language_code == settings.LANGUAGE_CODE


def digest_of_text(page: "BasePage") -> str:
    """Digest of the Swedish text that a page holds or was translated from; empty when a translation lacks segments."""
    if is_source(page):
        return _digest(page)
    source = TranslationSource.objects.filter(
        object_id=page.translation_key,
        locale__language_code=settings.LANGUAGE_CODE,
        specific_content_type=page.cached_content_type,
    ).first()
    if source is None or _has_untranslated_segments(source, page.locale_id):
        return ""
    return _digest(source.as_instance())


def translation_state(page: "BasePage") -> TranslationState:
    """State of one page; listings fill ``source_digest`` by an annotation so that this needs no query."""
    if is_source(page):
        return TranslationState.SOURCE
    source_digest = getattr(page, "source_digest", None)
    if source_digest is None:
        source_digest = (
            type(page)
            .objects.filter(translation_key=page.translation_key, locale__language_code=settings.LANGUAGE_CODE)
            .values_list("text_digest", flat=True)
            .first()
        )
    return (
        TranslationState.CURRENT
        if page.text_digest and page.text_digest == source_digest
        else TranslationState.OUTDATED
    )


def _digest(page: "BasePage") -> str:
    strings = [
        (segment.path, segment.string.data)
        for segment in extract_segments(page)
        if isinstance(segment, StringSegmentValue) and segment.path != "slug"
    ]
    return hashlib.sha256(json.dumps(sorted(strings), ensure_ascii=False).encode()).hexdigest()


def _has_untranslated_segments(source: TranslationSource, locale_id: int) -> bool:
    segments = source.stringsegment_set.exclude(context__path="slug")
    translated = StringTranslation.objects.filter(
        locale_id=locale_id,
        context_id=models.OuterRef("context_id"),
        translation_of_id=models.OuterRef("string_id"),
        has_error=False,
    )
    return segments.filter(~models.Exists(translated)).exists()
