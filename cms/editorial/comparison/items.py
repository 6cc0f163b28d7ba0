"""The shape of a comparison: a tree of what the form shows, whose leaves are single values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cms.editorial.comparison.leaves import Leaf
    from cms.editorial.comparison.names import Names

EXCERPT = 90
"""Characters of a thing that has only moved: enough to know it by."""


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass
class Item:
    """A field, block, row or part of one. It has a leaf or children; a moved one also says from and to which place."""

    label: str
    kind: Kind
    leaf: Leaf | None = None
    children: list[Item] = field(default_factory=list)
    moved: tuple[int, int] | None = None
    html: str = ""
    """What to show of the leaf, with what was removed and added marked. Filled in by `write`."""
    excerpt: str = ""
    """The beginning of the text in it. Filled in by `write` for what has only moved."""

    @property
    def is_shown(self) -> bool:
        return self.kind != Kind.SAME or self.moved is not None

    @property
    def has_only_moved(self) -> bool:
        return self.kind == Kind.SAME and self.moved is not None

    @property
    def is_text(self) -> bool:
        """Whether the leaf holds words of the page, in the page's language."""
        return self.leaf is not None and self.leaf.is_text

    def leaves(self) -> Iterator[Leaf]:
        if self.leaf is not None:
            yield self.leaf
        for child in self.children:
            yield from child.leaves()

    def write(self, names: Names, *, whole: bool = False) -> None:
        """Fill in what is shown, here and below; `whole` also what is the same in both."""
        if self.leaf is not None:
            self.html = self.leaf.html(names)
        if self.has_only_moved:
            words = " · ".join(text for leaf in self.leaves() if (text := leaf.plain(names)))
            self.excerpt = f"{words[:EXCERPT].rstrip()}…" if len(words) > EXCERPT else words
        for child in self.children:
            if whole or child.is_shown:
                child.write(names, whole=whole)


def group(label: str, children: list[Item], kind: Kind | None = None) -> Item:
    """An item of others. Unless `kind` says that it is new or gone, it has changed when one of them is shown."""
    if kind is None:
        kind = Kind.CHANGED if any(child.is_shown for child in children) else Kind.SAME
    return Item(label, kind, children=children)
