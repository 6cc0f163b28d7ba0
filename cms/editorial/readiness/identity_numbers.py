"""Swedish personal identity numbers and coordination numbers in running text.

The form is that of the Swedish Tax Agency: year, month, day, a birth number of three digits and a check digit by Luhn
over the ten digits; ``+`` in place of ``-`` from the year in which a person turns 100 (folkbokföringslagen 18 §). Of a
coordination number the day has 60 added, and month or day may be 0 where nobody knows them, as in the agency's
published test numbers. The third digit of an organisation number is 2 or more, so that it can be no month.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

NUMBER = re.compile(
    r"""(?<![\w+-])(?<!\d[.,:/–])
    (?:(?P<century>18|19|20)(?:(?P<year>\d\d)-(?P<month>\d\d)-(?P<day>\d\d)|(?P<long>\d{6}))|(?P<short>\d{6}))
    (?P<mark>[-–−+]|[  ])?(?P<rest>\d{4})
    (?![\w-])(?![.,:/–]\d)""",
    re.VERBOSE,
)
NO_PERSON = re.compile(r"(?:isbn(?:-1[03])?|issn|ocr|org(?:anisations)?\.?\s?(?:nr|nummer)\.?)\W{0,3}$", re.IGNORECASE)
"""What is said of a number right before it, when it is none of these."""
COORDINATION = 60


def identity_numbers(text: str, today: dt.date) -> Iterator[str]:
    """The numbers in a text, as they are written, that are somebody's by date and check digit."""
    for match in NUMBER.finditer(text):
        if not NO_PERSON.search(text[: match.start()]) and _is_of_a_person(match, today):
            yield match.group()


def _is_of_a_person(match: re.Match[str], today: dt.date) -> bool:
    date = match["long"] or match["short"] or match["year"] + match["month"] + match["day"]
    rest, mark = match["rest"], match["mark"] or ""
    if rest.startswith("000") or not passes_luhn(date + rest):
        return False
    if mark.isspace() and (match["year"] or _is_time(rest)):
        return False  # a date and an hour
    if not mark and not match["century"] and date.startswith("07"):
        return False  # a mobile telephone
    return any(_is_date(century, date, today) for century in _centuries(match["century"], mark))


def _centuries(written: str | None, mark: str) -> tuple[int, ...]:
    if written:
        return (int(written),)
    return (18, 19) if mark == "+" else (19, 20)


def _is_date(century: int, date: str, today: dt.date) -> bool:
    year, month, day = century * 100 + int(date[:2]), int(date[2:4]), int(date[4:])
    if day >= COORDINATION:
        # Where month or day is unknown, any will do.
        day, month = day - COORDINATION or 1, month or 1
    try:
        return dt.date(year, month, day) <= today
    except ValueError:
        return False


def _is_time(digits: str) -> bool:
    return int(digits[:2]) < 24 and int(digits[2:]) < 60


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others."""
    doubled = (int(digit) * (2 - position % 2) for position, digit in enumerate(digits))
    return sum(product // 10 + product % 10 for product in doubled) % 10 == 0
