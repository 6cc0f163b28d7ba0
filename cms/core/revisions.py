"""Reading a page out of its revision, whatever has been deleted since, and telling whether two say the same.

modelcluster asks for every foreign key by itself whether its target is still there, about seventy queries for a case
study, and raises an error where a protected target is gone. Here one query per model finds what is gone, and it is
left out before the page is read.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import SET_NULL, ForeignKey, Model
from modelcluster.models import get_all_child_relations

from cms.core.form_fields import without_keys

OF_THE_STATE = frozenset(
    {
        *("live", "live_revision", "latest_revision", "latest_revision_created_at", "has_unpublished_changes"),
        *("first_published_at", "last_published_at", "expired", "draft_title", "locked", "locked_at", "locked_by"),
        *("path", "depth", "numchild", "url_path", "persistent_id", "text_digest", "quality_level", "owner"),
        *("content_type", "wagtail_admin_comments"),
    }
)
"""In the serialised form of a page, and nothing that somebody has written: the system sets it, or it is a remark."""

OF_A_ROW = frozenset({"pk", "page", "sort_order"})
"""Of a row, the same: rows stand in their order, and the form counts them anew."""

Targets = defaultdict[tuple[type[Model], str], set[Any]]


def says_the_same(content: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two serialised forms of a page hold the same words and facts, whatever a browser did to them."""
    return not differing(content, other)


def differing(content: Mapping[str, Any], other: Mapping[str, Any]) -> set[str]:
    """Names of the fields and rows in which two serialised forms of a page do not say the same."""
    one, two = _written(content), _written(other)
    return {name for name in one.keys() | two.keys() if one.get(name) != two.get(name)}


def _written(content: Mapping[str, Any]) -> dict[str, Any]:
    stored = json.loads(json.dumps(content, cls=DjangoJSONEncoder))  # as the database gives it back: dates are text
    return {name: _value(value) for name, value in stored.items() if name not in OF_THE_STATE}


def _value(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("["):
        # A StreamField is text in the serialised form.
        with suppress(ValueError):
            return without_keys(json.loads(value))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{name: _value(item) for name, item in row.items() if name not in OF_A_ROW} for row in value]
    return without_keys(value)


def without_what_is_gone(model: type[Model], data: Mapping[str, Any]) -> dict[str, Any]:
    """The serialised form of a page without references to what no longer exists.

    A reference of the page itself becomes empty. A row that cannot do without its target goes.
    """
    targets: Targets = defaultdict(set)
    _collect(model, data, targets)
    gone: Targets = defaultdict(set)
    for (target, name), values in targets.items():
        there = target._default_manager.filter(**{f"{name}__in": values}).values_list(name, flat=True)
        gone[target, name] = values - set(there)
    return _pruned(model, data, gone) if any(gone.values()) else dict(data)


def _references(
    model: type[Model], data: Mapping[str, Any]
) -> Iterator[tuple[ForeignKey, tuple[type[Model], str], Any]]:
    """(field, what it points at, value) of each foreign key that has a value."""
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey) and data.get(field.name) is not None:
            target = field.target_field
            yield field, (field.remote_field.model, target.name), target.to_python(data[field.name])


def _collect(model: type[Model], data: Mapping[str, Any], targets: Targets) -> None:
    for _field, target, value in _references(model, data):
        targets[target].add(value)
    for relation in get_all_child_relations(model):
        for row in data.get(relation.get_accessor_name(), ()):
            _collect(relation.related_model, row, targets)


def _pruned(model: type[Model], data: Mapping[str, Any], gone: Targets) -> dict[str, Any]:
    kept = dict(data)
    for field, target, value in _references(model, data):
        if value in gone[target]:
            kept[field.name] = None
    for relation in get_all_child_relations(model):
        name, row_model = relation.get_accessor_name(), relation.related_model
        if name in kept:
            rows = [row for row in kept[name] if not _needs_what_is_gone(row_model, row, gone)]
            kept[name] = [_pruned(row_model, row, gone) for row in rows]
    return kept


def _needs_what_is_gone(model: type[Model], row: Mapping[str, Any], gone: Targets) -> bool:
    return any(
        value in gone[target] and field.remote_field.on_delete is not SET_NULL
        for field, target, value in _references(model, row)
    )
