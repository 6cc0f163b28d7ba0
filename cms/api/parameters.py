"""The query of a request, read strictly: a mistake is answered, never guessed at or passed over."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext_lazy as _

from cms.api.problems import Problem, Text

LONGEST_VALUE = 2000
MOST_CODES = 50
LARGEST_NUMBER = 2**63 - 1
"""What an id in the database can be."""
NAMES_SHOWN, NAME_LENGTH_SHOWN = 10, 60
MAY_BE_EMPTY = frozenset({"cursor"})
"""The empty cursor is the beginning of a walk."""

NUMBER = re.compile(r"[0-9]{1,19}")
DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class Parameters:
    """Parameters by name, each given once and of a bearable length."""

    def __init__(self, query: QueryDict) -> None:
        self._values = {name: values[-1] for name, values in query.lists()}
        for name, values in query.lists():
            self._check(name[:NAME_LENGTH_SHOWN], values)

    def only(self, known: Collection[str]) -> None:
        """Refuse by name what the address does not know."""
        if unknown := sorted(self._values.keys() - set(known)):
            raise Problem(
                "unknown-parameter",
                _("This address does not know: %(names)s."),
                values={"names": ", ".join(_shown(unknown))},
                parameters=_shown(unknown),
            )

    def apart(self, name: str, others: Collection[str]) -> None:
        """Refuse what has no meaning together with `name`."""
        if name in self and (both := sorted(self._values.keys() & set(others))):
            raise invalid(both[0], _("“%(name)s” cannot be combined with “%(other)s”."), other=name)

    def canonical(self, without: Collection[str] = ()) -> str:
        """The same text for the same parameters, in whatever order they came."""
        return "&".join(f"{name}={value}" for name, value in sorted(self._values.items()) if name not in without)

    def __contains__(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, *, longest: int = LONGEST_VALUE) -> str | None:
        """A text, or None when it is not given."""
        value = self._values.get(name)
        if value is not None and len(value) > longest:
            raise invalid(name, _("“%(name)s” can have at most %(longest)d characters."), longest=longest)
        return value

    def number(self, name: str, *, default: int = 0, least: int = 0, most: int = LARGEST_NUMBER) -> int:
        """A whole number from `least` to `most`."""
        value = self._values.get(name)
        if value is None:
            return default
        if not NUMBER.fullmatch(value) or not least <= int(value) <= most:
            raise invalid(
                name, _("“%(name)s” must be a whole number from %(least)d to %(most)d."), least=least, most=most
            )
        return int(value)

    def codes(self, name: str, known: Collection[str]) -> list[str]:
        """Codes with commas between, each one of the known."""
        given = self._values[name].split(",")
        if len(given) > MOST_CODES:
            raise invalid(name, _("“%(name)s” can have at most %(most)d values."), most=MOST_CODES)
        codes = list(dict.fromkeys(given))
        if unknown := [code for code in codes if code not in known]:
            raise invalid(name, _("“%(name)s” cannot be: %(unknown)s."), unknown=", ".join(_shown(unknown)))
        return codes

    def code(self, name: str, known: Collection[str], default: str = "") -> str:
        """One of the known codes."""
        value = self._values.get(name, default)
        if name in self and value not in known:
            raise invalid(name, _("“%(name)s” must be one of: %(known)s."), known=", ".join(known))
        return value

    def boolean(self, name: str) -> bool:
        """``true`` or ``false``."""
        return BOOLEANS[self.code(name, BOOLEANS)]

    def decimal(self, name: str) -> Decimal:
        """``12`` or ``12.5``, also negative."""
        value = self._values[name]
        if not DECIMAL.fullmatch(value):
            raise invalid(name, _("“%(name)s” must be a number such as 12.5."))
        return Decimal(value)

    def date(self, name: str) -> dt.date:
        """``2026-11-22``."""
        value = _parsed(parse_date, self._values[name])
        if not isinstance(value, dt.date):
            raise invalid(name, _("“%(name)s” must be a date such as 2026-11-22."))
        return value

    def moment(self, name: str) -> dt.datetime:
        """``2026-11-22T08:00:00Z``; a date alone is its first moment in UTC."""
        value = self._values[name]
        day = _parsed(parse_date, value)
        if isinstance(day, dt.date):
            return dt.datetime.combine(day, dt.time.min, tzinfo=dt.UTC)
        moment = _parsed(parse_datetime, value)
        if not isinstance(moment, dt.datetime) or moment.tzinfo is None:
            raise invalid(
                name,
                _("“%(name)s” must be a time with its zone such as 2026-11-22T08:00:00Z (a plus is written %%2B)."),
            )
        return moment

    def _check(self, name: str, values: list[str]) -> None:
        if len(values) > 1:
            raise invalid(name, _("“%(name)s” can be given once; write several values with commas between."))
        if not values[0] and name not in MAY_BE_EMPTY:
            raise invalid(name, _("“%(name)s” is empty."))
        if "\x00" in values[0]:
            raise invalid(name, _("“%(name)s” has a null character."))
        if len(values[0]) > LONGEST_VALUE:
            raise invalid(name, _("“%(name)s” can have at most %(longest)d characters."), longest=LONGEST_VALUE)


def invalid(name: str, detail: Text, **values: object) -> Problem:
    """The problem of one parameter; `detail` may name it as ``%(name)s``."""
    return Problem("invalid-parameter", detail, values={"name": name, **values}, parameter=name)


def _parsed(parse: Callable[[str], Any], value: str) -> Any:
    """What Django reads; None for a form or a day that does not exist, or that no database can hold."""
    try:
        parsed = parse(value)
        return parsed.astimezone(dt.UTC) if getattr(parsed, "tzinfo", None) else parsed
    except (ValueError, OverflowError):
        return None


def _shown(names: Iterable[str]) -> list[str]:
    """Names that a caller sent, bounded before they are sent back."""
    return [name[:NAME_LENGTH_SHOWN] for name in names][:NAMES_SHOWN]
