"""The little markup of the content files, as the HTML that Wagtail's editor would have stored."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
PAGE = "page:"


class UnknownTarget(Exception):
    """A link to a page that no file describes."""


def to_html(text: str, pages: Mapping[str, int]) -> str:
    """Paragraphs, bulleted lists and links. `pages` gives the id of the Swedish page for each key."""
    parts: list[str] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        parts += _block([line.strip() for line in block.splitlines()], pages)
    return "".join(parts)


def targets_of(text: str) -> list[str]:
    """Keys of the pages that a text links to."""
    return [target.removeprefix(PAGE) for _words, target in LINK.findall(text) if target.startswith(PAGE)]


def _block(lines: list[str], pages: Mapping[str, int]) -> list[str]:
    """A paragraph, a list, or a paragraph that runs straight into its list."""
    parts: list[str] = []
    while lines:
        listed = lines[0].startswith("- ")
        end = next((i for i, line in enumerate(lines) if line.startswith("- ") != listed), len(lines))
        if listed:
            items = "".join(f"<li>{_inline(line[2:], pages)}</li>" for line in lines[:end])
            parts.append(f"<ul>{items}</ul>")
        else:
            parts.append(f"<p>{_inline(' '.join(lines[:end]), pages)}</p>")
        lines = lines[end:]
    return parts


def _inline(text: str, pages: Mapping[str, int]) -> str:
    html, position = "", 0
    for match in LINK.finditer(text):
        html += escape(text[position : match.start()], quote=False)
        html += _link(match[1], match[2], pages)
        position = match.end()
    return html + escape(text[position:], quote=False)


def _link(words: str, target: str, pages: Mapping[str, int]) -> str:
    if not target.startswith(PAGE):
        return f'<a href="{escape(target)}">{escape(words, quote=False)}</a>'
    key = target.removeprefix(PAGE)
    if key not in pages:
        raise UnknownTarget(key)
    return f'<a linktype="page" id="{pages[key]}">{escape(words, quote=False)}</a>'
