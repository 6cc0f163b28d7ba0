"""Where things are on a map (RFC 7946): WGS 84, longitude before latitude."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cms.api.exports.columns import Item
from cms.registers.models import Municipality

Point = tuple[float, float]
"""Longitude and latitude in degrees."""


class Place(NamedTuple):
    """A geometry, and what it rests on: ``coordinates`` of the thing itself, or the middle of a ``municipality``."""

    geometry: dict[str, Any] | None
    source: str | None


NOWHERE = Place(None, None)
"""RFC 7946, section 3.2: a feature may be without a place."""


def municipality_points() -> dict[str, Point]:
    """The middle of each municipality, by its SCB code."""
    rows = Municipality.objects.values_list("code", "longitude", "latitude")
    return {code: (longitude, latitude) for code, longitude, latitude in rows}


def place_of(item: Item, points: Mapping[str, Point]) -> Place:
    """Own coordinates, else the municipality, else all municipalities among the places; a county has no point."""
    if coordinates := item.get("coordinates"):
        return Place(_point((coordinates["longitude"], coordinates["latitude"])), "coordinates")
    own = item.get("municipality")
    municipalities = [own] if own else [row["municipality"] for row in item.get("places", ())]
    codes = dict.fromkeys(municipality["code"] for municipality in municipalities if municipality)
    found = [points[code] for code in codes if code in points]
    if not found:
        return NOWHERE
    if len(found) == 1:
        return Place(_point(found[0]), "municipality")
    return Place({"type": "MultiPoint", "coordinates": [list(point) for point in found]}, "municipality")


def _point(point: Point) -> dict[str, Any]:
    return {"type": "Point", "coordinates": list(point)}
