"""English pages, made as a translator makes them: every segment of the Swedish page gets its English string."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from cms.core.models import User
from cms.demo.builder.lookup import Lookup
from cms.demo.builder.pages import fill_page, new_page
from cms.demo.builder.reading import Entry
from cms.demo.builder.writing import Writer
from cms.editorial.translation import translate

LINK_ID = re.compile(r'id="(a\d+)"')

Segments = dict[str, list[StringSegmentValue]]
"""Path → the strings there, in order: one for a plain field, one for each paragraph or list item of rich text."""


def translate_page(page: Page, entry: Entry, english: Locale, lookup: Lookup, translator: User) -> Page:
    """The English draft of a published Swedish page, with every string in translation memory."""
    strings = english_strings(page, entry, Writer(entry, english, lookup))
    return translate(page, english, lambda path, text: strings[path, text], user=translator)


def english_strings(page: Page, entry: Entry, writer: Writer) -> dict[tuple[str, str], str]:
    """(path, Swedish text) → English text, or an error that names the field of the file that does not match.

    The page is put together in English too, in memory; then its segments stand at the same paths as the Swedish ones.
    """
    in_english = new_page(entry, writer.locale, writer.lookup)
    fill_page(in_english, writer)
    english = _segments(in_english)
    strings: dict[tuple[str, str], str] = {}
    for path, segments in _segments(page).items():
        where, translated = _readable(path, writer), english.pop(path, [])
        if len(segments) != len(translated):
            what = f"{len(segments)} paragraph(s) or list item(s) in Swedish, {len(translated)} in English"
            raise entry.error(where, what)
        for source, translation in zip(segments, translated, strict=True):
            key = (path, source.string.data)
            text = _with_links_of(source, translation, entry, where)
            if strings.setdefault(key, text) != text:
                raise entry.error(where, f"one Swedish text is translated in two ways: {text}")
    if english:
        raise entry.error(_readable(next(iter(english)), writer), "there is an English text without a Swedish one")
    return strings


def _segments(page: Page) -> Segments:
    found: Segments = defaultdict(list)
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue):
            found[segment.path].append(segment)
    return found


def _with_links_of(source: StringSegmentValue, translation: StringSegmentValue, entry: Entry, where: str) -> str:
    """The English string with its links numbered as in the Swedish one, whatever their order in the sentence."""
    data = translation.string.data
    wanted, given = source.attrs or {}, translation.attrs or {}
    if given == wanted:
        return data
    numbers = {_fingerprint(attrs): name for name, attrs in wanted.items()}
    renamed = {name: numbers.get(_fingerprint(attrs)) for name, attrs in given.items()}
    if set(renamed.values()) != set(wanted):
        raise entry.error(where, "the links are not the same in Swedish and English")
    return LINK_ID.sub(lambda match: f'id="{renamed[match[1]]}"', data)


def _fingerprint(attrs: dict[str, Any]) -> str:
    return json.dumps(attrs, sort_keys=True)


def _readable(path: str, writer: Writer) -> str:
    """``body.<id>.text`` → ``body.3.text``."""
    parts = path.split(".")
    named = [writer.places.get(part) for part in parts]
    last = max((i for i, name in enumerate(named) if name), default=None)
    return path if last is None else ".".join([str(named[last]), *parts[last + 1 :]])
