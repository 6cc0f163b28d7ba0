"""Single values of a page, compared: text, rich text, facts, things that are referred to, and sets of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cms.core.form_fields import without_keys
from cms.editorial.comparison import words
from cms.editorial.comparison.items import Item, Kind
from cms.editorial.comparison.names import Names, Reference
from cms.editorial.comparison.rich_text import lines_of_rich_text


class Leaf:
    """A value before and after; None, and what is empty in its own way, is no value."""

    is_text = False
    """Whether it is words of the page, in the page's language."""

    def __init__(self, before: Any, after: Any) -> None:
        self.before, self.after = self.tidied(before), self.tidied(after)

    def tidied(self, value: Any) -> Any:
        """The value without what makes no difference to a reader; None when it is empty."""
        return None if value in ("", []) else value

    @property
    def kind(self) -> Kind:
        if self.before == self.after:
            return Kind.SAME
        if self.before is None:
            return Kind.ADDED
        return Kind.REMOVED if self.after is None else Kind.CHANGED

    def item(self, label: str) -> Item:
        return Item(label, self.kind, leaf=self)

    def references(self) -> Iterable[Reference]:
        return ()

    def shown(self, value: Any, names: Names) -> str:
        """A value that is there, as people read it."""
        raise NotImplementedError

    def html(self, names: Names) -> SafeString:
        parts = []
        if self.kind == Kind.SAME:
            return format_html("{}", self.plain(names))
        if self.before is not None:
            parts.append(words.removed(self.shown(self.before, names)))
        if self.after is not None:
            parts.append(words.added(self.shown(self.after, names)))
        return format_html_join(" ", "{}", ((part,) for part in parts))

    def plain(self, names: Names) -> str:
        value = self.before if self.after is None else self.after
        return "" if value is None else self.shown(value, names)


class Fact(Leaf):
    """A choice, date, number, time or yes and no: `show` says how it is read."""

    def __init__(self, before: Any, after: Any, show: Callable[[Any], str]) -> None:
        super().__init__(before, after)
        self.show = show

    def shown(self, value: Any, names: Names) -> str:
        return str(self.show(value))


class Referred(Leaf):
    """A thing of the site or a row of a register, by primary key."""

    def __init__(self, before: Any, after: Any, model: Any) -> None:
        super().__init__(before, after)
        self.model = model

    def references(self) -> Iterable[Reference]:
        return [Reference(self.model, pk) for pk in (self.before, self.after) if pk is not None]

    def shown(self, value: Any, names: Names) -> str:
        return names.of(Reference(self.model, value))


class Terms(Leaf):
    """Terms of a vocabulary, ticked in a list: primary keys in order."""

    def __init__(self, before: Sequence[Any], after: Sequence[Any], model: Any) -> None:
        super().__init__(list(before), list(after))
        self.model = model

    @property
    def kind(self) -> Kind:
        if set(self.before or ()) == set(self.after or ()):
            return Kind.SAME
        return super().kind

    def references(self) -> Iterable[Reference]:
        return [Reference(self.model, pk) for pk in {*(self.before or ()), *(self.after or ())}]

    def shown(self, value: Any, names: Names) -> str:
        return ", ".join(names.of(Reference(self.model, pk)) for pk in value)

    def html(self, names: Names) -> SafeString:
        before, after = self.before or (), self.after or ()
        parts = [(words.removed(self.shown([pk], names)),) for pk in before if pk not in after]
        for pk in after:
            name = self.shown([pk], names)
            parts.append((format_html("{}", name) if pk in before else words.added(name),))
        return format_html_join(", ", "{}", parts)


class Text(Leaf):
    """Plain text, of one line or several."""

    is_text = True

    def tidied(self, value: Any) -> Any:
        lines = self.lines(value or "")
        return lines or None

    def lines(self, value: str) -> list[words.Line]:
        return words.lines_of(value)

    def references(self) -> Iterable[Reference]:
        return words.references([*(self.before or ()), *(self.after or ())])

    def shown(self, value: Any, names: Names) -> str:
        return words.plain(value, names)

    def html(self, names: Names) -> SafeString:
        return words.compared(self.before or (), self.after or (), names)


class RichText(Text):
    """Text with headings, lists, emphasis and links, as HTML of the database."""

    def lines(self, value: str) -> list[words.Line]:
        return lines_of_rich_text(without_keys(value))
