"""Who shows pictures and files to the public. Each says so when it starts; nothing else makes a file public (ADR 22).

The core knows neither the documents that the log keeps nor the registers: they know the core.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet


@dataclass(frozen=True)
class Shower:
    """One who shows files: to the public, or to a partner under the grants of its key."""

    ids: Callable[[type[Model]], QuerySet]
    """Ids of the images, or of the documents, that it shows: one query, for lists and counts."""
    shows_now: Callable[[Any], bool]
    """Whether it shows one file, true at this very moment."""


_showers: dict[str, Shower] = {}


def files_are_shown_by(name: str, *, ids: Callable[[type[Model]], QuerySet], shows_now: Callable[[Any], bool]) -> None:
    """Say that what one shows to the public may be fetched by the public."""
    _showers[name] = Shower(ids, shows_now)


def ids_of_shown(model: type[Model]) -> Q:
    """The condition that a file of this model is shown by somebody."""
    shown = Q(pk__in=[])
    for shower in _showers.values():
        shown |= Q(pk__in=shower.ids(model))
    return shown


def is_shown_now(file: Model) -> bool:
    """Whether somebody shows this file."""
    return any(shower.shows_now(file) for shower in _showers.values())
