"""Rich text as lines of words: headings, lists, bold, italics and links stay, tags do not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.editorial.comparison.names import Reference
from cms.editorial.comparison.words import Line, Word, words_of

LOOKS = {"b": "b", "strong": "b", "i": "i", "em": "i"}
STYLES = {"p": "text", "li": "bullet", **{f"h{level}": "heading" for level in range(1, 7)}}


def lines_of_rich_text(html: str) -> list[Line]:
    """The lines of rich text as it is stored, without empty ones."""
    reader = _Reader()
    reader.read(BeautifulSoup(html, "html.parser"), "")
    reader.end()
    return reader.lines


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._words: list[Word] = []
        self._style = "text"

    def read(self, tag: Tag, look: str) -> None:
        for node in tag.children:
            if isinstance(node, Tag):
                self._read_tag(node, look)
            elif isinstance(node, NavigableString):
                text = str(node)
                if text[:1].isspace():
                    self._end_word()
                self._words += words_of(text, look)

    def end(self, style: str = "text") -> None:
        """End the line that is being read, if there is one, and begin another."""
        if self._words:
            self.lines.append(Line(tuple(self._words), self._style))
        self._words, self._style = [], style

    def _read_tag(self, tag: Tag, look: str) -> None:
        look = "".join(sorted({*look, *LOOKS.get(tag.name, "")}))
        if tag.name == "br":
            self.end(self._style)
        elif tag.name in STYLES:
            is_numbered = tag.name == "li" and tag.parent is not None and tag.parent.name == "ol"
            self.end("number" if is_numbered else STYLES[tag.name])
            self.read(tag, look)
            self.end()
        else:
            self.read(tag, look)
            if tag.name == "a" and (target := _target(tag)):
                self._read_target(target)

    def _read_target(self, target: Reference | str) -> None:
        self._end_word()
        self._words.append(Word("", False, "", target))

    def _end_word(self) -> None:
        """Let a space follow on the word that was read last."""
        if self._words:
            self._words[-1] = replace(self._words[-1], is_followed_by_space=True)


def _target(tag: Tag) -> Reference | str:
    """Where a link leads; an empty text where it leads nowhere."""
    models: dict[Any, Any] = {"page": Page, "document": get_document_model()}
    model = models.get(tag.get("linktype"))
    pk = str(tag.get("id", ""))
    if model is not None:
        return Reference(model, int(pk)) if pk.isdecimal() else ""
    return str(tag.get("href", ""))
