"""Translating a page with wagtail-localize so that nothing public changes before somebody else has approved it.

wagtail-localize's own ``save_target(publish=False)`` writes the draft into the live row before it makes the revision.
Here the translated page is put together in memory and saved as a revision, which the workflow then publishes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationLog, TranslationSource
from wagtail_localize.strings import StringValue, validate_translation_links

from cms.core.models import User
from cms.editorial.contributions import note_writing
from cms.editorial.models import Contribution
from cms.editorial.translations.sources import bring_to_translators, read_source

Strings = Mapping[str, str] | Callable[[str, str], str | None]
"""English by Swedish text or by path, or a function of (path, Swedish text). What is missing or None stays Swedish."""


@transaction.atomic
def translate(page: Page, locale: Locale, strings: Strings, user: User | None = None) -> Page:
    """Translate a Swedish page as it stands now and save the result as a draft; returns the translated page with it.

    The parent must be translated already: no aliases are made. A live translation stays as it is until it is approved.
    """
    translation = _translation_of(page, locale)
    write_strings(translation.source, locale, strings, user)
    return save_draft(translation, user)


@transaction.atomic
def begin(page: Page, locale: Locale, user: User | None = None) -> Page:
    """Make the page that is to be translated, unpublished and still in Swedish; one that exists is left as it is.

    Raises ParentNotTranslatedError where the parent has no page in the language.
    """
    translation = _translation_of(page, locale)
    existing = Page.objects.filter(translation_key=page.translation_key, locale=locale, alias_of__isnull=True).first()
    return existing.specific if existing is not None else save_draft(translation, user)


def _translation_of(page: Page, locale: Locale) -> Translation:
    translation, _created = Translation.objects.update_or_create(
        source=read_source(page), target_locale=locale, defaults={"enabled": True}
    )
    return translation


def write_strings(source: TranslationSource, locale: Locale, strings: Strings, user: User | None = None) -> None:
    """Keep translations of the segments of a source. A text that breaks the links of the Swedish one is refused."""
    segments = list(source.stringsegment_set.select_related("context", "string").order_by("order"))
    known = {
        (row.translation_of_id, row.context_id): row
        for row in StringTranslation.objects.filter(locale=locale, context__object_id=source.object_id)
    }
    find = strings if callable(strings) else _finder(strings, segments)
    now = timezone.now()
    written: dict[tuple[int, int], StringTranslation] = {}
    for segment in segments:
        text = find(segment.context.path, segment.string.data)
        if text is None:
            continue
        check_text(segment, text)
        key = (segment.string_id, segment.context_id)
        row = known.setdefault(key, StringTranslation(translation_of_id=key[0], context_id=key[1], locale=locale))
        if row.data == text and not row.has_error:  # a text of a machine has one
            continue
        written[key] = row
        row.data, row.last_translated_by, row.updated_at = text, user, now
        row.translation_type, row.tool_name = StringTranslation.TRANSLATION_TYPE_MANUAL, ""
        row.has_error, row.field_error = False, ""
    StringTranslation.objects.bulk_create([row for row in written.values() if row.pk is None])
    fields = ["data", "last_translated_by", "updated_at", "translation_type", "tool_name", "has_error", "field_error"]
    StringTranslation.objects.bulk_update([row for row in written.values() if row.pk is not None], fields)
    if written and user is not None:
        # Rows that are written together send no signal.
        note_writing(key=source.object_id, locale_id=locale.pk, users=[user.pk], kind=Contribution.Kind.TEXT)


@transaction.atomic
def save_draft(translation: Translation, user: User | None = None) -> Page:
    """Save what is translated so far as a draft revision, Swedish text where a translation is missing."""
    source, locale = translation.source, translation.target_locale
    bring_to_translators(source.get_source_instance())
    source.refresh_from_db()
    target = _target(source, locale)
    if target.alias_of_id:
        raise ValidationError(_("This page is an alias. An alias cannot be translated."))
    draft: Any = source.get_ephemeral_translated_instance(locale, fallback=True)
    draft.slug = find_available_slug(target.get_parent(), slugify(draft.slug), ignore_page_id=target.pk)
    revision = draft.save_revision(user=user, log_action=True)
    TranslationLog.objects.create(source=source, locale=locale, revision=revision)
    return revision.as_object()


def save_own_words(page: Page, user: User) -> None:
    """Save as a draft what the user has translated since the newest one, for a preview to show it.

    Other people's words are theirs to save: whoever has a draft in their name cannot approve it. What waits for review
    or is locked stays as it is.
    """
    translation = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale=page.locale, enabled=True
    ).first()
    words = StringTranslation.objects.filter(locale=page.locale, context__object_id=page.translation_key)
    newest = words.order_by("updated_at").last()
    if translation is None or newest is None or newest.last_translated_by_id != user.pk:
        return
    revision = page.get_latest_revision()
    is_saved = revision is not None and newest.updated_at <= revision.created_at
    if not (is_saved or page.workflow_in_progress or page.permissions_for_user(user).page_locked()):
        save_draft(translation, user)


def _target(source: TranslationSource, locale: Locale) -> Page:
    """The translated page as it is stored; made as an unpublished page where there is none."""
    try:
        return source.get_translated_instance(locale)
    except ObjectDoesNotExist:
        original = source.as_instance()
        target = original.copy_for_translation(locale)
        # The translation has times of its own: those of the Swedish page say nothing of when it will be ready.
        target.go_live_at = target.expire_at = None
        target.save(update_fields=["go_live_at", "expire_at"])
        # A section that is closed in Swedish is closed in English.
        source.sync_view_restrictions(original, target)
        return target


def _finder(strings: Mapping[str, str], segments: list[StringSegment]) -> Callable[[str, str], str | None]:
    """Look up by Swedish text, else by path where the path has one text only."""
    counts = Counter(segment.context.path for segment in segments)
    return lambda path, text: strings.get(text, strings.get(path) if counts[path] == 1 else None)


def check_text(segment: StringSegment, text: str) -> None:
    """Raise ValidationError where a text is no HTML of ours, or has other links than the Swedish one."""
    try:
        StringValue.from_translated_html(text)
        validate_translation_links(segment.string.data, text)
    except ValueError as error:
        raise ValidationError(f"{segment.context.path}: {error}") from error
