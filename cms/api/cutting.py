"""Cutting what was asked for out of stored documents: a list serialises nothing, it puts pieces of text together.

While a document is written, the place of each field's value in it is noted; a list of some fields is those pieces under
their names again. What comes out is to the byte what Wagtail's serialiser would have made of the same fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.apps import apps
from rest_framework.renderers import JSONRenderer

from cms.api.rendering import Fields, serializer_class

Offsets = Mapping[str, tuple[int, int]]
"""Where the value of each field begins and ends, in characters."""


class Layout(NamedTuple):
    """Names of the fields of an answer, in their order: what stands before ``meta``, in it, and after it."""

    before: tuple[str, ...]
    meta: tuple[str, ...]
    after: tuple[str, ...]


def written(answer: Mapping[str, Any]) -> tuple[str, Offsets]:
    """An answer as JSON, and where in it the value of each field stands, those of ``meta`` among them."""
    text, offsets = _Text(), dict[str, tuple[int, int]]()
    text.add("{")
    for position, (name, value) in enumerate(answer.items()):
        text.add(f'{"," if position else ""}"{name}":')
        if name == "meta":
            text.add("{")
            for inner, (key, meta) in enumerate(value.items()):
                text.add(f'{"," if inner else ""}"{key}":')
                offsets[key] = text.add(json_of(meta))
            text.add("}")
        else:
            offsets[name] = text.add(json_of(value))
    text.add("}")
    return "".join(text.parts), offsets


def cut(body: str, offsets: Offsets, layout: Layout) -> str:
    """An answer with the fields of a layout only."""
    pieces = [f'"{name}":{body[slice(*offsets[name])]}' for name in layout.before if name in offsets]
    if meta := [f'"{name}":{body[slice(*offsets[name])]}' for name in layout.meta if name in offsets]:
        pieces.append(f'"meta":{{{",".join(meta)}}}')
    pieces += [f'"{name}":{body[slice(*offsets[name])]}' for name in layout.after if name in offsets]
    return f"{{{','.join(pieces)}}}"


@lru_cache(maxsize=512)
def layout_of(endpoint: Any, type_label: str, fields: Fields, details: bool) -> Layout:
    """Which fields an answer has, by the same rules of Wagtail's as one that is serialised."""
    serializer = serializer_class(endpoint, apps.get_model(type_label), fields, details)  # type: ignore[arg-type]  # mypy takes a class for its instances: python/mypy#11470
    names = list(serializer(context={}).fields)
    meta = tuple(name for name in names if name in serializer.meta_fields)  # type: ignore[attr-defined]  # Wagtail's
    others = [name for name in names if name not in serializer.meta_fields]  # type: ignore[attr-defined]  # Wagtail's
    return Layout(tuple(name for name in others if name == "id"), meta, tuple(name for name in others if name != "id"))


class _Text:
    """A text in the making that knows how long it is."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._length = 0

    def add(self, part: str) -> tuple[int, int]:
        """Append a part; where it stands."""
        begin, self._length = self._length, self._length + len(part)
        self.parts.append(part)
        return begin, self._length


def json_of(value: Any) -> str:
    """A value as the endpoints write it."""
    # The renderer takes None for "no answer at all".
    return "null" if value is None else JSONRenderer().render(value).decode()
