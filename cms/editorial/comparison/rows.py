"""Rows of a page: services, costs, contacts and the like, matched by what keeps its identity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.editorial.comparison.items import Item, Kind, group
from cms.editorial.comparison.sequences import Pair, matched

HALF = 0.5
"""Two rows of facts are one that was changed when at least half of it is as it was."""

Compare = Callable[[Any, Any], list[Item]]
"""Row before and after, or None → items of what is in it."""


@dataclass(frozen=True)
class Relation:
    """A child relation: its accessor on the parent, the name of its foreign key, and what one row is called."""

    name: str
    parent: str
    model: Any
    label: str


def item_of_rows(label: str, relation: Relation, before: Sequence[Any], after: Sequence[Any], compare: Compare) -> Item:
    """All rows of a relation; `compare` compares two of them."""
    columns = [field.attname for field in relation.model._meta.concrete_fields if _is_said(field, relation)]

    def likeness(old: Any, new: Any) -> float:
        """Share of the columns that say the same. Rows with two keys are two, unless all of it is the same."""
        filled = [name for name in columns if getattr(old, name) or getattr(new, name)]
        share = sum(getattr(old, name) == getattr(new, name) for name in filled) / len(filled) if filled else 1
        return share if share >= (1 if hasattr(old, "translation_key") else HALF) else 0

    pairs = matched(before, after, _identities, likeness)
    return group(label, [_item_of_pair(relation, pair, compare) for pair in pairs])


def rows_of(instances: Sequence[Any], relation: Relation) -> list[list[Any]]:
    """The rows of each instance in their order: those it holds itself, as read from a revision, or stored ones.

    Stored rows of all instances are read with one query.
    """
    held = [instance.__dict__.get("_cluster_related_objects", {}).get(relation.name) for instance in instances]
    asked = [instance.pk for instance, rows in zip(instances, held, strict=True) if rows is None and instance.pk]
    stored: defaultdict[Any, list[Any]] = defaultdict(list)
    if asked:
        for row in relation.model._default_manager.filter(**{f"{relation.parent}__in": asked}):
            stored[getattr(row, f"{relation.parent}_id")].append(row)
    found = [stored[instance.pk] if rows is None else rows for instance, rows in zip(instances, held, strict=True)]
    return [sorted(rows, key=lambda row: getattr(row, "sort_order", None) or 0) for rows in found]


def _identities(row: Any) -> tuple[Any, ...]:
    """A row of text has a key of its own. Others have a number, which changes each time that they are published."""
    key = getattr(row, "translation_key", None)
    return tuple(identity for identity in (key and ("key", key), row.pk and ("pk", row.pk)) if identity)


def _is_said(field: Any, relation: Relation) -> bool:
    return not field.primary_key and field.name not in ("sort_order", "translation_key", "locale", relation.parent)


def _item_of_pair(relation: Relation, pair: Pair[Any], compare: Compare) -> Item:
    label = _("%(name)s, no. %(number)d") % {"name": relation.label, "number": pair.place}
    item = group(label, compare(pair.before, pair.after))
    if pair.before is None or pair.after is None:
        item.kind = Kind.ADDED if pair.before is None else Kind.REMOVED
    item.moved = pair.move
    return item
