"""Rich text taken apart: paragraphs as a reader sees them, and links with what they point at."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

PARAGRAPHS = frozenset({"p", "li", "ul", "ol", "h2", "h3", "h4", "h5", "br", "hr", "blockquote"})


@dataclass
class Anchor:
    """A link in rich text: `kind` is ``page``, ``document`` or empty for an address."""

    kind: str
    target: str
    words: str = ""


@dataclass
class Reading:
    paragraphs: list[str] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.reading = Reading()
        self._words: list[str] = []
        self._anchor: Anchor | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in PARAGRAPHS:
            self.end_paragraph()
        elif tag == "a":
            values = {name: value or "" for name, value in attrs}
            kind = values.get("linktype", "")
            self._anchor = Anchor(kind, values.get("id", "") if kind else values.get("href", ""))
            self.reading.anchors.append(self._anchor)

    def handle_endtag(self, tag: str) -> None:
        if tag in PARAGRAPHS:
            self.end_paragraph()
        elif tag == "a":
            self._anchor = None

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if self._anchor is not None:
            self._anchor.words += data

    def end_paragraph(self) -> None:
        text = " ".join("".join(self._words).split())
        self._words.clear()
        if text:
            self.reading.paragraphs.append(text)


def read_markup(html: str) -> Reading:
    """Paragraphs (list items and headings are some) and links of a rich text, in their order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_paragraph()
    return reader.reading
