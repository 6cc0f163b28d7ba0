"""Hits narrowed by what is chosen of facets, and counted for what could be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from search.values import NEVER, Values


class Narrowed:
    """Hits, of which any chosen code of a facet will do, and all facets must have one."""

    def __init__(self, ids: Sequence[int], chosen: Mapping[str, Collection[str]], values: Values) -> None:
        self._values = values
        self._ids = ids
        self._chosen = {name: frozenset(codes) for name, codes in chosen.items() if codes}
        self._fitting: dict[str, list[int]] = {}

    def ids(self, *, without: str = "", newest_first: bool = False) -> list[int]:
        """Those that fit, in their order or the newest first; `without`: a facet of which nothing counts as chosen."""
        found = self._fit(without)
        if newest_first:
            published = self._values.published
            return sorted(found, key=lambda pk: (published.get(pk, NEVER), pk), reverse=True)
        return list(found)

    def _fit(self, without: str) -> list[int]:
        # Without a facet of which nothing is chosen they are the same as with all.
        without = without if without in self._chosen else ""
        if without not in self._fitting:
            found = self._ids
            for name, wanted in self._chosen.items():
                if name != without:
                    codes = self._values.codes[name]
                    found = [pk for pk in found if not wanted.isdisjoint(codes.get(pk, ()))]
            self._fitting[without] = list(found)
        return self._fitting[without]

    def counts(self, facet: str) -> Counter[str]:
        """How many each code of a facet would give, whatever is chosen of the facet itself."""
        codes = self._values.codes[facet]
        return Counter(chain.from_iterable(codes.get(pk, ()) for pk in self._fit(facet)))
