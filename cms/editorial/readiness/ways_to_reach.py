"""Mobile telephones and addresses of the kind that people have at home, in running text.

A telephone with an area code may be an office's as well as a home's, so only mobile ones are found: 070, 072, 073, 076
and 079 in the Swedish numbering plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

MOBILE = re.compile(
    r"""(?<![\w+-])(?<!\d[.,/])
    (?:(?:\+|00)\s?46[\s  .–-]*(?:\(0\)[\s  ]*)?|\(?0)
    7[\s  ]?[02369]\)?
    (?:[\s  ./–-]{0,3}\d){7}
    (?![\w-])(?![.,]\d)""",
    re.VERBOSE,
)
EMAIL = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
AT_HOME = frozenset(
    {
        *("gmail", "hotmail", "outlook", "live", "msn", "yahoo", "icloud", "me", "mac", "aol", "gmx", "proton"),
        *("protonmail", "telia", "spray", "passagen", "bredband", "comhem", "tele2", "glocalnet", "home", "swipnet"),
        *("bahnhof", "tyfon"),
    }
)
"""Names before ``.com`` or ``.se`` of those who give addresses to everybody."""


def mobile_numbers(text: str) -> Iterator[str]:
    """Numbers as they are written."""
    for match in MOBILE.finditer(text):
        yield match.group().strip()


def plain_number(written: str) -> str:
    """``+46 (0)70-123 45 67`` → ``0701234567``: however it is written, the same number."""
    digits = re.sub(r"\D", "", written.replace("(0)", ""))
    for prefix in ("0046", "46"):
        if digits.startswith(prefix) and len(digits) > len("0701234567"):
            return "0" + digits.removeprefix(prefix).removeprefix("0")
    return digits


def private_addresses(text: str) -> Iterator[str]:
    """E-mail addresses at a company that gives them to everybody."""
    for match in EMAIL.finditer(text):
        if match[1].lower().split(".")[-2] in AT_HOME:
            yield match.group().rstrip(".")
