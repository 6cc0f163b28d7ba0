"""Reads the content files. One file is one page; its form is described in ``content/README.md``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

# The same loader in C, ten times faster, where PyYAML was built with it.
SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

CONTENT = Path(__file__).resolve().parents[1] / "content"
KIND_OF_FOLDER = {
    "cases": "case",
    "resources": "resource",
    "plans": "plan",
    "collections": "collection",
    "themes": "topic",
    "plain": "plain",
}
"""Folder → kind of page; in ``network/`` each file says its own."""

LANGUAGES = ("sv", "en")


class ContentError(Exception):
    """Something in a content file is wrong; the message names the file and the field."""


@dataclass(frozen=True)
class Entry:
    """One page as its file describes it."""

    kind: str
    file: str
    data: dict[str, Any] = field(repr=False)

    @property
    def key(self) -> str:
        return self.data["key"]

    @property
    def published(self) -> dt.date:
        return self.data["published"]

    @property
    def has_english(self) -> bool:
        return self.data["english"] != "untranslated"

    @property
    def is_stale(self) -> bool:
        return self.data["english"] == "stale"

    @property
    def languages(self) -> tuple[str, ...]:
        return LANGUAGES if self.has_english else LANGUAGES[:1]

    def slug(self, language: str) -> str:
        return self.data["english_slug"] if language == "en" else self.data.get("slug", self.key)

    def error(self, where: str, what: str) -> ContentError:
        return ContentError(f"{self.file}: {where}: {what}")


def read_entries(folder: Path = CONTENT) -> list[Entry]:
    """Every content page, in the order in which they were published."""
    entries = [_entry(path) for path in sorted(folder.glob("*/*.yaml")) if path.parent.name != "files"]
    return sorted(entries, key=lambda entry: (entry.published, entry.key))


def read(name: str, folder: Path = CONTENT) -> dict[str, Any]:
    """A file that is no page: ``registers``, ``structure``, ``beside``, ``files/brochure``."""
    path = folder / f"{name}.yaml"
    return _load(path)


def is_bilingual(value: Any) -> bool:
    """Whether a value of a file is a text in one or both languages."""
    return isinstance(value, dict) and bool(value) and set(value) <= set(LANGUAGES)


def _entry(path: Path) -> Entry:
    data = _load(path)
    folder = path.parent.name
    kind = KIND_OF_FOLDER.get(folder) or data.pop("kind", "")
    return Entry(kind=kind, file=f"{folder}/{path.name}", data=data)


def _load(path: Path) -> dict[str, Any]:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=SAFE)  # noqa: S506  it is the safe one
    except yaml.YAMLError as error:
        raise ContentError(f"{path.parent.name}/{path.name}: {error}") from None
    if not isinstance(data, dict):
        raise ContentError(f"{path.parent.name}/{path.name}: the file must be a mapping")
    return data
