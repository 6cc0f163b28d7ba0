"""Dates, numbers and amounts as a reader of each language writes them."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

NO_BREAK_SPACE = "\u00a0"
EN_DASH = "\u2013"


def is_english() -> bool:
    return (get_language() or "sv").startswith("en")


def long_date(value: dt.date | dt.datetime | None) -> str:
    """``3 mars 2026`` and ``3 March 2026``, in Swedish time."""
    return "" if value is None else date_format(_local(value), "j F Y")


def clock(value: dt.time | dt.datetime | None) -> str:
    """``10.30`` in Swedish, ``10:30`` in English, in Swedish time."""
    if value is None:
        return ""
    return date_format(_local(value), "G:i" if is_english() else "G.i")


def period(start: dt.date | None, end: dt.date | None) -> str:
    """``1 januari 2024 – 31 december 2027``; whole years as ``2024–2027``."""
    if start and end:
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
            return f"{start.year}{EN_DASH}{end.year}" if start.year != end.year else str(start.year)
        return f"{long_date(start)} {EN_DASH} {long_date(end)}"
    if start:
        return _("from %(date)s") % {"date": long_date(start)}
    return _("until %(date)s") % {"date": long_date(end)} if end else ""


def span_of_time(start: dt.datetime | None, end: dt.datetime | None) -> str:
    """When an event is held: one day with its hours, or two days."""
    if start is None:
        return ""
    first = timezone.localtime(start)
    if end is None:
        return f"{long_date(first)} {clock(first)}"
    last = timezone.localtime(end)
    if first.date() == last.date():
        return f"{long_date(first)}, {clock(first)}{EN_DASH}{clock(last)}"
    return f"{long_date(first)} {clock(first)} {EN_DASH} {long_date(last)} {clock(last)}"


def number(value: Any) -> str:
    """``1 250`` and ``1,250``; decimals only where there are any."""
    if value is None or value == "":
        return ""
    figure = Decimal(str(value))
    text = f"{figure.normalize():,f}" if figure != figure.to_integral_value() else f"{int(figure):,}"
    if is_english():
        return text
    return text.replace(",", NO_BREAK_SPACE).replace(".", ",")


def number_range(least: Any, most: Any) -> str:
    """``5–30``, or the words for one end that is open."""
    if least and most:
        return number(least) if least == most else f"{number(least)}{EN_DASH}{number(most)}"
    if least:
        return _("at least %(number)s") % {"number": number(least)}
    return _("at most %(number)s") % {"number": number(most)} if most else ""


def amount(value: Any, unit: str = "SEK") -> str:
    """``1 250 000 kr`` and ``SEK 1,250,000``; hours and other units after the number."""
    if value is None or value == "":
        return ""
    if unit == "h":
        return ngettext("%(number)s hour", "%(number)s hours", int(value)) % {"number": number(value)}
    if is_english():
        return f"{unit}{NO_BREAK_SPACE}{number(value)}"
    return f"{number(value)}{NO_BREAK_SPACE}{'kr' if unit == 'SEK' else unit}"


def file_size(size: int | None) -> str:
    """Size of a file in kilobytes or megabytes."""
    if not size:
        return ""
    if size < 1_000_000:
        return f"{number(max(1, round(size / 1000)))}{NO_BREAK_SPACE}kB"
    return f"{number(round(Decimal(size) / 1_000_000, 1))}{NO_BREAK_SPACE}MB"


def _local(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
