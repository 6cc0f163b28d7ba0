"""The formats. Each writer takes parts of an export and gives bytes as they come, never the whole at once."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rest_framework.utils.encoders import JSONEncoder

from cms.api.exports.columns import Columns, flat, names_of
from cms.api.exports.maps import municipality_points, place_of
from cms.api.exports.sources import Part

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else, and å for Ã¥."""
BETWEEN = "|"
"""Between the values of a list in one cell."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet would run (OWASP: CSV injection)."""

Write = Callable[[Iterable[Part], Sequence[Columns]], Iterator[bytes]]


class Format(NamedTuple):
    content_type: str
    write: Write
    is_flat: bool
    """Whether the columns are enough, or whole items are shown."""


def as_json(parts: Iterable[Part], columns: Sequence[Columns]) -> Iterator[bytes]:
    """``{"items": [...]}``, a line for each."""
    yield from _wrapped('{"items": [', (_dump(item) for part in parts for item in part), "]}\n")


def as_lines(parts: Iterable[Part], columns: Sequence[Columns]) -> Iterator[bytes]:
    """One JSON object a line (https://github.com/ndjson/ndjson-spec)."""
    for part in parts:
        yield "".join(f"{_dump(item)}\n" for item in part).encode()


def as_csv(parts: Iterable[Part], columns: Sequence[Columns]) -> Iterator[bytes]:
    """RFC 4180 in UTF-8 with a byte order mark: commas, quotes where needed, CRLF, names in the first line."""
    yield (BYTE_ORDER_MARK + _lines([names_of(columns)])).encode()
    for part in parts:
        yield _lines([[_cell(value) for value in flat(item, columns).values()] for item in part]).encode()


def as_geojson(parts: Iterable[Part], columns: Sequence[Columns]) -> Iterator[bytes]:
    """A FeatureCollection (RFC 7946) with the columns of the table as properties, codes of SCB among them."""
    points = municipality_points()

    def features() -> Iterator[str]:
        for part in parts:
            for item in part:
                place = place_of(item, points)
                yield _dump(
                    {
                        "type": "Feature",
                        "id": item.get("id") or item["code"],
                        "geometry": place.geometry,
                        "properties": {**flat(item, columns), "geometry_source": place.source},
                    }
                )

    yield from _wrapped('{"type": "FeatureCollection", "features": [', features(), "]}\n")


FORMATS: Mapping[str, Format] = {
    "json": Format("application/json", as_json, is_flat=False),
    "ndjson": Format("application/x-ndjson", as_lines, is_flat=False),
    "csv": Format("text/csv; charset=utf-8; header=present", as_csv, is_flat=True),
    "geojson": Format("application/geo+json", as_geojson, is_flat=True),
}


def _wrapped(beginning: str, texts: Iterable[str], end: str) -> Iterator[bytes]:
    before = beginning
    for text in texts:
        yield f"{before}\n{text}".encode()
        before = ","
    yield (f"\n{end}" if before == "," else before + end).encode()


def _dump(value: Any) -> str:
    # The framework's encoder: dates and times look as they do in the rest of the API.
    return json.dumps(value, cls=JSONEncoder, ensure_ascii=False)


def _lines(rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    text = BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text
