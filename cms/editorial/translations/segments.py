"""How far a translation is, segment by segment: translated, changed since it was translated, or new (ADR 38).

A segment is a piece of Swedish text at a place. Change it, and it is another text at the same place: it has no
translation, while the one of the earlier text is still kept. So nothing has to be marked when the Swedish page is
published; what is changed is seen in the texts themselves, and putting the old wording back makes it current again.
The address is no segment to wait for: it stays as it is, whatever the Swedish one becomes.
"""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

SLUG = "slug"


@dataclass(frozen=True)
class Progress:
    """Numbers of segments. `changed` and `new` have no translation; one that is broken counts as none, and so do
    the words of a machine that nobody has taken."""

    total: int
    changed: int
    new: int
    machine: int = 0
    """Of those without a translation, how many have words of a machine."""

    @property
    def missing(self) -> int:
        return self.changed + self.new

    @property
    def done(self) -> int:
        return self.total - self.missing


@dataclass(frozen=True)
class Changed:
    """A segment whose Swedish text is another than the one that was translated."""

    segment: StringSegment
    earlier: str
    """The Swedish text before, as HTML."""
    translation: str
    """What that was in English, as HTML."""


def with_state(source_id: Any, locale_id: Any) -> QuerySet[StringSegment]:
    """Segments of a source with `is_translated`, `is_changed` and `is_of_machine`.

    Ids or expressions, to stand in a subquery.
    """
    own = StringTranslation.objects.filter(
        context_id=OuterRef("context_id"), translation_of_id=OuterRef("string_id"), has_error=False
    )
    still_there = StringSegment.objects.filter(
        context_id=OuterRef("context_id"), string_id=OuterRef("translation_of_id")
    )
    earlier = StringTranslation.objects.filter(context_id=OuterRef("context_id"), has_error=False)
    segments = StringSegment.objects.filter(source_id=source_id).exclude(context__path=SLUG)
    segments = segments.annotate(target_id=locale_id) if hasattr(locale_id, "resolve_expression") else segments
    target = OuterRef("target_id") if hasattr(locale_id, "resolve_expression") else locale_id
    by_machine = StringTranslation.objects.filter(
        context_id=OuterRef("context_id"),
        translation_of_id=OuterRef("string_id"),
        translation_type=StringTranslation.TRANSLATION_TYPE_MACHINE,
    )
    return segments.annotate(
        is_translated=Exists(own.filter(locale_id=target)),
        is_of_machine=Exists(by_machine.filter(locale_id=target)),
        is_changed=~Exists(own.filter(locale_id=target))
        & Exists(earlier.filter(locale_id=target).filter(~Exists(still_there))),
    )


def progress(translation: Translation) -> Progress:
    """Where one translation stands; one query."""
    segments = with_state(translation.source_id, translation.target_locale_id)
    counts = segments.aggregate(
        total=Count("pk"),
        changed=Count("pk", filter=Q(is_changed=True)),
        new=Count("pk", filter=Q(is_translated=False, is_changed=False)),
        machine=Count("pk", filter=Q(is_of_machine=True)),
    )
    return Progress(**counts)


def with_progress(translations: QuerySet[Translation]) -> QuerySet[Translation]:
    """Translations with `changed_count` and `missing_count`, for lists and dashboards: one query for all of them."""

    def count(**which: bool) -> Subquery:
        segments = with_state(OuterRef("source_id"), OuterRef("target_locale_id")).filter(**which)
        return Subquery(segments.order_by().values("source_id").annotate(number=Count("pk")).values("number"))

    return translations.annotate(changed_count=count(is_changed=True), missing_count=count(is_translated=False))


def behind() -> QuerySet[Translation]:
    """Translations that have begun and wait for a translator: with changed texts first."""
    enabled = with_progress(Translation.objects.filter(enabled=True)).filter(missing_count__gt=0)
    return enabled.order_by(F("changed_count").desc(nulls_last=True), "source__object_repr")


def changed_segments(source: TranslationSource, locale_id: int) -> list[Changed]:
    """What was changed, each with the earlier text that is most like it at the same place; three queries."""
    segments = with_state(source.pk, locale_id).filter(is_changed=True)
    changed = list(segments.select_related("context", "string").order_by("order"))
    kept: dict[int, list[StringTranslation]] = defaultdict(list)
    in_use = set(source.stringsegment_set.values_list("context_id", "string_id"))
    rows = StringTranslation.objects.filter(
        locale_id=locale_id, has_error=False, context__in={segment.context_id for segment in changed}
    )
    for row in rows.select_related("translation_of").order_by("-updated_at"):
        if (row.context_id, row.translation_of_id) not in in_use:
            kept[row.context_id].append(row)
    return [_pair(segment, kept[segment.context_id]) for segment in changed]


def _pair(segment: StringSegment, rows: list[StringTranslation]) -> Changed:
    def likeness(row: StringTranslation) -> float:
        return difflib.SequenceMatcher(None, row.translation_of.data, segment.string.data).ratio()

    best = max(rows, key=likeness)  # of equals the newest
    return Changed(segment, best.translation_of.data, best.data)
