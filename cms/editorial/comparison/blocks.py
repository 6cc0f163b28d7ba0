"""Content in blocks: matched by their ids, whatever stands in them and wherever they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from wagtail import blocks

from cms.core.form_fields import without_keys
from cms.editorial.comparison.items import Item, Kind, group
from cms.editorial.comparison.sequences import Pair, matched
from cms.editorial.comparison.values import leaf_of_block


@dataclass
class Child:
    """A block in a stream or list: its definition, value as stored, and id if it has one."""

    block: blocks.Block
    value: Any
    id: str | None
    place: int

    def is_like(self, other: Child) -> float:
        """Blocks without ids, as somebody may have imported them, are matched by what they say, or by their place."""
        if self.block is not other.block:
            return 0
        if _said(self.value) == _said(other.value):
            return 1
        return 0.5 if None in (self.id, other.id) and self.place == other.place else 0


def _said(value: Any) -> Any:
    """A stored value without the ids of what stands in it. Older lists hold bare values."""
    if isinstance(value, list):
        return [_said(part) for part in value]
    if isinstance(value, dict):
        if value.get("type") == "item" and "value" in value:
            return _said(value["value"])
        return {name: _said(part) for name, part in value.items() if name != "id"}
    return without_keys(value)


def item_of_stream(label: str, block: blocks.StreamBlock, before: Any, after: Any) -> Item:
    """A StreamField or a stream inside it. `before` and `after` are lists as stored, or None."""
    return _item_of_children(label, _children_of_stream(block, before), _children_of_stream(block, after))


def item_of_block(label: str, block: blocks.Block, before: Any, after: Any) -> Item:
    """A block of any kind and everything below it; None is a block that is not there."""
    if isinstance(block, blocks.StreamBlock):
        return item_of_stream(label, block, before, after)
    if isinstance(block, blocks.ListBlock):
        return _item_of_children(label, _children_of_list(block, before), _children_of_list(block, after))
    if isinstance(block, blocks.StructBlock):
        children = [
            item_of_block(str(child.label), child, (before or {}).get(name), (after or {}).get(name))
            for name, child in block.child_blocks.items()
        ]
        return group(label, children)
    return leaf_of_block(block, before, after).item(label)


def _children_of_stream(block: blocks.StreamBlock, value: Any) -> list[Child]:
    """Blocks whose kind is no longer known are left out: the form leaves them out, too."""
    return [
        Child(block.child_blocks[row["type"]], row["value"], row.get("id"), place)
        for place, row in enumerate(value or ())
        if row["type"] in block.child_blocks
    ]


def _children_of_list(block: blocks.ListBlock, value: Any) -> list[Child]:
    """Older lists hold bare values."""
    children = []
    for place, row in enumerate(value or ()):
        is_wrapped = isinstance(row, dict) and row.get("type") == "item" and "value" in row
        child, key = (row["value"], row.get("id")) if is_wrapped else (row, None)
        children.append(Child(block.child_block, child, key, place))
    return children


def _item_of_children(label: str, before: list[Child], after: list[Child]) -> Item:
    pairs = matched(before, after, _identities, lambda old, new: old.is_like(new))
    return group(label, [_item_of_pair(pair) for pair in pairs])


def _identities(child: Child) -> tuple[Any, ...]:
    # A new one for what has none: nothing is the same as that.
    return ((type(child.block), child.block.name, child.id or uuid4()),)


def _item_of_pair(pair: Pair[Child]) -> Item:
    there = pair.after or pair.before
    assert there is not None  # noqa: S101  # a pair has at least one
    name = str(there.block.label or "")
    label = _("%(name)s, no. %(number)d") if name else _("No. %(number)d")
    item = item_of_block(
        label % {"name": name, "number": pair.place},
        there.block,
        pair.before.value if pair.before else None,
        pair.after.value if pair.after else None,
    )
    if pair.before is None or pair.after is None:
        item.kind = Kind.ADDED if pair.before is None else Kind.REMOVED
    item.moved = pair.move
    return item
