"""Which things of two lists are the same, which are new or gone, and which stand in another place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
Likeness = Callable[[T, T], float]


@dataclass
class Pair(Generic[T]):
    """A thing before and after, with its places counted from 1; None where it is not there."""

    before: T | None = None
    after: T | None = None
    place_before: int = 0
    place_after: int = 0
    is_moved: bool = False

    @property
    def place(self) -> int:
        return self.place_after or self.place_before

    @property
    def move(self) -> tuple[int, int] | None:
        return (self.place_before, self.place_after) if self.is_moved else None


def matched(
    before: Sequence[T], after: Sequence[T], identities: Callable[[T], Sequence[Hashable]], likeness: Likeness[T]
) -> list[Pair[T]]:
    """Pairs in the order of `after`; what is gone stands where it was.

    Things are the same when they share an identity, the strongest first. Those that are left are the same when they are
    `likeness` 1, and then in falling order of it; 0 and below is never the same.
    """
    partner = _by_identity(before, after, identities)
    _by_likeness(partner, before, after, likeness)
    stays = _longest_rising([partner[place] for place in range(len(after)) if place in partner])
    pairs = []
    for place, thing in enumerate(after):
        if place not in partner:
            pairs.append(Pair(after=thing, place_after=place + 1))
            continue
        old = partner[place]
        pairs.append(Pair(before[old], thing, old + 1, place + 1, is_moved=old not in stays))
    _put_back_what_is_gone(pairs, before, set(partner.values()))
    return pairs


def _by_identity(
    before: Sequence[T], after: Sequence[T], identities: Callable[[T], Sequence[Hashable]]
) -> dict[int, int]:
    """Place in `after` → place in `before`."""
    partner: dict[int, int] = {}
    places: dict[Hashable, int] = {}
    for place, thing in enumerate(before):
        for identity in identities(thing):
            places.setdefault(identity, place)
    for place, thing in enumerate(after):
        for identity in identities(thing):
            old = places.get(identity)
            if old is not None and old not in partner.values():
                partner[place] = old
                break
    return partner


def _by_likeness(partner: dict[int, int], before: Sequence[T], after: Sequence[T], likeness: Likeness[T]) -> None:
    taken = set(partner.values())
    left = [place for place in range(len(before)) if place not in taken]
    candidates = [
        (-degree, abs(new - old), new, old)
        for new in range(len(after))
        if new not in partner
        for old in left
        if (degree := likeness(before[old], after[new])) > 0
    ]
    for _degree, _distance, new, old in sorted(candidates):
        if new not in partner and old not in taken:
            partner[new] = old
            taken.add(old)


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """The largest set of numbers that stand in rising order: what is not among them has moved."""
    tails: list[int] = []
    previous: dict[int, int | None] = {}
    for number in numbers:
        position = bisect_left(tails, number)
        previous[number] = tails[position - 1] if position else None
        tails[position : position + 1] = [number]
    found: set[int] = set()
    number_or_none = tails[-1] if tails else None
    while number_or_none is not None:
        found.add(number_or_none)
        number_or_none = previous[number_or_none]
    return found


def _put_back_what_is_gone(pairs: list[Pair[T]], before: Sequence[T], kept: set[int]) -> None:
    """Each behind what stood before it."""
    for old, thing in enumerate(before):
        if old not in kept:
            behind = next((n for n, pair in enumerate(pairs) if old and pair.place_before == old), -1)
            pairs.insert(behind + 1, Pair(before=thing, place_before=old + 1))
