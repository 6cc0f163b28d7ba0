"""Tables that read well on a terminal and in Markdown."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass
class Table:
    """A heading, a sentence on how to read it, and rows of text."""

    title: str
    about: str
    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)

    def markdown(self) -> str:
        """The first column to the left, numbers to the right."""
        lines = [self.columns, *self.rows]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        body = [_line(self.columns, widths), _line(rule, widths), *(_line(row, widths) for row in self.rows)]
        return "\n".join([f"## {self.title}", "", self.about, "", *body, ""])


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    return " | ".join(["| " + first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]) + " |"


@dataclass(frozen=True)
class Ratio:
    """How many times one side is of the other: of the medians, with the least and most of single rounds."""

    of_medians: float
    least: float
    most: float

    def __str__(self) -> str:
        spread = f" ({self.least:.2f}-{self.most:.2f})" if self.least != self.most else ""
        return f"{self.of_medians:.2f}{spread}"


def ratio(numerators: Sequence[float], denominators: Sequence[float]) -> Ratio:
    """Of two sides measured in the same rounds."""
    rounds = [above / below for above, below in zip(numerators, denominators, strict=True)]
    medians = statistics.median(numerators) / statistics.median(denominators)
    return Ratio(medians, min(rounds), max(rounds))


def verdict(*, holds: bool | None) -> str:
    """What a reader looks for first."""
    return "-" if holds is None else "yes" if holds else "NO"
