"""The segments of a Swedish page, read in a few queries however long it is (ADR 38).

wagtail-localize's own ``refresh_segments`` asks some twelve questions for each segment: 1,200 for a hundred paragraphs.
The rows written here are the same.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    TranslationContext,
    TranslationSource,
    get_schema_version,
)
from wagtail_localize.segments import (
    OverridableSegmentValue,
    RelatedObjectSegmentValue,
    StringSegmentValue,
    TemplateSegmentValue,
)
from wagtail_localize.segments.extract import extract_segments

Row = tuple[type[models.Model], dict[str, Any]]
"""A kind of segment, and the columns that tell it from the others of its source."""


@transaction.atomic
def read_source(page: Page) -> TranslationSource:
    """Keep the texts of the page as it is given, for translators. What has not changed is not written."""
    page = page.specific
    known, _created = TranslatableObject.objects.get_or_create_from_instance(page)
    content = page.to_json()
    source = TranslationSource.objects.filter(object=known, locale_id=page.locale_id).first()
    if source is not None and json.loads(source.content_json) == json.loads(content):
        return source
    if source is None:
        source = TranslationSource(
            object=known, locale_id=page.locale_id, specific_content_type=ContentType.objects.get_for_model(type(page))
        )
    source.content_json = content
    source.object_repr = str(page)[:200]
    source.schema_version = get_schema_version(page._meta.app_label)
    source.last_updated_at = timezone.now()
    source.save()
    _write_segments(source)
    return source


def bring_to_translators(page: Page) -> None:
    """Once a translation has begun, its translators see the Swedish text that is public, facts with it.

    Their work and what is public stay as they are: a segment that was not changed keeps its translation.
    """
    if (
        page.live
        and TranslationSource.objects.filter(object_id=page.translation_key, translations__enabled=True).exists()
    ):
        read_source(type(page).objects.get(pk=page.pk))


def _write_segments(source: TranslationSource) -> None:
    instance = source.as_instance()
    values = list(extract_segments(instance))
    contexts = _contexts(source, instance, {value.path for value in values})
    strings = _strings(source.locale_id, [value for value in values if isinstance(value, StringSegmentValue)])
    templates = _templates([value for value in values if isinstance(value, TemplateSegmentValue)])
    wanted: dict[type[models.Model], list[dict[str, Any]]] = {model: [] for model in SEGMENTS}
    for value in values:
        model, own = _row(value, strings, templates)
        wanted[model].append({"context_id": contexts[value.path], "order": value.order, **own})
    for model, rows in wanted.items():
        _replace(source, model, rows)


SEGMENTS: tuple[type[models.Model], ...] = (StringSegment, TemplateSegment, RelatedObjectSegment, OverridableSegment)


def _row(value: Any, strings: dict[uuid.UUID, int], templates: dict[uuid.UUID, int]) -> Row:
    if isinstance(value, StringSegmentValue):
        attrs = json.dumps(value.attrs, cls=DjangoJSONEncoder)
        return StringSegment, {"string_id": strings[String._get_data_hash(value.string.data)], "attrs": attrs}
    if isinstance(value, TemplateSegmentValue):
        return TemplateSegment, {"template_id": templates[_key_of(value)]}
    if isinstance(value, RelatedObjectSegmentValue):
        related, _created = TranslatableObject.objects.get_or_create(
            content_type=value.content_type, translation_key=value.translation_key
        )
        return RelatedObjectSegment, {"object_id": related.pk}
    if isinstance(value, OverridableSegmentValue):
        return OverridableSegment, {"data_json": json.dumps(value.data, cls=DjangoJSONEncoder)}
    raise TypeError(f"unknown kind of segment: {value!r}")


def _replace(source: TranslationSource, model: Any, rows: list[dict[str, Any]]) -> None:
    """Leave rows that are there already as they are: forms that somebody has open name them."""
    columns = [*rows[0]] if rows else ["context_id"]
    known = {tuple(getattr(row, name) for name in columns): row for row in model.objects.filter(source=source)}
    wanted = {tuple(row.values()): row for row in rows}
    model.objects.filter(pk__in=[row.pk for key, row in known.items() if key not in wanted]).delete()
    model.objects.bulk_create([model(source=source, **row) for key, row in wanted.items() if key not in known])


def _contexts(source: TranslationSource, instance: Page, paths: set[str]) -> dict[str, int]:
    def stored() -> dict[str, int]:
        rows = TranslationContext.objects.filter(object_id=source.object_id)
        return {path: pk for path, pk in rows.values_list("path", "pk") if path in paths}

    known = stored()
    new = [_new_context(source, instance, path) for path in sorted(paths - known.keys())]
    TranslationContext.objects.bulk_create(new, ignore_conflicts=True)
    return stored() if new else known


def _new_context(source: TranslationSource, instance: Page, path: str) -> TranslationContext:
    context: Any = TranslationContext(
        object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path)
    )
    # What it finds it would save at once; here all are saved together.
    context.save = lambda **_columns: None
    context.get_field_path(instance)
    del context.save
    return context


def _strings(locale_id: int, values: Iterable[StringSegmentValue]) -> dict[uuid.UUID, int]:
    texts = {String._get_data_hash(value.string.data): value.string.data for value in values}

    def stored() -> dict[uuid.UUID, int]:
        return dict(String.objects.filter(locale_id=locale_id, data_hash__in=texts).values_list("data_hash", "pk"))

    known = stored()
    new = [String(locale_id=locale_id, data_hash=key, data=texts[key]) for key in texts if key not in known]
    String.objects.bulk_create(new, ignore_conflicts=True)
    return stored() if new else known


def _templates(values: Iterable[TemplateSegmentValue]) -> dict[uuid.UUID, int]:
    by_key = {_key_of(value): value for value in values}

    def stored() -> dict[uuid.UUID, int]:
        return dict(Template.objects.filter(uuid__in=by_key).values_list("uuid", "pk"))

    known = stored()
    new = [
        Template(uuid=key, template=value.template, template_format=value.format, string_count=value.string_count)
        for key, value in by_key.items()
        if key not in known
    ]
    Template.objects.bulk_create(new, ignore_conflicts=True)
    return stored() if new else known


def _key_of(value: TemplateSegmentValue) -> uuid.UUID:
    return uuid.uuid5(uuid.uuid5(Template.BASE_UUID_NAMESPACE, value.format), value.template)
