"""Comparison of text, word by word, marked so that it can be read without colour and be heard."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.editorial.comparison.names import Names, Reference

WORD = re.compile(r"(\w+|[^\w\s])(\s*)")
ALIKE = 0.4
"""Share of words in common below which two lines are two texts, and word for word would be confetti."""
MOST_PAIRS = 4_000_000
"""Words times words. Above that a passage is shown as removed and added as a whole: minutes of work for nothing."""


@dataclass(frozen=True)
class Word:
    """A word or sign with what it looks like; or where a link leads (a thing of the site, or an address)."""

    text: str
    is_followed_by_space: bool = False
    look: str = ""
    """``b``, ``i``, both or nothing."""
    target: Reference | str | None = None

    @property
    def key(self) -> tuple[str, str, Reference | str | None]:
        return self.text, self.look, self.target

    def html(self, names: Names) -> SafeString:
        text = format_html("{}", self.plain(names))
        if "i" in self.look:
            text = format_html("<em>{}</em>", text)
        if "b" in self.look:
            text = format_html("<strong>{}</strong>", text)
        return text

    def plain(self, names: Names) -> str:
        if self.target is None:
            return self.text
        target = names.of(self.target) if isinstance(self.target, Reference) else self.target
        return f"(→ {target})"


@dataclass(frozen=True)
class Line:
    """A paragraph, heading, item of a list or line of plain text."""

    words: tuple[Word, ...]
    style: str = "text"
    """``text``, ``heading``, ``bullet`` or ``number``."""

    @property
    def key(self) -> tuple[str, tuple[tuple[str, str, Reference | str | None], ...]]:
        return self.style, tuple(word.key for word in self.words)


def words_of(text: str, look: str = "") -> Iterator[Word]:
    for match in WORD.finditer(text):
        yield Word(match[1], bool(match[2]), look)


def lines_of(text: str) -> list[Line]:
    """Lines of plain text, without the empty ones."""
    return [Line(tuple(words_of(line.strip()))) for line in text.splitlines() if line.strip()]


def references(lines: Iterable[Line]) -> Iterator[Reference]:
    for line in lines:
        for word in line.words:
            if isinstance(word.target, Reference):
                yield word.target


def plain(lines: Iterable[Line], names: Names) -> str:
    return " ".join(_run(line.words, names, is_plain=True) for line in lines)


def compared(before: Sequence[Line], after: Sequence[Line], names: Names) -> SafeString:
    """All lines of both, in order; within a line that was rewritten, its words."""
    rows = (_row(old, new, names) for old, new in _aligned(before, after))
    return format_html_join("\n", "{}", ((row,) for row in rows))


def removed(text: str) -> SafeString:
    return format_html(
        '<del><span class="w-sr-only">{}</span>{}<span class="w-sr-only">]</span></del>', _("[removed: "), text
    )


def added(text: str) -> SafeString:
    return format_html(
        '<ins><span class="w-sr-only">{}</span>{}<span class="w-sr-only">]</span></ins>', _("[added: "), text
    )


def _row(old: Line | None, new: Line | None, names: Names) -> SafeString:
    line = new or old
    if old is not None and new is not None:
        text = format_html_join("", "{}", ((part,) for part in _word_by_word(old.words, new.words, names)))
        if old.style != new.style:
            text = format_html('<span class="sb-compare__note">{}</span> {}', _of_another_kind(old, new), text)
    elif new is not None:
        text = added(_run(new.words, names))
    else:
        text = removed(_run(old.words if old else (), names))
    return format_html('<p class="sb-line sb-line--{}">{}</p>', line.style if line else "text", text)


def _of_another_kind(old: Line, new: Line) -> str:
    styles = {"text": _("paragraph"), "heading": _("heading"), "bullet": _("bullet"), "number": _("numbered item")}
    return _("(was a %(before)s, is a %(after)s)") % {"before": styles[old.style], "after": styles[new.style]}


def _word_by_word(old: Sequence[Word], new: Sequence[Word], names: Names) -> Iterator[SafeString]:
    matcher = SequenceMatcher(None, [word.key for word in old], [word.key for word in new], autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            yield _run(new[j1:j2], names)
            continue
        # Spaces stand outside of what is marked.
        if i2 > i1:
            if i1 and j1 and old[i1 - 1].is_followed_by_space and not new[j1 - 1].is_followed_by_space:
                yield SafeString(" ")
            yield removed(SafeString(_run(old[i1:i2], names).rstrip()))
            if j2 > j1 or old[i2 - 1].is_followed_by_space:
                yield SafeString(" ")
        if j2 > j1:
            yield added(SafeString(_run(new[j1:j2], names).rstrip()))
            if new[j2 - 1].is_followed_by_space:
                yield SafeString(" ")


def _run(words: Sequence[Word], names: Names, is_plain: bool = False) -> SafeString:
    if is_plain:
        return SafeString("".join(word.plain(names) + " " * word.is_followed_by_space for word in words))
    return format_html_join("", "{}{}", ((word.html(names), " " * word.is_followed_by_space) for word in words))


def _aligned(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    matcher = SequenceMatcher(None, [line.key for line in before], [line.key for line in after], autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation == "equal":
            yield from zip(before[i1:i2], after[j1:j2], strict=True)
        else:
            yield from _paired(before[i1:i2], after[j1:j2])


def _paired(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Lines of a passage that was rewritten, in order, each with the next one that is much like it."""
    is_small = sum(len(line.words) for line in before) * sum(len(line.words) for line in after) <= MOST_PAIRS
    start, waiting = 0, 0
    for place, line in enumerate(after):
        match = next((n for n in range(start, len(before)) if is_small and _are_alike(before[n], line)), None)
        if match is not None:
            yield from _apart(before[start:match], after[waiting:place])
            yield before[match], line
            start, waiting = match + 1, place + 1
    yield from _apart(before[start:], after[waiting:])


def _apart(before: Sequence[Line], after: Sequence[Line]) -> Iterator[tuple[Line | None, Line | None]]:
    """Lines that have nothing to do with one another: first what is gone, then what is new."""
    yield from ((line, None) for line in before)
    yield from ((None, line) for line in after)


def _are_alike(old: Line, new: Line) -> bool:
    first, second = ([word.text for word in line.words] for line in (old, new))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE
