"""Answers of the API made comparable: what differs from one database to the next gets a name instead."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("golden")
MOMENTS = {"first_published_at", "last_published_at"}
TOKEN = re.compile(r"(/documents/<document \d+>/|/images/)[\w-]{12}-")
HASH = re.compile(r"\.[0-9a-f]{8}\.fill-")
ADDRESS = re.compile(r"(/api/v2/pages/|/documents/)(\d+)/")
NUMBER = re.compile(r"sb-\d{6,}")


class Names:
    """Gives each id a name by what it is the id of, in the order they are met."""

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str] = {}

    def of(self, kind: str, key: Any) -> str:
        count = sum(1 for known, _key in self.known if known == kind)
        return self.known.setdefault((kind, str(key)), f"<{kind} {count + 1}>")


def comparable(answer: Any, names: Names | None = None) -> Any:
    """The answer with names for ids, file tokens, persistent ids and times, and without the host."""
    names = names or Names()
    if isinstance(answer, list):
        return [comparable(part, names) for part in answer]
    if isinstance(answer, dict):
        return {key: _value(key, value, answer, names) for key, value in answer.items()}
    return _text(answer, names) if isinstance(answer, str) else answer


def path_of(label: str, language: str) -> Path:
    """Golden file of a page type and a language."""
    return FOLDER / f"{label.lower().replace('.', '_')}_{language}.json"


def as_text(answer: Any) -> str:
    return json.dumps(comparable(answer), ensure_ascii=False, indent=1) + "\n"


def keys_of(answer: Any, prefix: str = "") -> set[str]:
    """Paths of all keys of an answer: ``meta.locale``, ``costs[].amount``."""
    if isinstance(answer, list):
        return {key for part in answer for key in keys_of(part, f"{prefix}[]")}
    if isinstance(answer, dict):
        inner = {key for name, value in answer.items() for key in keys_of(value, f"{prefix}.{name}")}
        return {f"{prefix}.{name}" for name in answer} | inner
    return set()


def _value(key: str, value: Any, owner: dict[str, Any], names: Names) -> Any:
    if key == "id" and isinstance(value, int):
        kind = "image" if "renditions" in owner else "document" if "format" in owner else "page"
        return names.of(kind, value)
    return "<time>" if key in MOMENTS else comparable(value, names)


def _text(value: str, names: Names) -> str:
    value = value.replace("http://testserver", "")
    value = ADDRESS.sub(lambda m: f"{m[1]}{names.of('page' if 'pages' in m[1] else 'document', m[2])}/", value)
    value = TOKEN.sub(r"\1<token>-", HASH.sub(".<hash>.fill-", value))
    return NUMBER.sub(lambda m: names.of("sb", m[0]), value)
