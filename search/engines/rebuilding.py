"""The database's index made anew under a site that is in use: each entry is replaced where it stands."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import OperationalError, connection, transaction
from modelsearch.index import get_indexed_models
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from search.engines.entries import pages_to_index

AT_ONCE = 25
PAUSE_SECONDS = 0.2
MOST_TRIES = 300


class StillLocked(Exception):
    """Somebody has held the same rows for a minute."""


def objects() -> list[tuple[Any, list[int]]]:
    """All that has an entry, by model: ids."""
    others = [model._default_manager for model in get_indexed_models() if not issubclass(model, Page)]
    every = [Page.objects.exclude(depth=1), *others]  # the root of the tree is no page of ours
    return [(one.model, list(one.order_by("pk").values_list("pk", flat=True))) for one in every]


def index_again(model: Any, ids: Sequence[int]) -> Iterator[int]:
    """Write the entries of objects; gives how many after each part. Raises `StillLocked`."""
    for begin in range(0, len(ids), AT_ONCE):
        part = ids[begin : begin + AT_ONCE]
        for _try in range(MOST_TRIES):
            try:
                _index_part(model, part)
                break
            except OperationalError:  # somebody saves one of them just now
                time.sleep(PAUSE_SECONDS)
        else:
            raise StillLocked(f"{model._meta.label} {part[0]} to {part[-1]}")
        yield len(part)


def forget_what_is_gone() -> None:
    """Delete entries of objects that are not there any more."""
    backend: Any = get_search_backend()
    backend.get_index_for_model(Page).delete_stale_entries()


def _index_part(model: Any, ids: Sequence[int]) -> None:
    """Nobody can save between reading and writing, so that no older state replaces a newer one.

    Whoever saves is never waited for with rows in hand: two that wait for one another would end in an error for one.
    """
    with transaction.atomic():
        rows = model._default_manager.filter(pk__in=ids).order_by()
        if connection.features.has_select_for_update_nowait:
            list(rows.select_for_update(nowait=True, of=("self",)).values_list("pk", flat=True))
        by_model: defaultdict[Any, list[Any]] = defaultdict(list)
        for obj in pages_to_index(ids) if model is Page else model.get_indexed_objects().filter(pk__in=ids):
            by_model[type(obj)].append(obj)
        backend: Any = get_search_backend()
        for of, found in by_model.items():
            backend.add_bulk(of, found)
