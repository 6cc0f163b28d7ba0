"""Flat columns for tables and maps, made from the form that things have in the API.

A code has two columns, ``county_code`` and ``county_label``; a list of codes has ``theme_codes`` and ``theme_labels``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Item = Mapping[str, Any]
"""One thing as the API shows it."""


class Columns(NamedTuple):
    """The columns that come from one field of the API: name of the column → what it takes from the field's value."""

    field: str
    values: Mapping[str, Callable[[Any], Any]]


def plain(*names: str) -> list[Columns]:
    """Texts, numbers, dates and yes or no, each as it is."""
    return [Columns(name, {name: lambda value: value}) for name in names]


def coded(*names: str) -> list[Columns]:
    """Fields with one ``{code, label}``."""
    return [Columns(name, {f"{name}_code": _part("code"), f"{name}_label": _part("label")}) for name in names]


def listed(*names: str) -> list[Columns]:
    """Fields with several ``{code, label}``; they are named in the plural."""
    return [
        Columns(name, {f"{name[:-1]}_codes": _parts("code"), f"{name[:-1]}_labels": _parts("label")}) for name in names
    ]


def parts(name: str, **columns: str) -> list[Columns]:
    """Fields with a fixed structure: name of the column → the part of the value that it takes."""
    return [Columns(name, {column: _part(part) for column, part in columns.items()})]


def places() -> list[Columns]:
    """Places that a page is about, by SCB codes; the county is there also when only its municipality was given."""
    columns = {
        "place_municipality_codes": lambda rows: _unique(_code(row["municipality"]) for row in rows),
        "place_municipality_labels": lambda rows: _unique(_part("label")(row["municipality"]) for row in rows),
        "place_county_codes": lambda rows: _unique(_code(row["county"]) or _county_of(row) for row in rows),
        "place_localities": lambda rows: _unique(row["locality"] for row in rows),
    }
    return [Columns("places", columns)]


def names_of(columns: Iterable[Columns]) -> list[str]:
    """Names of the columns, in their order."""
    return [name for column in columns for name in column.values]


def flat(item: Item, columns: Iterable[Columns]) -> dict[str, Any]:
    """An item as values by column."""
    fields = {**item, **item.get("meta", {})}
    return {name: take(fields[column.field]) for column in columns for name, take in column.values.items()}


def _part(name: str) -> Callable[[Any], Any]:
    return lambda value: None if value is None else value[name]


def _parts(name: str) -> Callable[[Any], list[Any]]:
    return lambda values: [value[name] for value in values]


def _code(value: Any) -> str | None:
    return None if value is None else value["code"]


def _county_of(row: Item) -> str | None:
    """The first two digits of a municipality's code are its county (SCB)."""
    code = _code(row["municipality"])
    return code[:2] if code else None


def _unique(values: Iterable[Any]) -> Sequence[Any]:
    return list(dict.fromkeys(value for value in values if value))
