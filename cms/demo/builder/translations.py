"""English pages, made as a translator makes them: every segment of the Swedish page gets its English string."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.core.models import User
from cms.demo.builder.lookup import Lookup
from cms.demo.builder.pages import fill_page, new_page
from cms.demo.builder.reading import ContentError, Entry
from cms.demo.builder.writing import Writer

LINK_ID = re.compile(r'id="(a\d+)"')


def translate_page(page: Page, entry: Entry, english: Locale, lookup: Lookup, translator: User) -> Page:
    """The English draft of a published Swedish page, with all strings in translation memory."""
    source, _created = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.get_or_create(source=source, target_locale=english)
    write_strings(source, entry, english, lookup, translator)
    translation, _created = source.create_or_update_translation(english, user=translator, publish=False)
    return translation


def write_strings(source: TranslationSource, entry: Entry, english: Locale, lookup: Lookup, translator: User) -> None:
    """Give every string of the source its translation, or say which field of which file does not match."""
    writer = Writer(entry, english, lookup)
    words = _english_strings(entry, writer)
    translations = []
    for path, segments in _segments_by_path(source).items():
        where = _readable(path, writer)
        strings = words.pop(path, [])
        if len(strings) != len(segments):
            raise entry.error(where, f"{len(segments)} paragraph(s) or list item(s) in Swedish and {len(strings)} in English")
        for segment, string in zip(segments, strings, strict=True):
            data = _with_links_of(segment, string, entry, where)
            translations.append(
                StringTranslation(
                    translation_of_id=segment.string_id,
                    context_id=segment.context_id,
                    locale=english,
                    data=data,
                    translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                    last_translated_by=translator,
                )
            )
    if words:
        raise entry.error(_readable(next(iter(words)), writer), "there is an English text without a Swedish one")
    StringTranslation.objects.bulk_create(_unequal(translations, entry))


def _english_strings(entry: Entry, writer: Writer) -> dict[str, list[StringSegmentValue]]:
    """What the same page would hold in English, as the same kind of segments."""
    page = new_page(entry, writer.locale, writer.lookup)
    fill_page(page, writer)
    found: dict[str, list[StringSegmentValue]] = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            found[segment.path].append(segment)
    return found


def _segments_by_path(source: TranslationSource) -> dict[str, list[StringSegment]]:
    found: dict[str, list[StringSegment]] = defaultdict(list)
    for segment in source.stringsegment_set.select_related("context", "string").order_by("order"):
        found[segment.context.path].append(segment)
    return found


def _with_links_of(segment: StringSegment, string: StringSegmentValue, entry: Entry, where: str) -> str:
    """The English string with its links numbered as in the Swedish one, whatever their order in the sentence."""
    data = string.string.data
    wanted: dict[str, Any] = json.loads(segment.attrs) or {}
    given: dict[str, Any] = string.attrs or {}
    if given == wanted:
        return data
    numbers = {json.dumps(attrs, sort_keys=True): name for name, attrs in wanted.items()}
    renamed = {name: numbers.get(json.dumps(attrs, sort_keys=True)) for name, attrs in given.items()}
    if set(renamed.values()) != set(wanted):
        raise entry.error(where, "the links are not the same in Swedish and English")
    return LINK_ID.sub(lambda match: f'id="{renamed[match[1]]}"', data)


def _unequal(translations: list[StringTranslation], entry: Entry) -> list[StringTranslation]:
    """A sentence that stands twice in one field has one row in translation memory, so both must be translated alike."""
    rows: dict[tuple[int, int], StringTranslation] = {}
    for row in translations:
        known = rows.setdefault((row.translation_of_id, row.context_id), row)
        if known.data != row.data:
            raise ContentError(f"{entry.file}: the same Swedish text is translated in two ways: {row.data}")
    return list(rows.values())


def _readable(path: str, writer: Writer) -> str:
    """``body.<id>.text`` → ``body.3.text``."""
    parts = path.split(".")
    named = [writer.places.get(part) for part in parts]
    last = max((i for i, name in enumerate(named) if name), default=None)
    return path if last is None else ".".join([str(named[last]), *parts[last + 1 :]])
