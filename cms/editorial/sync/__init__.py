"""Brings groups, rights and workflows to what `cms.editorial.roles` says, and tells what differed.

Every check yields differences; each knows how it is repaired. Asking for them changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from cms.editorial.sync import rights, workflows
from cms.editorial.sync.difference import Difference

CHECKS = (*rights.CHECKS, *workflows.CHECKS)


def differences() -> Iterator[Difference]:
    """Everything that differs. What rests on a group, step or workflow that is missing itself is not listed apart."""
    for check in CHECKS:
        yield from check()


def repair() -> list[str]:
    """Put everything right, in the order in which one thing rests on another; returns what differed."""
    done = []
    with transaction.atomic():
        for check in CHECKS:
            for difference in list(check()):
                difference.repair()
                done.append(difference.text)
    return done
